namespace Moltbot.Core.Health;

/// <summary>Everything there is to see of an agent's profiles.</summary>
/// <param name="Profiles">The profiles, in the order of the store.</param>
/// <param name="Warnings">What the gateway passes over: entries that are no profiles, and files that cannot be read.</param>
public sealed record ProfileListing(IReadOnlyList<ProfileStatus> Profiles, IReadOnlyList<string> Warnings);
