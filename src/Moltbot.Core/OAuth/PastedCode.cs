using System.Text.RegularExpressions;
using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.OAuth;

/// <summary>
/// Reads what a person pastes: the address that the browser was sent back to, its query, <c>code#state</c>, or the code alone
/// (docs/gateway/oauth.md §3 to §7). Pure.
/// </summary>
internal static partial class PastedCode
{
    /// <summary>Why a text has to be typed again, or <see langword="null"/>.</summary>
    public static string? Refuse(string text, PasteRules rules) =>
        !rules.IsLiteral && rules.Nothing is null && EcmaScriptText.IsBlank(text) ? "Required" : null;

    /// <summary>The code in a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="rules">How it is read.</param>
    /// <param name="state">The state that it has to be of.</param>
    /// <param name="failure">Why there is none.</param>
    /// <returns>The code, or <see langword="null"/>.</returns>
    public static AuthorizationCode? Read(string text, PasteRules rules, string state, out SignInFailure? failure)
    {
        failure = null;
        if (rules.IsLiteral)
            return ReadLiteral(text);

        string pasted = EcmaScriptText.Trim(text);
        if (pasted.Length == 0)
            return Fail(ErrorCode.SignInCodeMissing, rules.Nothing ?? rules.NoCode, out failure);

        if (QueryOfAddress(pasted) is { } query)
            return ReadQuery(QueryText.Parse(query), rules, state, isAddress: true, out failure);
        if (rules.NoAddress is { } noAddress)
            return Fail(ErrorCode.SignInCodeMissing, noAddress, out failure);
        if (pasted.Split('#') is [string code, string stated, ..])
            return Check(code, stated, rules, state, out failure);

        return pasted.Contains("code=", StringComparison.Ordinal)
            ? ReadQuery(QueryText.Parse(pasted), rules, state, isAddress: false, out failure)
            : new AuthorizationCode(pasted);
    }

    private static AuthorizationCode ReadLiteral(string text)
    {
        string[] parts = text.Split('#');
        return new AuthorizationCode(parts[0], parts.Length > 1 ? parts[1] : null);
    }

    private static AuthorizationCode? ReadQuery(IReadOnlyDictionary<string, string> parameters, PasteRules rules, string state, bool isAddress, out SignInFailure? failure)
    {
        string? stated = parameters.GetValueOrDefault("state");
        string code = parameters.GetValueOrDefault("code", "");
        if (code.Length == 0 && parameters.GetValueOrDefault("error") is { Length: > 0 } error && stated == state)
        {
            failure = Callback.Denied(error, parameters.GetValueOrDefault("error_description"));
            return null;
        }

        if (code.Length == 0 && stated is null or "" || code.Length == 0 && stated == state)
            return Fail(ErrorCode.SignInCodeMissing, rules.NoCode, out failure);
        if (isAddress && string.IsNullOrEmpty(stated) && (stated is null ? rules.NoState : rules.EmptyState ?? rules.NoState) is { } missing)
            return Fail(ErrorCode.SignInMismatch, missing, out failure);

        return Check(code, stated ?? "", rules, state, out failure);
    }

    /// <summary>A state that is not stated cannot be compared; the verifier still ties the code to this sign-in.</summary>
    private static AuthorizationCode? Check(string code, string stated, PasteRules rules, string state, out SignInFailure? failure)
    {
        failure = null;
        if (stated.Length > 0 && stated != state)
            return Fail(ErrorCode.SignInMismatch, rules.WrongState, out failure);

        return code.Length == 0 ? Fail(ErrorCode.SignInCodeMissing, rules.NoCode, out failure) : new AuthorizationCode(code);
    }

    /// <summary>The query of what a browser takes for an address, be it without <c>http</c>; <see langword="null"/> for other texts.</summary>
    private static string? QueryOfAddress(string text)
    {
        if (!Scheme().IsMatch(text) || (IsOfWeb().IsMatch(text) && !Uri.TryCreate(text, UriKind.Absolute, out _)))
            return null;

        string address = text.Split('#')[0];
        return address.IndexOf('?', StringComparison.Ordinal) is >= 0 and int mark ? address[mark..] : "";
    }

    private static AuthorizationCode? Fail(ErrorCode code, string cause, out SignInFailure? failure)
    {
        failure = new SignInFailure(code, cause, SignInAdvice.StartAgain);
        return null;
    }

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9+.-]*:", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Scheme();

    [GeneratedRegex("^https?:", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IsOfWeb();
}
