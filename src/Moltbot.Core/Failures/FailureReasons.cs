namespace Moltbot.Core.Failures;

/// <summary>The names of <see cref="FailureReason"/> in the files.</summary>
public static class FailureReasons
{
    /// <summary>All names, in the order in which help lists them.</summary>
    public static IReadOnlyList<string> Names { get; } = ["rate_limit", "auth", "billing", "timeout", "format", "unknown"];

    /// <summary>The reason with this name, or <see langword="null"/>.</summary>
    public static FailureReason? Parse(string? name) => name switch
    {
        "auth" => FailureReason.Auth,
        "format" => FailureReason.Format,
        "rate_limit" => FailureReason.RateLimit,
        "billing" => FailureReason.Billing,
        "timeout" => FailureReason.Timeout,
        "unknown" => FailureReason.Unknown,
        _ => null,
    };

    /// <summary>The name of a reason in the files.</summary>
    public static string ToStoredName(this FailureReason reason) => reason switch
    {
        FailureReason.Auth => "auth",
        FailureReason.Format => "format",
        FailureReason.RateLimit => "rate_limit",
        FailureReason.Billing => "billing",
        FailureReason.Timeout => "timeout",
        _ => "unknown",
    };
}
