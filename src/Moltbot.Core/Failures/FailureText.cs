using Moltbot.Core.Text;

namespace Moltbot.Core.Failures;

/// <summary>Reads the reason of a failure from what a provider or a library says about it, in whatever case (docs/gateway/errors.md §1).</summary>
internal static class FailureText
{
    private const string ImageDimensions = "image dimensions exceed max allowed size";

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
    public static FailureReason? Classify(string message)
    {
        string text = EcmaScriptText.ToLower(message);
        return
            IsImageLimit(text) ? null :
            IsRateLimit(text) || IsOverloaded(text) ? FailureReason.RateLimit :
            IsFormat(text) ? FailureReason.Format :
            IsBilling(text) ? FailureReason.Billing :
            IsTimeout(text) ? FailureReason.Timeout :
            IsAuth(text) ? FailureReason.Auth :
            null;
    }

    /// <summary>Whether it speaks of too many requests or a quota.</summary>
    public static bool IsRateLimit(string message) => ContainsAny(EcmaScriptText.ToLower(message), RateLimit);

    /// <summary>Whether it says that the service is overloaded.</summary>
    public static bool IsOverloaded(string message) => Contains(EcmaScriptText.ToLower(message), "overloaded");

    /// <summary>Whether it says that the request was not understood.</summary>
    public static bool IsFormat(string message)
    {
        string text = EcmaScriptText.ToLower(message);
        return !Contains(text, ImageDimensions) && ContainsAny(text, Format);
    }

    /// <summary>Whether it asks for payment.</summary>
    public static bool IsBilling(string message)
    {
        string text = EcmaScriptText.ToLower(message);
        return ContainsAny(text, Billing) || ContainsWord(text, "402") || (Contains(text, "billing") && ContainsAny(text, BillingContext));
    }

    /// <summary>Whether it speaks of a time-out.</summary>
    public static bool IsTimeout(string message) => ContainsAny(EcmaScriptText.ToLower(message), Timeout);

    /// <summary>Whether it says that the credential was not accepted.</summary>
    public static bool IsAuth(string message)
    {
        string text = EcmaScriptText.ToLower(message);
        return ContainsAny(text, Auth) || ContainsWord(text, "401") || ContainsWord(text, "403") || ContainsInvalidApiKey(text);
    }

    /// <summary>Whether it says that the credential may only be used by Claude Code (docs/gateway/errors.md §7).</summary>
    public static bool IsClaudeCodeOnly(string message) => Contains(EcmaScriptText.ToLower(message), "only authorized for use with claude code");

    /// <summary>A picture that is too large stays so, whoever sends it.</summary>
    private static bool IsImageLimit(string text) => Contains(text, ImageDimensions) || (Contains(text, "image exceeds") && Contains(text, "mb"));

    /// <summary>"invalid api key" with a blank, an underscore or nothing between the words.</summary>
    private static bool ContainsInvalidApiKey(string text)
    {
        foreach (string first in (string[])["", " ", "_"])
        {
            foreach (string second in (string[])["", " ", "_"])
            {
                if (Contains(text, $"invalid{first}api{second}key"))
                    return true;
            }
        }

        return false;
    }

    private static bool ContainsWord(string text, string word)
    {
        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
        {
            int end = at + word.Length;
            if ((at == 0 || !IsWordCharacter(text[at - 1])) && (end == text.Length || !IsWordCharacter(text[end])))
                return true;
        }

        return false;
    }

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    private static bool ContainsAny(string text, string[] parts) => Array.Exists(parts, part => Contains(text, part));

    private static bool Contains(string text, string part) => text.Contains(part, StringComparison.Ordinal);
}
