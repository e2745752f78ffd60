namespace Moltbot.Core.Failures;

/// <summary>Why a provider refused a request, as far as it matters for which credential is tried next (docs/gateway/errors.md §1).</summary>
public enum FailureReason
{
    /// <summary>The credential was not accepted: <c>auth</c>.</summary>
    Auth,

    /// <summary>The provider did not understand the request: <c>format</c>.</summary>
    Format,

    /// <summary>Too many requests, a quota that is used up, or an overloaded service: <c>rate_limit</c>.</summary>
    RateLimit,

    /// <summary>The account has to pay first: <c>billing</c>.</summary>
    Billing,

    /// <summary>No answer came in time: <c>timeout</c>.</summary>
    Timeout,

    /// <summary>Nobody knows: <c>unknown</c>.</summary>
    Unknown,
}
