using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>What a channel is told by one pass, however many credentials it is about.</summary>
internal sealed record MonitorMessage
{
    private const int MostLines = 20;

    /// <summary>The events, the most urgent first; at least one.</summary>
    public required IReadOnlyList<MonitorEvent> Events { get; init; }

    /// <summary>The machine.</summary>
    public required string Host { get; init; }

    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>When it was seen.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>Whether nothing that the channel was told of is left afterwards.</summary>
    public required bool IsAllOver { get; init; }

    /// <summary>How urgent the most urgent of it is.</summary>
    public MonitorSeverity Severity => Events.Max(one => one.Severity);

    /// <summary>Everything in one line.</summary>
    public string Title => VisibleText.OfSentence(Events.Count == 1 ? $"Moltbot on {Host}: {Words(Events[0].Kind)} {Events[0].ProfileId ?? Events[0].Provider ?? ""}".TrimEnd() : $"Moltbot on {Host}: {Counts()}");

    /// <summary>The events, each on a line, as many as a person reads.</summary>
    public string Text
    {
        get
        {
            IEnumerable<string> lines = Events.Take(MostLines).Select(one => Events.Count == 1 ? one.Message : $"[{(one.Kind == MonitorEventKind.Recovered ? "over" : one.Severity.ToName())}] {one.Message}");
            if (Events.Count > MostLines)
                lines = lines.Append(string.Create(CultureInfo.InvariantCulture, $"… and {Events.Count - MostLines} more"));

            return string.Join('\n', lines.Append(VisibleText.Of($"({StateDirectory})")));
        }
    }

    /// <summary>All of it as JSON without secrets in the wrong place, with times in milliseconds since the Unix epoch.</summary>
    public JsonObject ToJson() => SecretFreeJson.Of(new JsonObject
    {
        ["version"] = 1.0,
        ["host"] = Host,
        ["stateDirectory"] = StateDirectory,
        ["time"] = (double)Time.ToUnixTimeMilliseconds(),
        ["severity"] = Severity.ToName(),
        ["title"] = Title,
        ["text"] = Text,
        ["events"] = new JsonArray([.. Events.Select(one => one.ToJson())]),
    }).AsObject();

    private static string Words(MonitorEventKind kind) => kind == MonitorEventKind.QuotaNearlyUsed ? "quota nearly used:" : $"{kind.ToName()}:";

    private string Counts()
    {
        int over = Events.Count(one => one.Kind == MonitorEventKind.Recovered);
        IEnumerable<string> counts = Events
            .Where(one => one.Kind != MonitorEventKind.Recovered)
            .GroupBy(one => one.Severity)
            .OrderByDescending(group => group.Key)
            .Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key.ToName()}"));
        return string.Join(", ", over > 0 ? counts.Append(string.Create(CultureInfo.InvariantCulture, $"{over} over")) : counts);
    }
}
