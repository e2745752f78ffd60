using System.Text;
using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;

namespace Moltbot.Core.OAuth;

/// <summary>JSON of others, which may be missing or broken: then there is none.</summary>
internal static class OptionalJson
{
    /// <summary>The JSON in a file; undefined when there is none that can be read.</summary>
    public static JsonElement Read(string path)
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Record) is { } content ? Parse(content) : default;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return default;
        }
    }

    /// <summary>The JSON in a text; undefined when it is none.</summary>
    public static JsonElement Parse(string text) => Parse(Encoding.UTF8.GetBytes(text));

    /// <summary>The same for a text in UTF-8.</summary>
    public static JsonElement Parse(byte[] utf8)
    {
        try
        {
            return utf8.Length == 0 ? default : JsonText.Parse(utf8);
        }
        catch (MoltbotException)
        {
            return default;
        }
    }
}
