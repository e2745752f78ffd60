namespace Moltbot.Core.Probing;

/// <summary>What a provider says to a credential (docs/gateway/probes.md §3). Only an answer that proves it is <see cref="Ok"/>.</summary>
public enum ProbeState
{
    /// <summary>It is accepted: <c>ok</c>.</summary>
    Ok,

    /// <summary>It is not accepted: <c>auth</c>.</summary>
    Auth,

    /// <summary>The account has to pay first: <c>billing</c>.</summary>
    Billing,

    /// <summary>Too many requests, a quota that is used up, or an overloaded service: <c>rate_limit</c>.</summary>
    RateLimit,

    /// <summary>No whole answer came in time: <c>timeout</c>.</summary>
    Timeout,

    /// <summary>The request was not understood, as for a model that there is not: <c>format</c>.</summary>
    Format,

    /// <summary>The provider was not reached: <c>network</c>.</summary>
    Network,

    /// <summary>The answer proves nothing: <c>unknown</c>.</summary>
    Unknown,

    /// <summary>Nothing was asked: <c>skipped</c>.</summary>
    Skipped,
}
