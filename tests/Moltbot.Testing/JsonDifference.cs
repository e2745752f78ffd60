using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>Compares JSON values as the recordings want it: members in any order, array items in order, numbers as doubles.</summary>
public static class JsonDifference
{
    /// <summary>The first difference as "path: expected … but got …", or <see langword="null"/> when the values are equal.</summary>
    public static string? Find(JsonNode? expected, JsonNode? actual, string path = "$") => (expected, actual) switch
    {
        (null, null) => null,
        (JsonObject left, JsonObject right) => InMembers(left, right, path),
        (JsonArray left, JsonArray right) => InItems(left, right, path),
        (JsonValue left, JsonValue right) when SameValue(left, right) => null,
        _ => $"{path}: expected {Show(expected)} but got {Show(actual)}",
    };

    /// <summary>A value as text, with the numbers that JSON cannot hold.</summary>
    public static string Show(JsonNode? node) => node switch
    {
        null => "null",
        JsonObject members => "{" + string.Join(",", members.Select(m => $"{JsonSerializer.Serialize(m.Key)}:{Show(m.Value)}")) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Show)) + "]",
        _ when node.GetValueKind() == JsonValueKind.Number => Number(node.AsValue()).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
        _ => node.ToJsonString(),
    };

    private static string? InMembers(JsonObject expected, JsonObject actual, string path)
    {
        foreach ((string name, JsonNode? value) in expected)
        {
            if (!actual.TryGetPropertyValue(name, out JsonNode? other))
                return $"{path}.{name}: expected {Show(value)} but it is missing";
            if (Find(value, other, $"{path}.{name}") is { } difference)
                return difference;
        }

        foreach ((string name, JsonNode? value) in actual)
        {
            if (!expected.ContainsKey(name))
                return $"{path}.{name}: unexpected {Show(value)}";
        }

        return null;
    }

    private static string? InItems(JsonArray expected, JsonArray actual, string path)
    {
        if (expected.Count != actual.Count)
            return $"{path}: expected {expected.Count} items {Show(expected)} but got {actual.Count} {Show(actual)}";

        return Enumerable.Range(0, expected.Count)
            .Select(index => Find(expected[index], actual[index], $"{path}[{index}]"))
            .FirstOrDefault(difference => difference is not null);
    }

    private static bool SameValue(JsonValue expected, JsonValue actual)
    {
        JsonValueKind kind = KindOf(expected);
        if (kind != KindOf(actual))
            return false;

        return kind switch
        {
            JsonValueKind.Number => Number(expected).Equals(Number(actual)) && double.IsNegative(Number(expected)) == double.IsNegative(Number(actual)),
            JsonValueKind.String => expected.GetValue<string>() == actual.GetValue<string>(),
            _ => true,
        };
    }

    private static JsonValueKind KindOf(JsonValue value) =>
        value.TryGetValue(out double _) ? JsonValueKind.Number : value.GetValueKind();

    private static double Number(JsonValue value) =>
        value.TryGetValue(out double number) ? number :
        value.TryGetValue(out long integer) ? integer :
        value.GetValue<int>();
}
