namespace Moltbot.Core.Providers;

/// <summary>Where the requests to a provider go (docs/gateway/onboard.md §2.1).</summary>
/// <param name="BaseUrl">The address.</param>
/// <param name="Api">The name of the protocol.</param>
/// <param name="Placeholder">A text that older configurations have in place of the key, or <see langword="null"/>.</param>
public sealed record ApiEndpoint(string BaseUrl, string Api, string? Placeholder = null);
