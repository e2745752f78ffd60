using System.Text.Json.Nodes;
using System.Text.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Json;

/// <summary>
/// Reads JSON as the gateway does: a member of the wrong type is a missing member, and members are enumerated in the
/// order of ECMAScript, where names that are array indexes come first.
/// </summary>
internal static class JsonView
{
    /// <summary>The member with this name, or <see langword="null"/> when there is none or the value is no object.</summary>
    public static JsonNode? Member(this JsonNode? node, string name) =>
        node is JsonObject members && members.TryGetPropertyValue(name, out JsonNode? value) ? value : null;

    /// <summary>The member at the end of a path of names, or <see langword="null"/>.</summary>
    public static JsonNode? At(this JsonNode? node, params string[] path)
    {
        foreach (string name in path)
            node = node.Member(name);

        return node;
    }

    /// <summary>The value as a string, or <see langword="null"/> when it is not one, or half a surrogate pair that was read stands in it.</summary>
    public static string? AsText(this JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out JsonElement read) => read.AsText(),
        JsonValue value when value.TryGetValue(out string? text) => text,
        _ => null,
    };

    /// <summary>The value as a number, whatever type of number it was made from, or <see langword="null"/> when it is not one. May be infinite.</summary>
    public static double? AsNumber(this JsonNode? node) => node switch
    {
        JsonValue value when value.TryGetValue(out double number) => number,
        JsonValue value when value.GetValueKind() == JsonValueKind.Number => double.Parse(value.ToJsonString(), PlainNumbers.Format),
        _ => null,
    };

    /// <summary>Whether the value is <see langword="true"/>.</summary>
    public static bool IsTrue(this JsonNode? node) => node is JsonValue value && value.TryGetValue(out bool flag) && flag;

    /// <summary>Whether the value counts as true in a condition: everything but null, false, zero, NaN and the empty text.</summary>
    public static bool IsTruthy(this JsonNode? node) => node?.GetValueKind() switch
    {
        null or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Number => node.AsNumber() is not (0 or double.NaN),
        JsonValueKind.String => node.AsText() != "",
        _ => true,
    };

    /// <summary>The members of an object, or the items of an array by their index, in the order of ECMAScript.</summary>
    public static IEnumerable<KeyValuePair<string, JsonNode?>> Entries(this JsonNode? node) => node switch
    {
        JsonObject members when HasArrayIndex(members) => InEcmaScriptOrder(members),
        JsonObject members => members,
        JsonArray items => items.Select((item, index) => KeyValuePair.Create(Invariant(index), item)),
        _ => [],
    };

    /// <summary>The items of an array that are strings.</summary>
    public static IEnumerable<string> Texts(this JsonNode? node) =>
        node is JsonArray items ? items.Select(AsText).OfType<string>() : [];

    /// <summary>A copy that can be changed, with all numbers as doubles; they may be NaN or infinite.</summary>
    public static JsonNode? Copy(this JsonNode? node) => node switch
    {
        JsonObject members => CopyMembers(members),
        JsonArray items => CopyItems(items),
        null => null,
        _ when node.AsText() is { } text => JsonValue.Create(text),
        _ when node.AsNumber() is { } number => JsonValue.Create(number),
        _ => JsonValue.Create(node.IsTrue()),
    };

    /// <summary>
    /// Whether two values say the same: members in any order, numbers by the double that they stand for. Zero and
    /// negative zero differ, NaN is NaN.
    /// </summary>
    public static bool IsSameAs(this JsonNode? node, JsonNode? other) => (node, other) switch
    {
        (null, null) => true,
        (JsonObject left, JsonObject right) => left.Count == right.Count && HaveSameMembers(left, right),
        (JsonArray left, JsonArray right) => left.Count == right.Count && HaveSameItems(left, right),
        (JsonValue left, JsonValue right) => IsSameScalar(left, right),
        _ => false,
    };

    /// <summary>Whether the value is an object or an array.</summary>
    public static bool IsContainer(this JsonNode? node) => node is JsonObject or JsonArray;

    private static bool HaveSameMembers(JsonObject left, JsonObject right)
    {
        foreach ((string name, JsonNode? value) in left)
        {
            if (!right.TryGetPropertyValue(name, out JsonNode? other) || !value.IsSameAs(other))
                return false;
        }

        return true;
    }

    private static bool HaveSameItems(JsonArray left, JsonArray right)
    {
        for (int i = 0; i < left.Count; i++)
        {
            if (!left[i].IsSameAs(right[i]))
                return false;
        }

        return true;
    }

    private static JsonObject CopyMembers(JsonObject members)
    {
        JsonObject copy = [];
        foreach ((string name, JsonNode? value) in members)
            copy.Add(name, value.Copy());

        return copy;
    }

    private static JsonArray CopyItems(JsonArray items)
    {
        JsonArray copy = [];
        foreach (JsonNode? item in items)
            copy.Add(item.Copy());

        return copy;
    }

    private static bool IsSameScalar(JsonValue left, JsonValue right)
    {
        if (left.AsText() is { } text)
            return text == right.AsText();
        if (left.AsNumber() is { } number)
            return right.AsNumber() is { } other && number.Equals(other) && (number != 0 || double.IsNegative(number) == double.IsNegative(other));

        return left.GetValueKind() == right.GetValueKind();
    }

    private static bool HasArrayIndex(JsonObject members)
    {
        foreach (KeyValuePair<string, JsonNode?> member in members)
        {
            if (EcmaScriptText.IsArrayIndex(member.Key))
                return true;
        }

        return false;
    }

    private static IEnumerable<KeyValuePair<string, JsonNode?>> InEcmaScriptOrder(JsonObject members) => members
        .Where(member => EcmaScriptText.IsArrayIndex(member.Key))
        .OrderBy(member => uint.Parse(member.Key, PlainNumbers.Format))
        .Concat(members.Where(member => !EcmaScriptText.IsArrayIndex(member.Key)));

    private static string Invariant(int number) => number.ToString(PlainNumbers.Format);
}
