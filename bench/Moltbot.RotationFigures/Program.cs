using System.Globalization;
using Moltbot.RotationFigures;

return args switch
{
    ["kills", string program, .. string[] rest] => await Kills.RunAsync(program, rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 100),
    _ => Usage(),
};

static int Usage()
{
    Console.Error.WriteLine("usage: kills <our moltbot> [kills of each command, 100]");
    return 2;
}
