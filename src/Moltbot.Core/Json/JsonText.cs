using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Json;

/// <summary>JSON files as the gateway reads and writes them.</summary>
public static class JsonText
{
    private const int MaxDepth = 1000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    /// <summary>
    /// Reads a text. A byte order mark is an error: the gateway takes a file that starts with one for broken. The bytes
    /// must not be changed afterwards.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SyntaxError"/>, with line and column.</exception>
    public static JsonElement Parse(byte[] utf8)
    {
        if (((ReadOnlySpan<byte>)utf8).StartsWith(Encoding.UTF8.Preamble))
            throw ErrorAt(utf8, 0, "it starts with a byte order mark, which the gateway cannot read; save it as UTF-8 without one");
        if (!Utf8.IsValid(utf8))
            throw ErrorAt(utf8, StartOfInvalid(utf8), "it is not UTF-8 text; save it as UTF-8");

        try
        {
            return JsonDocument.Parse(utf8, Strict).RootElement;
        }
        catch (JsonException e)
        {
            throw SyntaxError(utf8, e);
        }
    }

    /// <summary>The text the gateway would write: indented by two blanks, with a newline at the end.</summary>
    public static byte[] Write(JsonNode node) => Encoding.UTF8.GetBytes(WriteIndented(node));

    /// <inheritdoc cref="Write"/>
    public static string WriteIndented(JsonNode node) => JsonWriting.Indented(node);

    /// <summary>The same, written as it is made.</summary>
    /// <param name="text">Where it goes.</param>
    /// <param name="node">The value.</param>
    /// <param name="hidesSecrets">Whether three stars stand in the place of what looks like a secret in texts and names.</param>
    public static void WriteIndented(TextWriter text, JsonNode node, bool hidesSecrets) => JsonWriting.Indented(text, node, hidesSecrets);

    /// <summary>The text on one line, without any blank.</summary>
    internal static string WriteCompact(JsonNode node) => JsonWriting.Compact(node);

    /// <summary>A value as parsed JSON.</summary>
    internal static JsonElement ToElement(JsonNode node) => Parse(Write(node));

    /// <summary>Parsed JSON as a value that can be changed. Of two members with one name the later value counts, at the earlier's place.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SyntaxError"/>: half a surrogate pair stands in a name, which would be lost.</exception>
    internal static JsonNode? ToNode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ToObject(element),
        JsonValueKind.Array => ToArray(element),
        JsonValueKind.Null => null,
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        _ => JsonValue.Create(element),
    };

    /// <summary>
    /// The same, but without how it was written: texts and numbers are what they stand for, and are written as the gateway
    /// does. Only a text with half a surrogate pair in it stays as it stood there, because no text of ours can hold one.
    /// </summary>
    internal static JsonNode? ToValue(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new JsonObject(element.Entries().Select(entry => KeyValuePair.Create(entry.Name, ToValue(entry.Value)))),
        JsonValueKind.Array => new JsonArray([.. element.EnumerateArray().Select(ToValue)]),
        JsonValueKind.String when element.AsText() is { } text => JsonValue.Create(text),
        JsonValueKind.Number => JsonValue.Create(element.GetDouble()),
        _ => ToNode(element),
    };

    private static JsonObject ToObject(JsonElement element)
    {
        JsonObject members = [];
        foreach (JsonProperty member in element.EnumerateObject())
            members[NameOf(member)] = ToNode(member.Value);

        return members;
    }

    private static string NameOf(JsonProperty member)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException half)
        {
            throw new MoltbotException(ErrorCode.SyntaxError, "The name of a member has half a surrogate pair in it (\\ud800 to \\udfff), so what it belongs to cannot be written again. Correct the name in the file.", half);
        }
    }

    private static JsonArray ToArray(JsonElement element)
    {
        JsonArray items = [];
        foreach (JsonElement item in element.EnumerateArray())
            items.Add(ToNode(item));

        return items;
    }

    private static int StartOfInvalid(ReadOnlySpan<byte> utf8)
    {
        int index = 0;
        while (Rune.DecodeFromUtf8(utf8[index..], out _, out int length) == OperationStatus.Done)
            index += length;

        return index;
    }

    private static MoltbotException SyntaxError(ReadOnlySpan<byte> text, JsonException error)
    {
        int start = 0;
        for (long line = error.LineNumber ?? 0; line > 0; line--)
            start += text[start..].IndexOf((byte)'\n') + 1;

        int index = (int)Math.Min(start + (error.BytePositionInLine ?? 0), text.Length);
        int length = text.TrimEnd(" \t\r\n"u8).Length;
        return ErrorAt(text, index, error.Message.Contains("maximum configured depth", StringComparison.Ordinal) ? $"it is nested more than {MaxDepth} levels deep" :
            length > 0 && index >= length ? "it is not valid JSON, and ends too early: something was cut off" :
            "it is not valid JSON");
    }

    /// <summary>An error at the byte with this index.</summary>
    private static MoltbotException ErrorAt(ReadOnlySpan<byte> text, int index, string message)
    {
        ReadOnlySpan<byte> before = text[..index];
        return new MoltbotException(ErrorCode.SyntaxError, message)
        {
            Line = before.Count((byte)'\n') + 1,
            Column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1,
        };
    }
}
