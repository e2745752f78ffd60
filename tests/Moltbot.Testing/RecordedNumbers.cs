using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>Numbers that JSON cannot hold are recorded as <c>{"@num": "NaN"}</c>.</summary>
public static class RecordedNumbers
{
    /// <summary>A copy of the value in which every recorded number is a number.</summary>
    public static JsonNode? Decode(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } recorded when recorded["@num"] is { } number => JsonValue.Create(Parse(number.GetValue<string>())),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Decode(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Decode)]),
        null => null,
        _ => node.DeepClone(),
    };

    /// <summary>JSON text in which numbers too large for JSON are written so that reading them gives infinity again.</summary>
    public static string ToText(JsonNode? node) => ToText(node, number => double.IsNaN(number) ? "null" : number > 0 ? "1e999" : "-1e999");

    /// <summary>JSON text as the reference writes a file: what JSON cannot hold is null.</summary>
    public static string ToFileText(JsonNode? node) => ToText(node, _ => "null");

    private static string ToText(JsonNode? node, Func<double, string> notFinite) => node switch
    {
        JsonObject members => $"{{{string.Join(",", members.Select(m => $"{JsonSerializer.Serialize(m.Key)}:{ToText(m.Value, notFinite)}"))}}}",
        JsonArray items => $"[{string.Join(",", items.Select(item => ToText(item, notFinite)))}]",
        JsonValue value when value.TryGetValue(out double number) && !double.IsFinite(number) => notFinite(number),
        null => "null",
        _ => node.ToJsonString(),
    };

    private static double Parse(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        "-0" => -0.0,
        _ => throw new JsonException($"unknown recorded number: {text}"),
    };
}
