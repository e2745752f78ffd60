namespace Moltbot.Core.Sessions;

/// <summary>The profile that a session sticks to.</summary>
/// <param name="ProfileId">The profile; <see langword="null"/> when its provider has none to try.</param>
/// <param name="TakesPinAway">Whether the gateway takes the pin away that the session has.</param>
/// <param name="PinnedAtCompactions">How often the history had been compacted, where the gateway pins the profile now; <see langword="null"/> where it does not.</param>
internal readonly record struct StickyProfile(string? ProfileId, bool TakesPinAway, double? PinnedAtCompactions = null)
{
    /// <summary>What the gateway writes into the session's entry.</summary>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    public SessionEdit EditAt(double now)
    {
        SessionEdit edit = TakesPinAway ? SessionEntry.Unpin(now) : SessionEdit.None;
        return PinnedAtCompactions is { } compactions ? edit.Then(SessionEntry.PinAutomatically(ProfileId!, compactions, now)) : edit;
    }
}
