using System.Text;
using System.Text.Json;
using Moltbot.Core.OAuth;

namespace Moltbot.Core.Probing;

/// <summary>The JSON of an answer, be it one object, the events of a stream, or the beginning of a list that is longer than is read.</summary>
internal static class AnswerJson
{
    private const string Data = "data:";

    /// <summary>The JSON; undefined when it is none. Of the events of a stream the one that is an error counts, else the last.</summary>
    public static JsonElement Of(string body)
    {
        string text = body.TrimStart('\uFEFF');
        return IsStream(text) ? OfStream(text) : OptionalJson.Parse(text);
    }

    /// <summary>Whether an answer is a page for people, of which nothing is shown.</summary>
    public static bool IsPage(string body) => body.AsSpan().TrimStart("\uFEFF \t\r\n").StartsWith("<", StringComparison.Ordinal);

    /// <summary>Whether an answer of which only the beginning was read begins as a list in some member does.</summary>
    public static bool BeginsWithList(string body, string member)
    {
        Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(body), isFinalBlock: false, state: default);
        try
        {
            bool hasMember = false;
            while (reader.Read())
            {
                if (reader is { TokenType: JsonTokenType.PropertyName, CurrentDepth: 1 })
                    hasMember |= reader.ValueTextEquals(member) && reader.Read() && reader.TokenType == JsonTokenType.StartArray;
            }

            return hasMember;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static bool IsStream(string text) =>
        text.StartsWith(Data, StringComparison.Ordinal) || text.StartsWith("event:", StringComparison.Ordinal) || text.StartsWith(':');

    private static JsonElement OfStream(string text)
    {
        JsonElement[] events = [.. text.Split('\n')
            .Where(line => line.StartsWith(Data, StringComparison.Ordinal))
            .Select(line => OptionalJson.Parse(line[Data.Length..].Trim()))
            .Where(json => json.ValueKind == JsonValueKind.Object)];
        return events.FirstOrDefault(json => ProviderWords.Read(json, isRefusal: false).IsError) is { ValueKind: JsonValueKind.Object } error ? error : events.LastOrDefault();
    }
}
