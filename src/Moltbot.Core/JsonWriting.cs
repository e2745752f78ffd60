using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moltbot.Core;

/// <summary>
/// Writes JSON as the gateway does. What was read from a file and not changed is written as it stood there, whatever
/// its numbers and escapes.
/// </summary>
internal sealed class JsonWriting
{
    private const int Indentation = 2;

    private readonly StringBuilder text = new();
    private readonly bool isIndented;

    private JsonWriting(bool isIndented) => this.isIndented = isIndented;

    /// <summary>A value on several lines, indented by two blanks, with a newline at the end.</summary>
    public static string Indented(JsonNode? node) => Write(node, isIndented: true) + "\n";

    /// <summary>A value on one line, without any blank.</summary>
    public static string Compact(JsonNode? node) => Write(node, isIndented: false);

    private static string Write(JsonNode? node, bool isIndented)
    {
        JsonWriting writing = new(isIndented);
        writing.Append(node, depth: 0);
        return writing.text.ToString();
    }

    private void Append(JsonNode? node, int depth)
    {
        switch (node)
        {
            case JsonObject members:
                AppendMembers(members, depth);
                break;
            case JsonArray items:
                AppendItems(items, depth);
                break;
            default:
                AppendScalar(node?.AsValue());
                break;
        }
    }

    private void AppendMembers(JsonObject members, int depth)
    {
        text.Append('{');
        bool isFirst = true;
        foreach ((string name, JsonNode? value) in members)
        {
            StartEntry(isFirst, depth + 1);
            AppendText(name);
            text.Append(isIndented ? ": " : ":");
            Append(value, depth + 1);
            isFirst = false;
        }

        End('}', isEmpty: isFirst, depth);
    }

    private void AppendItems(JsonArray items, int depth)
    {
        text.Append('[');
        for (int index = 0; index < items.Count; index++)
        {
            StartEntry(isFirst: index == 0, depth + 1);
            Append(items[index], depth + 1);
        }

        End(']', isEmpty: items.Count == 0, depth);
    }

    private void StartEntry(bool isFirst, int depth)
    {
        if (!isFirst)
            text.Append(',');
        if (isIndented)
            text.Append('\n').Append(' ', depth * Indentation);
    }

    private void End(char bracket, bool isEmpty, int depth)
    {
        if (isIndented && !isEmpty)
            text.Append('\n').Append(' ', depth * Indentation);

        text.Append(bracket);
    }

    private void AppendScalar(JsonValue? value)
    {
        if (value is null)
            text.Append("null");
        else if (value.TryGetValue(out JsonElement read))
            text.Append(read.GetRawText());
        else if (value.AsText() is { } characters)
            AppendText(characters);
        else if (value.TryGetValue(out bool flag))
            text.Append(flag ? "true" : "false");
        else if (value.TryGetValue(out int integer))
            text.Append(integer.ToString(CultureInfo.InvariantCulture));
        else if (value.AsNumber() is { } number)
            text.Append(double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "null");
        else
            text.Append(value.ToJsonString());
    }

    private void AppendText(string characters)
    {
        text.Append('"');
        for (int index = 0; index < characters.Length; index++)
        {
            char c = characters[index];
            if (char.IsSurrogatePair(characters, index))
                text.Append(c).Append(characters[++index]);
            else
                AppendCharacter(c);
        }

        text.Append('"');
    }

    private void AppendCharacter(char c)
    {
        switch (c)
        {
            case '"' or '\\':
                text.Append('\\').Append(c);
                break;
            case '\b':
                text.Append("\\b");
                break;
            case '\f':
                text.Append("\\f");
                break;
            case '\n':
                text.Append("\\n");
                break;
            case '\r':
                text.Append("\\r");
                break;
            case '\t':
                text.Append("\\t");
                break;
            case < ' ':
            case >= '\uD800' and <= '\uDFFF':
                text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                break;
            default:
                text.Append(c);
                break;
        }
    }
}
