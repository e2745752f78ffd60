using Moltbot.Core.Failures;
using Moltbot.Core.Text;

namespace Moltbot.Core.Probing;

/// <summary>What came of probing one credential, without whose it is. Everything that others wrote is redacted.</summary>
/// <param name="Verdict">What it means.</param>
/// <param name="Level">What was asked.</param>
internal sealed record ProbeOutcome(ProbeVerdict Verdict, ProbeLevel Level)
{
    /// <summary>The model that was asked, or <see langword="null"/>.</summary>
    public string? Model { get; init; }

    /// <summary>The HTTP status; <see langword="null"/> where there was no answer.</summary>
    public int? HttpStatus { get; init; }

    /// <summary>How long it took from the start of the request to the end of the answer; <see langword="null"/> where nothing was sent.</summary>
    public TimeSpan? Latency { get; init; }

    /// <summary>How much later it was by the provider's clock than by ours when it answered; <see langword="null"/> where it did not say.</summary>
    public TimeSpan? ClockDifference { get; init; }

    /// <summary>Whether only Claude Code may use the credential for more than this.</summary>
    public bool IsSubscription { get; init; }

    /// <summary>That there was no whole answer in time.</summary>
    public static ProbeOutcome TimedOut(ProbeOptions options, TimeSpan elapsed) =>
        new(new ProbeVerdict(ProbeState.Timeout, ReasonCode: null, $"no whole answer within {DurationText.Latency(options.Timeout)}"), options.Level) { Latency = elapsed };

    /// <summary>What it means for the rotation; <see langword="null"/> for success and for what says nothing of the credential.</summary>
    public FailureReason? Reason => (Verdict.State, HttpStatus) switch
    {
        (ProbeState.Timeout, _) => FailureReason.Timeout,
        (_, null) => null,
        (ProbeState.Auth, _) => FailureReason.Auth,
        (ProbeState.Billing, _) => FailureReason.Billing,
        (ProbeState.RateLimit, _) => FailureReason.RateLimit,
        (ProbeState.Format, _) when Verdict.ReasonCode is null => FailureReason.Format,
        _ => null,
    };
}
