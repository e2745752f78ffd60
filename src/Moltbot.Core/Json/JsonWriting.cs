using System.Globalization;
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

    private readonly TextWriter text;
    private readonly bool isIndented;
    private readonly bool hidesSecrets;

    private JsonWriting(TextWriter text, bool isIndented, bool hidesSecrets)
    {
        this.text = text;
        this.isIndented = isIndented;
        this.hidesSecrets = hidesSecrets;
    }

    /// <summary>A value on several lines, indented by two blanks, with a newline at the end.</summary>
    public static string Indented(JsonNode? node)
    {
        using StringWriter writer = new(PlainNumbers.Format);
        Indented(writer, node, hidesSecrets: false);
        return writer.ToString();
    }

    /// <summary>The same, written as it is made.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="node">The value.</param>
    /// <param name="hidesSecrets">Whether three stars stand in the place of what looks like a secret in texts and names.</param>
    public static void Indented(TextWriter text, JsonNode? node, bool hidesSecrets)
    {
        new JsonWriting(text, isIndented: true, hidesSecrets).Append(node, depth: 0);
        text.Write('\n');
    }

    /// <summary>A value on one line, without any blank.</summary>
    public static string Compact(JsonNode? node)
    {
        using StringWriter writer = new(PlainNumbers.Format);
        new JsonWriting(writer, isIndented: false, hidesSecrets: false).Append(node, depth: 0);
        return writer.ToString();
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
            case not null when JsonList.ItemsOf(node) is { } items:
                AppendItems(items, depth);
                break;
            default:
                AppendScalar(node?.AsValue());
                break;
        }
    }

    private void AppendMembers(JsonObject members, int depth)
    {
        text.Write('{');
        bool isFirst = true;
        foreach ((string name, JsonNode? value) in members)
        {
            StartEntry(isFirst, depth + 1);
            AppendText(name);
            text.Write(isIndented ? ": " : ":");
            Append(value, depth + 1);
            isFirst = false;
        }

        End('}', isEmpty: isFirst, depth);
    }

    private void AppendItems(IEnumerable<JsonNode?> items, int depth)
    {
        text.Write('[');
        bool isFirst = true;
        foreach (JsonNode? item in items)
        {
            StartEntry(isFirst, depth + 1);
            Append(item, depth + 1);
            isFirst = false;
        }

        End(']', isEmpty: isFirst, depth);
    }

    private void StartEntry(bool isFirst, int depth)
    {
        if (!isFirst)
            text.Write(',');
        if (isIndented)
            StartLine(depth);
    }

    private void End(char bracket, bool isEmpty, int depth)
    {
        if (isIndented && !isEmpty)
            StartLine(depth);

        text.Write(bracket);
    }

    private void StartLine(int depth)
    {
        text.Write('\n');
        for (; depth > 0; depth--)
            text.Write(Indentation);
    }

    private void AppendScalar(JsonValue? value)
    {
        switch (value?.GetValueKind() ?? JsonValueKind.Null)
        {
            case JsonValueKind.Null:
                text.Write("null");
                break;
            case JsonValueKind.True:
                text.Write("true");
                break;
            case JsonValueKind.False:
                text.Write("false");
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
        if (value.TryGetValue(out JsonElement read) && !(hidesSecrets && value.AsText() is { } shown && Redaction.HideSecrets(shown) != shown))
            text.Write(read.GetRawText());
        else
            AppendText(value.AsText() ?? value.ToString());
    }

    private void AppendNumber(JsonValue value)
    {
        if (value.TryGetValue(out JsonElement read))
            text.Write(read.GetRawText());
        else
            text.Write(value.AsNumber() is { } number && double.IsFinite(number) ? EcmaScriptNumber.ToText(number) : "null");
    }

    private void AppendText(string characters)
    {
        if (hidesSecrets)
            characters = Redaction.HideSecrets(characters);

        text.Write('"');
        for (int index = 0; index < characters.Length; index++)
        {
            char c = characters[index];
            if (char.IsSurrogatePair(characters, index))
                {
                text.Write(c);
                text.Write(characters[++index]);
            }
            else
                AppendCharacter(c);
        }

        text.Write('"');
    }

    private void AppendCharacter(char c)
    {
        switch (c)
        {
            case '"' or '\\':
                text.Write('\\');
                text.Write(c);
                break;
            case '\b':
                text.Write("\\b");
                break;
            case '\f':
                text.Write("\\f");
                break;
            case '\n':
                text.Write("\\n");
                break;
            case '\r':
                text.Write("\\r");
                break;
            case '\t':
                text.Write("\\t");
                break;
            case < ' ':
            case >= '\uD800' and <= '\uDFFF':
                text.Write(string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
                break;
            default:
                text.Write(c);
                break;
        }
    }
}
