namespace Moltbot.Core.Providers;

/// <summary>Where the requests to a provider go (spec/onboard.md §2.1).</summary>
/// <param name="BaseUrl">The address.</param>
/// <param name="Api">The name of the protocol.</param>
/// <param name="ModelName">The name of the default model for people.</param>
public sealed record ApiEndpoint(string BaseUrl, string Api, string ModelName);
