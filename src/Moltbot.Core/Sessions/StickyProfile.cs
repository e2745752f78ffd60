namespace Moltbot.Core.Sessions;

/// <summary>The profile that a session sticks to.</summary>
/// <param name="ProfileId">The profile; <see langword="null"/> when its provider has none to try.</param>
/// <param name="Edit">What the gateway writes into the session's entry.</param>
internal sealed record StickyProfile(string? ProfileId, SessionEdit Edit);
