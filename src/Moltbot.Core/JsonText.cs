using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Moltbot.Core;

/// <summary>JSON files as the gateway reads and writes them.</summary>
internal static class JsonText
{
    private const int MaxDepth = 1000;

    private static readonly JsonDocumentOptions Strict = new() { MaxDepth = MaxDepth };

    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        MaxDepth = MaxDepth,
    };

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    /// <summary>
    /// Reads a text. A byte order mark is an error: the gateway takes a file that starts with one for broken. The bytes
    /// must not be changed afterwards.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SyntaxError"/>, with line and column.</exception>
    public static JsonElement Parse(byte[] utf8)
    {
        if (utf8.AsSpan().StartsWith(Encoding.UTF8.Preamble))
            throw new MoltbotException(ErrorCode.SyntaxError, "it starts with a byte order mark, which the gateway cannot read; save it as UTF-8 without one") { Line = 1, Column = 1 };

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
    public static byte[] Write(JsonNode node)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Indented))
            node.WriteTo(writer);

        // The writer takes the newline of the platform; the gateway's is the same everywhere.
        byte[] text = buffer.WrittenSpan.ToArray();
        return OperatingSystem.IsWindows() ? [.. text.Where(b => b != '\r'), (byte)'\n'] : [.. text, (byte)'\n'];
    }

    /// <summary>The text on one line, without any blank.</summary>
    public static string WriteCompact(JsonNode node)
    {
        ArrayBufferWriter<byte> buffer = new();
        using (Utf8JsonWriter writer = new(buffer, Compact))
            node.WriteTo(writer);

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>A value as parsed JSON.</summary>
    public static JsonElement ToElement(JsonNode node) => Parse(Write(node));

    /// <summary>Parsed JSON as a value that can be changed. Of two members with one name the later value counts, at the earlier's place.</summary>
    public static JsonNode? ToNode(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => ToObject(element),
        JsonValueKind.Array => ToArray(element),
        JsonValueKind.Null => null,
        JsonValueKind.True => JsonValue.Create(true),
        JsonValueKind.False => JsonValue.Create(false),
        _ => JsonValue.Create(element),
    };

    private static JsonObject ToObject(JsonElement element)
    {
        JsonObject members = [];
        foreach (JsonProperty member in element.EnumerateObject())
            members[member.Name] = ToNode(member.Value);

        return members;
    }

    private static JsonArray ToArray(JsonElement element)
    {
        JsonArray items = [];
        foreach (JsonElement item in element.EnumerateArray())
            items.Add(ToNode(item));

        return items;
    }

    private static MoltbotException SyntaxError(ReadOnlySpan<byte> text, JsonException error)
    {
        int line = (int)(error.LineNumber ?? 0);
        int column = (int)(error.BytePositionInLine ?? 0);
        return new MoltbotException(ErrorCode.SyntaxError, "it is not valid JSON")
        {
            Line = line + 1,
            Column = Encoding.UTF8.GetCharCount(LineAt(text, line)[..Math.Min(column, LineAt(text, line).Length)]) + 1,
        };
    }

    private static ReadOnlySpan<byte> LineAt(ReadOnlySpan<byte> text, int line)
    {
        for (int i = 0; i < line; i++)
            text = text[(text.IndexOf((byte)'\n') + 1)..];

        int end = text.IndexOf((byte)'\n');
        return end < 0 ? text : text[..end];
    }
}
