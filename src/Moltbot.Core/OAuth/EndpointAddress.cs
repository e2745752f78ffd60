using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>Where an account's requests go, as a provider writes it (docs/gateway/oauth.md §8).</summary>
internal static class EndpointAddress
{
    private const string Version = "/v1";

    /// <summary>The address with its scheme and its version; <see langword="null"/> when nothing is said.</summary>
    public static string? Read(string? text)
    {
        string named = EcmaScriptText.Trim(text ?? "").TrimEnd('/');
        if (named.Length == 0)
            return null;

        string address = named;
        foreach (string scheme in (string[])["https://", "http://"])
        {
            if (named.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
                address = scheme + named[scheme.Length..];
        }

        if (!address.Contains("://", StringComparison.Ordinal))
            address = $"https://{address}";

        return address.EndsWith(Version, StringComparison.Ordinal) ? address : address + Version;
    }
}
