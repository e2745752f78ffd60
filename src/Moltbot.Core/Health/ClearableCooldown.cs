namespace Moltbot.Core.Health;

/// <summary>The cooldown and the failures of a profile, which can be cleared.</summary>
/// <param name="ProfileId">The profile's id.</param>
/// <param name="Cleared">What ends, each as <c>cooldown 40m</c>; none when only its failures are remembered.</param>
/// <param name="Kept">What stays, likewise, or <see langword="null"/>.</param>
/// <param name="IsStored">Whether there is such a profile. What is remembered about a profile stays when it is removed by hand.</param>
public sealed record ClearableCooldown(string ProfileId, IReadOnlyList<UnusableProfile> Cleared, UnusableProfile? Kept, bool IsStored)
{
    /// <summary>What clearing does, for people to read.</summary>
    public override string ToString() =>
        $"{(Cleared.Count == 0 ? "Forget failures" : $"Clear {string.Join(" and ", Cleared)}")}{(Kept is null ? "" : $", and leave it {Kept}")}{(IsStored ? "" : " (there is no such profile any more)")}";
}
