namespace Moltbot.Core.Configuration;

/// <summary>What the configuration says about a profile. It never holds a secret.</summary>
/// <param name="Id">The profile id.</param>
/// <param name="Provider">The provider as it is written.</param>
/// <param name="Mode"><c>api_key</c>, <c>oauth</c> or <c>token</c>; <see langword="null"/> when it is not given.</param>
/// <param name="Email">The account's address, or <see langword="null"/>.</param>
public sealed record ConfiguredProfile(string Id, string Provider, string? Mode, string? Email);
