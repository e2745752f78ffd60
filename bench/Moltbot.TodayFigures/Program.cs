using System.Globalization;
using Moltbot.TodayFigures;

return args switch
{
    ["matrix", string ours, string gateway, .. string[] rest] => Matrix.Run(ours, gateway, Number(rest, 0, 30)),
    ["moved", string ours, string gateway] => Moved.Run(ours, gateway),
    ["kills", string ours, .. string[] rest] => Kills.Run(ours, Number(rest, 0, 300)),
    ["changes", .. string[] rest] => Changes.Run(Number(rest, 0, 1000)),
    ["large", string ours, .. string[] rest] => Large.Run(ours, Number(rest, 0, 1024)),
    ["backup", string ours, .. string[] rest] => Backups.Run(ours, Number(rest, 0, 100)),
    [Measured.OfOne, .. string[] line] => Measured.Tell(line),
    _ => Usage(),
};

static int Number(string[] rest, int place, int otherwise) => rest.Length > place ? int.Parse(rest[place], CultureInfo.InvariantCulture) : otherwise;

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: matrix  <our moltbot> <openclaw> [seconds, 30]
               moved   <our moltbot> <openclaw>
               kills   <our moltbot> [kills, 300]
               changes [changes, 1000]
               large   <our moltbot> [mebibytes, 1024]
               backup  <our moltbot> [mebibytes, 100]
        """);
    return 2;
}
