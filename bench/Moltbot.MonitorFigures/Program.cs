using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;
using Moltbot.MonitorFigures;

const int Profiles = 1000;
const double MostOfAStatus = 1.5;

switch (args)
{
    case ["pass", string program, .. string[] rest]:
        return await ComparePassAsync(program, rest.Length > 0 ? int.Parse(rest[0], CultureInfo.InvariantCulture) : 40);
    case ["storm", string program]:
        return await StormAsync(program);
    default:
        Console.Error.WriteLine("usage: pass <our moltbot> [pairs, 40] | storm <our moltbot>");
        return 2;
}

static async Task<int> ComparePassAsync(string program, int pairs)
{
    using MonitoredHome home = new(Profiles, hours: 90 * 24);
    List<double> passes = [];
    List<double> statuses = [];
    for (int pair = -1; pair < pairs; pair++)
    {
        bool isFirst = pair % 2 == 0;
        double early = isFirst ? await PassAsync() : await StatusAsync();
        double late = isFirst ? await StatusAsync() : await PassAsync();
        if (pair < 0)
            continue;

        passes.Add(isFirst ? early : late);
        statuses.Add(isFirst ? late : early);
    }

    double ratio = Median(passes) / Median(statuses);
    Say($"a pass over {Profiles} profiles takes {Median(passes):F1} ms, models status {Median(statuses):F1}: {ratio:F2} times (medians of {pairs} pairs)");
    return ratio <= MostOfAStatus ? 0 : 1;

    Task<double> PassAsync() => home.MeasureAsync(program, 0, "monitor", "run");
    Task<double> StatusAsync() => home.MeasureAsync(program, 0, "models", "status", "--no-usage");
}

static async Task<int> StormAsync(string program)
{
    await using MessageReceiver receiver = await MessageReceiver.StartAsync();
    using MonitoredHome home = new(Profiles, hours: -1, new JsonObject
    {
        ["channels"] = new JsonObject
        {
            ["a"] = new JsonObject { ["type"] = "webhook", ["url"] = $"{receiver.Address}/a" },
            ["b"] = new JsonObject { ["type"] = "ntfy", ["server"] = $"{receiver.Address}/b", ["topic"] = "storm" },
        },
    });
    double first = await home.MeasureAsync(program, 1, "monitor", "run");
    double second = await home.MeasureAsync(program, 1, "monitor", "run");
    string[] told = [.. receiver.Messages.Select(message => message.Path).Order(StringComparer.Ordinal)];
    Say($"{Profiles} profiles expire at once: {told.Length} messages to 2 channels ({first:F0} ms), and none in the next pass ({second:F0} ms)");
    return told.Length == 2 ? 0 : 1;
}

static double Median(List<double> values)
{
    values.Sort();
    return values[values.Count / 2];
}

static void Say(FormattableString text) => Console.WriteLine(text.ToString(CultureInfo.InvariantCulture));
