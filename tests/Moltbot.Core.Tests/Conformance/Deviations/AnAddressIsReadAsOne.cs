using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// An address that a provider names is read as one: a scheme in capitals is a scheme, a word that begins with "http" is none,
/// and a slash at the end does not hide the version before it. The reference makes addresses of it that lead nowhere.
/// </summary>
internal sealed class AnAddressIsReadAsOne : Deviation
{
    private const string Scheme = "https://";

    public override IReadOnlyList<string> Kinds => ["copilot-token", "oauth-device"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonNode? holder = recorded.Kind == "copilot-token" ? recorded.Expected : recorded.Expected["configPatch"]?["models"]?["providers"]?["qwen-portal"];
        if (holder?["baseUrl"]?.GetValue<string>() is not { } recordedAddress)
            return false;

        string address = recordedAddress;
        if (address.StartsWith($"{Scheme}{Scheme}", StringComparison.OrdinalIgnoreCase))
            address = Scheme + address[(2 * Scheme.Length)..];
        if (!address.Contains("://", StringComparison.Ordinal))
            address = Scheme + address;
        if (recorded.Kind == "copilot-token" && address.StartsWith($"{Scheme}proxy.", StringComparison.Ordinal))
            address = $"{Scheme}api.{address[$"{Scheme}proxy.".Length..]}";

        address = address.Replace("/v1/v1", "/v1", StringComparison.Ordinal);
        holder["baseUrl"] = address;
        return address != recordedAddress;
    }
}
