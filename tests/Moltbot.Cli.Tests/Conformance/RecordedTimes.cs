using System.Text.Json.Nodes;

namespace Moltbot.Cli.Tests.Conformance;

/// <summary>Times in recordings: <c>{"@now": d}</c> is now and d milliseconds, <c>{"@in": d}</c> is d milliseconds from now.</summary>
internal static class RecordedTimes
{
    private const string Now = "@now";
    private const string In = "@in";

    /// <summary>A larger number is no duration.</summary>
    private const double EarliestTime = 1e12;

    private const double Tolerance = 2 * 60 * 1000;

    /// <summary>A copy of a value with numbers in place of the times.</summary>
    public static JsonNode? Absolute(JsonNode? node, double now) => node switch
    {
        JsonObject { Count: 1 } time when time[Now] is { } offset => JsonValue.Create(now + offset.GetValue<double>()),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Absolute(member.Value, now)))),
        JsonArray items => new JsonArray([.. items.Select(item => Absolute(item, now))]),
        _ => node?.DeepClone(),
    };

    /// <summary>A copy of a value with the expected times in place of numbers that are within two minutes of them.</summary>
    public static JsonNode? Relative(JsonNode? actual, JsonNode? expected, double now) => (actual, expected) switch
    {
        (JsonValue value, JsonObject { Count: 1 } time) when IsAt(value, time, now) => time.DeepClone(),
        (JsonObject members, _) => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Relative(member.Value, (expected as JsonObject)?[member.Key], now)))),
        (JsonArray items, _) => new JsonArray([.. items.Select((item, index) => Relative(item, ItemAt(expected, index), now))]),
        _ => actual?.DeepClone(),
    };

    /// <summary>A copy of a value in which every time is given relative to now.</summary>
    public static JsonNode? Recorded(JsonNode? node, double now) => node switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(
            member.Key,
            member.Key == "remainingMs" ? new JsonObject { [In] = member.Value?.DeepClone() } : Recorded(member.Value, now)))),
        JsonArray items => new JsonArray([.. items.Select(item => Recorded(item, now))]),
        JsonValue value when value.TryGetValue(out double number) && number > EarliestTime => new JsonObject { [Now] = number - now },
        _ => node?.DeepClone(),
    };

    private static bool IsAt(JsonValue value, JsonObject time, double now)
    {
        double? at = time[Now] is { } offset ? now + offset.GetValue<double>() : time[In]?.GetValue<double>();
        return at is not null && value.TryGetValue(out double number) && Math.Abs(number - at.Value) <= Tolerance;
    }

    private static JsonNode? ItemAt(JsonNode? expected, int index) => expected is JsonArray items && index < items.Count ? items[index] : null;
}
