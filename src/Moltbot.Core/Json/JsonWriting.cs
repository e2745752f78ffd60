using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Text;

namespace Moltbot.Core.Json;

/// <summary>
/// Writes JSON as the gateway does. What was read from a file and not changed is written as it stood there, whatever
/// its numbers and escapes.
/// </summary>
internal sealed class JsonWriting
{
    private const string Indentation = "  ";

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
            StartLine(depth);
    }

    private void End(char bracket, bool isEmpty, int depth)
    {
        if (isIndented && !isEmpty)
            StartLine(depth);

        text.Append(bracket);
    }

    private void StartLine(int depth)
    {
        text.Append('\n');
        for (; depth > 0; depth--)
            text.Append(Indentation);
    }

    private void AppendScalar(JsonValue? value)
    {
        switch (value?.GetValueKind() ?? JsonValueKind.Null)
        {
            case JsonValueKind.Null:
                text.Append("null");
                break;
            case JsonValueKind.True:
                text.Append("true");
                break;
            case JsonValueKind.False:
                text.Append("false");
                break;
            case JsonValueKind.String:
                AppendText(value!);
                break;
            default:
                AppendNumber(value!);
                break;
        }
    }

    private void AppendText(JsonValue value)
    {
        if (value.TryGetValue(out JsonElement read))
            text.Append(read.GetRawText());
        else
            AppendText(value.AsText() ?? value.ToString());
    }

    private void AppendNumber(JsonValue value)
    {
        if (value.TryGetValue(out JsonElement read))
            text.Append(read.GetRawText());
        else
            text.Append(value.AsNumber() is { } number && double.IsFinite(number) ? EcmaScriptNumber.ToText(number) : "null");
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
