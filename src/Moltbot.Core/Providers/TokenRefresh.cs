namespace Moltbot.Core.Providers;

/// <summary>How a sign-in is renewed.</summary>
/// <param name="Request">The request.</param>
/// <param name="Failed">How the provider's refusal is introduced.</param>
/// <param name="Rules">What the answer means.</param>
internal sealed record TokenRefresh(OAuthRequest Request, string Failed, TokenRules Rules)
{
    /// <summary>What is said where there is no refresh token.</summary>
    public required string NoRefreshToken { get; init; }

    /// <summary>What an answer with status 400 means by itself, or <see langword="null"/>.</summary>
    public string? BadRequest { get; init; }

    /// <summary>Whether an empty body is told by its status text.</summary>
    public bool TellsStatus { get; init; }
}
