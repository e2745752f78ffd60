using System.Globalization;
using System.Text.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Json;

/// <summary>Finds a value in JSON by a pointer of RFC 6901: <c>/providers/openai/apiKey</c>, with <c>~0</c> for ~ and <c>~1</c> for /.</summary>
internal static class JsonPointer
{
    /// <summary>The steps of a pointer to something inside a document.</summary>
    public static bool TryParse(string text, out string[] steps)
    {
        steps = [];
        if (!text.StartsWith('/') || !IsEscapedRightly(text))
            return false;

        steps = [.. text[1..].Split('/').Select(step => step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal))];
        return true;
    }

    /// <summary>The value that a pointer leads to; undefined when there is none.</summary>
    public static JsonElement Find(JsonElement root, string pointer)
    {
        if (!TryParse(pointer, out string[] steps))
            return default;

        JsonElement value = root;
        foreach (string step in steps)
            value = value.ValueKind == JsonValueKind.Array ? ItemOf(value, step) : value.Member(step);

        return value;
    }

    private static bool IsEscapedRightly(string text)
    {
        for (int i = text.IndexOf('~', StringComparison.Ordinal); i >= 0; i = text.IndexOf('~', i + 1))
        {
            if (i + 1 == text.Length || text[i + 1] is not ('0' or '1'))
                return false;
        }

        return true;
    }

    /// <summary>An index has no leading zero.</summary>
    private static JsonElement ItemOf(JsonElement items, string step) =>
        EcmaScriptText.IsArrayIndex(step) && int.TryParse(step, NumberStyles.None, PlainNumbers.Format, out int index) && index < items.GetArrayLength()
            ? items[index]
            : default;
}
