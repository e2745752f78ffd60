using System.Net;

namespace Moltbot.Core.OAuth;

/// <summary>The query of an address.</summary>
internal static class QueryText
{
    /// <summary>Its parameters. Of two with one name the first counts.</summary>
    /// <param name="query">The text, with or without the question mark.</param>
    public static IReadOnlyDictionary<string, string> Parse(string query)
    {
        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach (string pair in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] halves = pair.Split('=', 2);
            parameters.TryAdd(WebUtility.UrlDecode(halves[0]), halves.Length > 1 ? WebUtility.UrlDecode(halves[1]) : "");
        }

        return parameters;
    }

    /// <summary>Parameters as a query, in their order.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> parameters) =>
        string.Join('&', parameters.Select(parameter => $"{WebUtility.UrlEncode(parameter.Key)}={WebUtility.UrlEncode(parameter.Value)}"));
}
