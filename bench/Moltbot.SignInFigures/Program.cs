using Moltbot.SignInFigures;

return args switch
{
    ["kills", string program, .. string[] rest] => await Kills.RunAsync(program, rest),
    ["races", string program, .. string[] rest] => await Races.RunAsync(program, rest),
    ["many", string program, .. string[] rest] => await Many.RunAsync(program, rest),
    ["idle", string program, .. string[] rest] => await Idle.RunAsync(program, rest),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: kills <our moltbot> [kills, 200] [leeway of the server in seconds, 30]
               races <our moltbot> <node_modules folder with proper-lockfile> [rounds, 50]
               many  <our moltbot> [sign-ins, 100]
               idle  <our moltbot> [pairs, 60]
        """);
    return 2;
}
