using Moltbot.DoctorFigures;

return args switch
{
    ["damages", .. string[] rest] => await Damages.RunAsync(rest),
    ["pairs", string program, .. string[] rest] => Pairs.Run(program, rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: damages [installations, 10000] [first seed, 1]
               pairs   <our moltbot> [pairs, 60] [profiles, 100]
        """);
    return 2;
}
