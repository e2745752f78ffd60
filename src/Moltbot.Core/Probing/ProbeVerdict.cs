namespace Moltbot.Core.Probing;

/// <summary>What an answer, or the want of one, means for a credential.</summary>
/// <param name="State">The state.</param>
/// <param name="ReasonCode">A narrower word for programs, or <see langword="null"/>.</param>
/// <param name="Message">The provider's words, or ours where it said nothing; not redacted. <see langword="null"/> for <see cref="ProbeState.Ok"/>.</param>
internal sealed record ProbeVerdict(ProbeState State, string? ReasonCode = null, string? Message = null)
{
    /// <summary>How long the provider wants to be left alone, or <see langword="null"/>.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The provider's name for the request, or <see langword="null"/>.</summary>
    public string? RequestId { get; init; }

    /// <summary>What the provider tells besides, as a balance; or <see langword="null"/>.</summary>
    public string? Detail { get; init; }

    /// <summary>Whether it is a sign-in that could be renewed and was not, because nobody wanted that.</summary>
    public bool IsRenewable { get; init; }
}
