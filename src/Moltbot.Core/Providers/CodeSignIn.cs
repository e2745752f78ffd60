namespace Moltbot.Core.Providers;

/// <summary>A sign-in with a code that the browser brings back or a person pastes (RFC 6749 §4.1, RFC 7636, RFC 8252).</summary>
internal sealed record CodeSignIn
{
    /// <summary>The page that the browser is sent to; its parameters are the query.</summary>
    public required OAuthRequest Authorize { get; init; }

    /// <summary>Where the browser is sent back to.</summary>
    public required string Redirect { get; init; }

    /// <summary>The variable that names another redirect, or <see langword="null"/>.</summary>
    public string? RedirectVariable { get; init; }

    /// <summary>What is asked for.</summary>
    public required string Scope { get; init; }

    /// <summary>The variable that names other scopes, or <see langword="null"/>.</summary>
    public string? ScopeVariable { get; init; }

    /// <summary>Whether the verifier is written in hexadecimal; else in Base64 for addresses.</summary>
    public bool VerifierIsHex { get; init; }

    /// <summary>Whether the state is the verifier; else it is random of its own.</summary>
    public bool StateIsVerifier { get; init; }

    /// <summary>What the browser is answered; <see langword="null"/> where the redirect is a page of the provider's that shows the code.</summary>
    public LoopbackWords? Loopback { get; init; }

    /// <summary>How long the browser is waited for.</summary>
    public TimeSpan Wait { get; init; }

    /// <summary>What it is called when it does not come; <see langword="null"/> where the code can be pasted then.</summary>
    public string? TimedOut { get; init; }

    /// <summary>Whether the address is pasted from the start where Linux runs beside Windows in a machine of its own.</summary>
    public bool IsPastedInWsl2 { get; init; }

    /// <summary>How pasted text is read.</summary>
    public required PasteRules Paste { get; init; }

    /// <summary>How the code becomes tokens.</summary>
    public required OAuthRequest Exchange { get; init; }

    /// <summary>How the provider's refusal is introduced.</summary>
    public required string ExchangeFailed { get; init; }

    /// <summary>What the tokens mean.</summary>
    public required TokenRules Rules { get; init; }

    /// <summary>What an answer without a refresh token is called; <see langword="null"/> where that is let through.</summary>
    public string? NoRefresh { get; init; }

    /// <summary>What an answer is called whose token names no account where it has to, or <see langword="null"/>.</summary>
    public string? NoAccount { get; init; }

    /// <summary>Where the account is asked for by name, or <see langword="null"/>.</summary>
    public AccountQuestion? Account { get; init; }

    /// <summary>How the account's project is found, or <see langword="null"/>.</summary>
    public ProjectSearch? Project { get; init; }
}
