using System.Diagnostics.CodeAnalysis;

namespace Moltbot.Core.Failures;

/// <summary>Something that went wrong while a provider was used, as far as its reason can be told from it (docs/gateway/errors.md §2).</summary>
public sealed record ProviderFailure
{
    private readonly string message = "";

    /// <summary>What it says; may be empty. Not redacted. Exceptions of others may say <see langword="null"/>, which is nothing.</summary>
    [AllowNull]
    public string Message
    {
        get => message;
        init => message = value ?? "";
    }

    /// <summary>The name of its type, of which <c>TimeoutError</c> and <c>AbortError</c> matter.</summary>
    public string Name { get; init; } = "";

    /// <summary>The HTTP status, or <see langword="null"/>.</summary>
    public double? Status { get; init; }

    /// <summary>The code of the operating system or of a library, as <c>ETIMEDOUT</c>; or <see langword="null"/>.</summary>
    public string? Code { get; init; }

    /// <summary>What brought it about, or <see langword="null"/>.</summary>
    public ProviderFailure? Cause { get; init; }

    /// <summary>Why it was aborted, or <see langword="null"/>.</summary>
    public ProviderFailure? AbortReason { get; init; }

    /// <summary>What stands for it where it says nothing.</summary>
    public string Fallback { get; init; } = "";

    /// <summary>What it says, or what stands for it.</summary>
    public string Description => Message.Length > 0 ? Message : Fallback;

    /// <summary>The reason; <see langword="null"/> when another credential would not help.</summary>
    public FailureReason? Reason =>
        OfStatus() ?? (IsTimeoutCode || IsTimeout ? FailureReason.Timeout : Message.Length > 0 ? FailureText.Classify(Message) : null);

    /// <summary>Whether no answer came in time: said by itself, or by what aborted it.</summary>
    public bool IsTimeout => HasTimeoutHint
        || (Name == "AbortError" && (IsAbortedRequest || Cause is { HasTimeoutHint: true } || AbortReason is { HasTimeoutHint: true }));

    private bool HasTimeoutHint => Name == "TimeoutError" || FailureText.IsTimeout(Message);

    private bool IsAbortedRequest =>
        Message.Contains("request was aborted", StringComparison.OrdinalIgnoreCase) || Message.Contains("request aborted", StringComparison.OrdinalIgnoreCase);

    private bool IsTimeoutCode => Code?.ToUpperInvariant() is "ETIMEDOUT" or "ESOCKETTIMEDOUT" or "ECONNRESET" or "ECONNABORTED";

    private FailureReason? OfStatus() => Status switch
    {
        402 => FailureReason.Billing,
        429 => FailureReason.RateLimit,
        401 or 403 => FailureReason.Auth,
        408 => FailureReason.Timeout,
        _ => null,
    };
}
