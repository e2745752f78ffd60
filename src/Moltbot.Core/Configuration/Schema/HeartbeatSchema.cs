using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Schema;

/// <summary>The block <c>heartbeat</c>, the same for the defaults and for one agent.</summary>
internal static class HeartbeatSchema
{
    public static SchemaRule Section => new ObjectRule(Heartbeat) { Afterwards = CheckTimes };

    private static SchemaRule? Heartbeat(string name) => name switch
    {
        "every" or "model" or "session" or "target" or "to" or "prompt" => Rules.Text,
        "activeHours" => Rules.Object(ActiveHours),
        "includeReasoning" => Rules.Flag,
        "ackMaxChars" => Rules.NonNegativeInteger,
        _ => null,
    };

    private static SchemaRule? ActiveHours(string name) => name switch
    {
        "start" or "end" or "timezone" => Rules.Text,
        _ => null,
    };

    private static void CheckTimes(JsonObject heartbeat, SchemaReport report)
    {
        if (heartbeat.Member("every").AsText() is not { Length: > 0 } every)
            return;

        if (DurationText.ParseMilliseconds(every, "m") is null)
            report.Add("invalid duration (use ms, s, m, h)", "every");

        JsonNode? active = heartbeat.Member("activeHours");
        CheckTime(active.Member("start").AsText(), "start", report);
        CheckTime(active.Member("end").AsText(), "end", report);
    }

    private static void CheckTime(string? time, string name, SchemaReport report)
    {
        if (time is { Length: > 0 } && RefuseTime(time, isEnd: name is "end") is { } refusal)
            report.Add(refusal, "activeHours", name);
    }

    private static string? RefuseTime(string time, bool isEnd)
    {
        if (!IsTime(time))
            return "invalid time (use \"HH:MM\" 24h format)";
        if (time.StartsWith("24", StringComparison.Ordinal) && time is not "24:00")
            return "invalid time (24:00 is the only allowed 24:xx value)";

        return time is "24:00" && !isEnd ? "invalid time (start cannot be 24:00)" : null;
    }

    /// <summary>Whether a text is <c>HH:MM</c> from 00:00 to 24:59.</summary>
    private static bool IsTime(string time) =>
        time is [>= '0' and <= '2', >= '0' and <= '9', ':', >= '0' and <= '5', >= '0' and <= '9']
        && (time[0] != '2' || time[1] <= '4');
}
