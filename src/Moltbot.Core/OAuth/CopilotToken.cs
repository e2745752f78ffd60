using Moltbot.Core.Secrets;

namespace Moltbot.Core.OAuth;

/// <summary>A token for Copilot's own interface, which a GitHub token is exchanged for (docs/gateway/oauth.md §5).</summary>
/// <param name="Token">The token.</param>
/// <param name="ExpiresAt">When it ends, in milliseconds since the Unix epoch.</param>
/// <param name="Source">Where it comes from: <c>fetched:</c> and an address, or <c>cache:</c> and a file.</param>
internal sealed record CopilotToken(Secret Token, double ExpiresAt, string Source)
{
    private const string Endpoint = "proxy-ep=";
    private const string Usual = "https://api.individual.githubcopilot.com";

    /// <summary>Where requests with the token go.</summary>
    public string BaseUrl => BaseUrlIn(Token.Reveal()) ?? Usual;

    /// <summary>The address that a token names in one of its fields; <see langword="null"/> when it names none.</summary>
    public static string? BaseUrlIn(string token)
    {
        foreach (string field in token.Split(';'))
        {
            string trimmed = field.Trim();
            if (!trimmed.StartsWith(Endpoint, StringComparison.OrdinalIgnoreCase) || trimmed.Length == Endpoint.Length)
                continue;

            string host = WithoutScheme(trimmed[Endpoint.Length..]);
            return $"https://{(host.StartsWith("proxy.", StringComparison.OrdinalIgnoreCase) ? $"api.{host["proxy.".Length..]}" : host)}";
        }

        return null;
    }

    private static string WithoutScheme(string address)
    {
        int scheme = address.IndexOf("://", StringComparison.Ordinal);
        return scheme < 0 ? address : address[(scheme + "://".Length)..];
    }
}
