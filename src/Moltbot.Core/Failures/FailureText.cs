namespace Moltbot.Core.Failures;

/// <summary>Reads the reason of a failure from what a provider or a library says about it (docs/gateway/errors.md §1).</summary>
public static class FailureText
{
    private static readonly string[] RateLimit =
    [
        "rate_limit", "rate limit", "too many requests", "429", "exceeded your current quota", "resource has been exhausted", "quota exceeded", "resource_exhausted", "usage limit",
    ];

    private static readonly string[] Format =
        ["string should match pattern", "tool_use.id", "tool_use_id", "messages.1.content.1.tool_use.id", "invalid request format"];

    private static readonly string[] Billing = ["payment required", "insufficient credits", "credit balance", "plans & billing"];

    private static readonly string[] BillingContext = ["upgrade", "credits", "payment", "plan"];

    private static readonly string[] Timeout = ["timeout", "timed out", "deadline exceeded"];

    private static readonly string[] Auth =
    [
        "incorrect api key", "invalid token", "authentication", "re-authenticate", "oauth token refresh failed", "unauthorized", "forbidden", "access denied", "expired",
        "no credentials found", "no api key found",
    ];

    /// <summary>What a message says; <see langword="null"/> when it says nothing about the credential, so that another one would not help.</summary>
    public static FailureReason? Classify(string message) =>
        IsImageLimit(message) ? null :
        IsRateLimit(message) || IsOverloaded(message) ? FailureReason.RateLimit :
        IsFormat(message) ? FailureReason.Format :
        IsBilling(message) ? FailureReason.Billing :
        IsTimeout(message) ? FailureReason.Timeout :
        IsAuth(message) ? FailureReason.Auth :
        null;

    /// <summary>Whether it speaks of too many requests or a quota.</summary>
    public static bool IsRateLimit(string message) => ContainsAny(message, RateLimit);

    /// <summary>Whether it says that the service is overloaded.</summary>
    public static bool IsOverloaded(string message) => Contains(message, "overloaded");

    /// <summary>Whether it says that the request was not understood.</summary>
    public static bool IsFormat(string message) => !Contains(message, "image dimensions exceed max allowed size") && ContainsAny(message, Format);

    /// <summary>Whether it asks for payment.</summary>
    public static bool IsBilling(string message) =>
        ContainsAny(message, Billing) || ContainsWord(message, "402") || (Contains(message, "billing") && ContainsAny(message, BillingContext));

    /// <summary>Whether it speaks of a time-out.</summary>
    public static bool IsTimeout(string message) => ContainsAny(message, Timeout);

    /// <summary>Whether it says that the credential was not accepted.</summary>
    public static bool IsAuth(string message) =>
        ContainsAny(message, Auth) || ContainsWord(message, "401") || ContainsWord(message, "403") || ContainsInvalidApiKey(message);

    /// <summary>Whether it says that the credential may only be used by Claude Code (docs/gateway/errors.md §7).</summary>
    public static bool IsClaudeCodeOnly(string message) => Contains(message, "only authorized for use with claude code");

    /// <summary>A picture that is too large stays so, whoever sends it.</summary>
    private static bool IsImageLimit(string message) =>
        Contains(message, "image dimensions exceed max allowed size") || (Contains(message, "image exceeds") && Contains(message, "mb"));

    /// <summary>"invalid api key" with a blank, an underscore or nothing between the words.</summary>
    private static bool ContainsInvalidApiKey(string message)
    {
        foreach (string first in (string[])["", " ", "_"])
        {
            foreach (string second in (string[])["", " ", "_"])
            {
                if (Contains(message, $"invalid{first}api{second}key"))
                    return true;
            }
        }

        return false;
    }

    private static bool ContainsWord(string message, string word)
    {
        for (int at = message.IndexOf(word, StringComparison.Ordinal); at >= 0; at = message.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            int end = at + word.Length;
            if ((at == 0 || !IsWordCharacter(message[at - 1])) && (end == message.Length || !IsWordCharacter(message[end])))
                return true;
        }

        return false;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool ContainsAny(string message, string[] parts) => Array.Exists(parts, part => Contains(message, part));

    private static bool Contains(string message, string part) => message.Contains(part, StringComparison.OrdinalIgnoreCase);
}
