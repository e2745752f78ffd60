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

    private static double Parse(string text) => text switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        "-0" => -0.0,
        _ => throw new JsonException($"unknown recorded number: {text}"),
    };
}
