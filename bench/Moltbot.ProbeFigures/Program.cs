using Moltbot.ProbeFigures;

return args switch
{
    ["targets", string program, .. string[] rest] => await Targets.RunAsync(program, rest),
    ["limits", string program, .. string[] rest] => await Limits.RunAsync(program, rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: targets <our moltbot> [the gateway's program of January]
               limits  <our moltbot> [probes, 200]
        """);
    return 2;
}
