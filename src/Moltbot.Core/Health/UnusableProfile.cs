using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>A profile that is not used for a while.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The id of the agent that does not use it.</param>
/// <param name="ProfileId">The profile's id, which need not exist any more.</param>
/// <param name="Provider">The provider as the store spells it; <see langword="null"/> when there is no such profile.</param>
/// <param name="IsDisabled">Whether it is disabled, as for a billing problem; else it is in cooldown after a failure.</param>
/// <param name="Reason">Why it is disabled, as the store says, or <see langword="null"/>.</param>
/// <param name="Until">When it can be used again, in milliseconds since the Unix epoch.</param>
/// <param name="RemainingMilliseconds">How long that is from now.</param>
public sealed record UnusableProfile(
    string StateDirectory,
    string Agent,
    string ProfileId,
    string? Provider,
    bool IsDisabled,
    string? Reason,
    double Until,
    double RemainingMilliseconds)
{
    /// <summary><c>disabled</c> or <c>cooldown</c>.</summary>
    public string Kind => IsDisabled ? "disabled" : "cooldown";

    /// <summary>When it can be used again.</summary>
    public DateTimeOffset UntilTime => UnixTime.ToDateTime(Until) ?? DateTimeOffset.MaxValue;

    /// <summary>The kind with its reason and how long it lasts: <c>disabled:billing 5h</c>.</summary>
    public override string ToString() =>
        $"{Kind}{(IsDisabled && !string.IsNullOrEmpty(Reason) ? ":" + Reason : "")} {DurationText.Remaining(RemainingMilliseconds)}";
}
