using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Testing;

/// <summary>
/// Values as they are recorded: numbers that JSON cannot hold are <c>{"@num": "NaN"}</c>, and texts may hold half a
/// surrogate pair.
/// </summary>
public static class RecordedValues
{
    /// <summary>A copy of the value in which every recorded number is a number, and every text one of .NET.</summary>
    public static JsonNode? Decode(JsonNode? node) => node switch
    {
        JsonObject { Count: 1 } recorded when recorded["@num"] is { } number => JsonValue.Create(Parse(number.GetValue<string>())),
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Decode(member.Value)))),
        JsonArray items => new JsonArray([.. items.Select(Decode)]),
        null => null,
        _ when node.GetValueKind() == JsonValueKind.String => JsonValue.Create(Unescape(node.AsValue())),
        _ => node.DeepClone(),
    };

    /// <summary>JSON text in which numbers too large for JSON are written so that reading them gives infinity again.</summary>
    public static string ToText(JsonNode? node) => ToText(node, number => number == 0 ? "-0" : double.IsNaN(number) ? "null" : number > 0 ? "1e999" : "-1e999");

    /// <summary>JSON text as the reference writes a file: what JSON cannot hold is null, and zero has no sign.</summary>
    public static string ToFileText(JsonNode? node) => ToText(node, number => number == 0 ? "0" : "null");

    private static string ToText(JsonNode? node, Func<double, string> special) => node switch
    {
        JsonObject members => $"{{{string.Join(",", members.Select(m => $"{JsonText.WriteCompact(JsonValue.Create(m.Key))}:{ToText(m.Value, special)}"))}}}",
        JsonArray items => $"[{string.Join(",", items.Select(item => ToText(item, special)))}]",
        JsonValue value when value.TryGetValue(out double number) && (!double.IsFinite(number) || IsNegativeZero(number)) => special(number),
        null => "null",
        _ => JsonText.WriteCompact(node),
    };

    private static bool IsNegativeZero(double number) => number == 0 && double.IsNegative(number);

    /// <summary>The text of a JSON string. The base library reads none with half a surrogate pair in it.</summary>
    private static string Unescape(JsonValue value)
    {
        if (!value.TryGetValue(out JsonElement read))
            return value.GetValue<string>();

        string written = read.GetRawText();
        StringBuilder text = new(written.Length);
        for (int index = 1; index < written.Length - 1; index++)
        {
            if (written[index] != '\\')
            {
                text.Append(written[index]);
                continue;
            }

            char escape = written[++index];
            text.Append(escape == 'u' ? (char)int.Parse(written.AsSpan(index + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture) : Meaning(escape));
            index += escape == 'u' ? 4 : 0;
        }

        return text.ToString();
    }

    private static char Meaning(char escape) => escape switch
    {
        'b' => '\b',
        'f' => '\f',
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        _ => escape,
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
