namespace Moltbot.Core.Providers;

/// <summary>A sign-in with a code that is entered in a browser anywhere (RFC 8628).</summary>
internal sealed record DeviceSignIn
{
    /// <summary>How a code is asked for.</summary>
    public required OAuthRequest Begin { get; init; }

    /// <summary>How a refusal of that is introduced.</summary>
    public required string BeginFailed { get; init; }

    /// <summary>What an answer is called that lacks the code or the page.</summary>
    public required string Incomplete { get; init; }

    /// <summary>How it is asked whether somebody has entered the code.</summary>
    public required OAuthRequest Poll { get; init; }

    /// <summary>How a failure of that is introduced.</summary>
    public required string PollFailed { get; init; }

    /// <summary>How a refusal with a name is introduced.</summary>
    public required string Refused { get; init; }

    /// <summary>What an answer is called that is no object.</summary>
    public required string Unexpected { get; init; }

    /// <summary>What an answer is called that holds neither a token nor a refusal.</summary>
    public required string NoToken { get; init; }

    /// <summary>What it is called when the code ends.</summary>
    public required string TimedOut { get; init; }

    /// <summary>What it is called when the person says no, or <see langword="null"/> for the provider's own words.</summary>
    public string? Denied { get; init; }

    /// <summary>What is asked for.</summary>
    public required string Scope { get; init; }

    /// <summary>Whether the page is opened in a browser here.</summary>
    public bool OpensBrowser { get; init; }

    /// <summary>Whether failures are told by the number of their status, because their text says nothing.</summary>
    public bool TellsStatusOnly { get; init; }

    /// <summary>What the tokens mean; <see langword="null"/> where what comes is one token for ever.</summary>
    public TokenRules? Rules { get; init; }
}
