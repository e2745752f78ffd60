using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>The tokens that <c>claude setup-token</c> makes (docs/gateway/oauth.md §2).</summary>
public static class SetupToken
{
    private const string Prefix = "sk-ant-oat01-";
    private const int MinLength = 80;

    /// <summary>Why a text is no setup token, without the text; <see langword="null"/> when it is one.</summary>
    internal static string? Problem(string text)
    {
        string token = EcmaScriptText.Trim(text);
        if (token.Length == 0)
            return "Required";
        if (!token.StartsWith(Prefix, StringComparison.Ordinal))
            return $"Expected token starting with {Prefix}";

        return token.Length < MinLength ? "Token looks too short; paste the full setup-token" : null;
    }

    /// <summary>Whether a text starts like a setup token.</summary>
    public static bool IsLike(string text) => WithoutBreaks(text).StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>A token without the line breaks and blanks that a terminal put into it when it was copied.</summary>
    internal static string WithoutBreaks(string text) => string.Concat(text.Where(c => !EcmaScriptText.IsWhiteSpace(c)));
}
