namespace Moltbot.Core.Health;

/// <summary>The cooldown and the failures of a profile, which can be cleared.</summary>
/// <param name="ProfileId">The profile's id.</param>
/// <param name="Unusable">Why and until when it is not used; <see langword="null"/> when only its failures are remembered.</param>
/// <param name="IsStored">Whether there is such a profile. What is remembered about a profile stays when it is removed by hand.</param>
public sealed record ClearableCooldown(string ProfileId, UnusableProfile? Unusable, bool IsStored)
{
    /// <summary>What clearing does, for people to read.</summary>
    public override string ToString() =>
        $"{(Unusable is null ? "Forget failures" : $"Clear {Unusable}")}{(IsStored ? "" : " (there is no such profile any more)")}";
}
