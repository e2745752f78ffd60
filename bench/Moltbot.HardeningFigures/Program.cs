using System.Globalization;
using Moltbot.HardeningFigures;

return args switch
{
    ["kills", string program, .. string[] rest] => Kills.Run(program, Number(rest, 0, 2000)),
    ["mutations", .. string[] rest] => Mutations.Run(Number(rest, 0, 100_000), Number(rest, 1, 1)),
    ["memory", string program] => Memory.Run(program),
    [Memory.OfOne, .. string[] line] => Memory.Tell(line),
    _ => Usage(),
};

static int Number(string[] rest, int place, int otherwise) => rest.Length > place ? int.Parse(rest[place], CultureInfo.InvariantCulture) : otherwise;

static int Usage()
{
    Console.Error.WriteLine(
        """
        usage: kills     <our moltbot> [kills, 2000]
               mutations [files, 100000] [first seed, 1]
               memory    <our moltbot>
        """);
    return 2;
}
