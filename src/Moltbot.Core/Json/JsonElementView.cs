using System.Text.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Json;

/// <summary>
/// Reads parsed JSON as the gateway does: a member of the wrong type is a missing member, of two members with one name
/// the later counts, and members are enumerated in the order of ECMAScript, where names that are array indexes come
/// first. What is missing is an element of kind <see cref="JsonValueKind.Undefined"/>.
///</summary>
internal static class JsonElementView
{
    /// <summary>The member with this name; undefined when there is none or the value is no object.</summary>
    public static JsonElement Member(this JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return default;

        try
        {
            return element.TryGetProperty(name, out JsonElement value) ? value : default;
        }
        catch (Exception half) when (half is InvalidOperationException or ArgumentException)
        {
            // Half a surrogate pair stands in a name there, or in the one that is looked for, as JSON5 and arguments may have it.
            return MemberAmongHalves(element, name);
        }
    }

    /// <summary>Whether there is a member with this name, be it <c>null</c>.</summary>
    public static bool Has(this JsonElement element, string name) => element.Member(name).ValueKind != JsonValueKind.Undefined;

    /// <summary>The value as a string, or <see langword="null"/> when it is not one, or half a surrogate pair stands in it.</summary>
    public static string? AsText(this JsonElement element)
    {
        try
        {
            return element.ValueKind == JsonValueKind.String ? element.GetString() : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    /// <summary>
    /// The value for people, where they expect a text: what is none is named by its type, and what looks like a secret is
    /// hidden, because both may hold one in the wrong place.
    /// </summary>
    public static string AsShown(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String when element.AsText() is { } text => Redaction.HideSecrets(text),
        JsonValueKind.String => "(broken text)",
        JsonValueKind.Object => "(object)",
        JsonValueKind.Array => "(list)",
        JsonValueKind.Number => "(number)",
        JsonValueKind.True or JsonValueKind.False => "(true or false)",
        _ => "(nothing)",
    };

    /// <summary>The value as a number, or <see langword="null"/> when it is not one. May be infinite.</summary>
    public static double? AsNumber(this JsonElement element) => element.ValueKind == JsonValueKind.Number ? element.GetDouble() : null;

    /// <summary>What <c>String(value)</c> gives for any value.</summary>
    public static string ToText(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.AsText() ?? "",
        JsonValueKind.Number => EcmaScriptNumber.ToText(element.GetDouble()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        JsonValueKind.Null => "null",
        JsonValueKind.Array => string.Join(',', element.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Null ? "" : item.ToText())),
        JsonValueKind.Object => "[object Object]",
        _ => "undefined",
    };

    /// <summary>What <c>Number(value)</c> gives in ECMAScript for a value other than null.</summary>
    public static double ToNumber(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Number => element.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => element.AsText() is { } text ? EcmaScriptNumber.Parse(text) : double.NaN,
        JsonValueKind.Array when element.GetArrayLength() == 0 => 0,
        JsonValueKind.Array when element.GetArrayLength() == 1 => ItemToNumber(element[0]),
        _ => double.NaN,
    };

    /// <summary>Whether the value counts as true in a condition: everything but null, false, zero and the empty text.</summary>
    public static bool IsTruthy(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => false,
        JsonValueKind.Number => element.GetDouble() != 0,
        JsonValueKind.String => !element.ValueEquals(""),
        _ => true,
    };

    /// <summary>Whether the value is an object or an array.</summary>
    public static bool IsContainer(this JsonElement element) => element.ValueKind is JsonValueKind.Object or JsonValueKind.Array;

    /// <summary>The items of an array that are strings.</summary>
    public static IEnumerable<string> Texts(this JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Array)
            yield break;

        foreach (JsonElement item in element.EnumerateArray())
        {
            if (item.AsText() is { } text)
                yield return text;
        }
    }

    /// <summary>The members of an object, or the items of an array by their index, in the order of ECMAScript.</summary>
    public static IReadOnlyList<JsonEntry> Entries(this JsonElement element) => element.EntryMap().Values;

    /// <summary>The same by their names.</summary>
    public static OrderedMap<JsonEntry> EntryMap(this JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => OrderedMap<JsonEntry>.Of(Members(element), entry => entry.Name),
        JsonValueKind.Array => OrderedMap<JsonEntry>.Of(Items(element), entry => entry.Name),
        _ => OrderedMap<JsonEntry>.Empty,
    };

    private static List<JsonEntry> Members(JsonElement element)
    {
        List<JsonEntry> members = [];
        SortedDictionary<uint, JsonEntry>? indexed = null;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (NameOf(member) is not { } name)
                continue;

            if (EcmaScriptText.IsArrayIndex(name))
                (indexed ??= [])[uint.Parse(name, PlainNumbers.Format)] = new(name, member.Value);
            else
                members.Add(new(name, member.Value));
        }

        return indexed is null ? members : [.. indexed.Values, .. members];
    }

    /// <summary>The same as <see cref="Member"/> where half a surrogate pair in a name makes the base library give up.</summary>
    private static JsonElement MemberAmongHalves(JsonElement element, string name)
    {
        JsonElement last = default;
        foreach (JsonProperty member in element.EnumerateObject())
        {
            if (NameOf(member) == name)
                last = member.Value;
        }

        return last;
    }

    /// <summary>A member's name; <see langword="null"/> when half a surrogate pair stands in it, which no text of ours can hold.</summary>
    private static string? NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static List<JsonEntry> Items(JsonElement element)
    {
        List<JsonEntry> items = [];
        foreach (JsonElement item in element.EnumerateArray())
            items.Add(new(items.Count.ToString(PlainNumbers.Format), item));

        return items;
    }

    private static double ItemToNumber(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Null => 0,
        JsonValueKind.True or JsonValueKind.False => double.NaN,
        _ => item.ToNumber(),
    };
}
