using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>A profile that is not used for a while.</summary>
public sealed record UnusableProfile
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The id of the agent that does not use it.</summary>
    public required string Agent { get; init; }

    /// <summary>The profile's id, which need not exist any more.</summary>
    public required string ProfileId { get; init; }

    /// <summary>The provider as the store spells it; <see langword="null"/> when there is no such profile.</summary>
    public required string? Provider { get; init; }

    /// <summary>Whether it is disabled, as for a billing problem, or in cooldown after a failure.</summary>
    public required CandidateState State { get; init; }

    /// <summary>Why it is disabled, as the store says, or <see langword="null"/>.</summary>
    public required string? DisabledReason { get; init; }

    /// <summary>When it can be used again.</summary>
    public DateTimeOffset Until => UnixTime.ToDateTime(UntilMilliseconds) ?? DateTimeOffset.MaxValue;

    /// <summary>How long that is from now.</summary>
    public TimeSpan Remaining => DurationText.ToTimeSpan(RemainingMilliseconds);

    /// <summary>When it can be used again, in milliseconds since the Unix epoch.</summary>
    internal double UntilMilliseconds { get; init; }

    /// <summary>How many milliseconds that is from now.</summary>
    internal double RemainingMilliseconds { get; init; }

    /// <summary>The state with its reason and how long it lasts: <c>disabled:billing 5h</c>.</summary>
    public override string ToString() =>
        $"{State.ToName()}{(State == CandidateState.Disabled && !string.IsNullOrEmpty(DisabledReason) ? ":" + DisabledReason : "")} {DurationText.Remaining(RemainingMilliseconds)}";
}
