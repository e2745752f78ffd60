namespace Moltbot.AuthorizationServer;

/// <summary>A request to the token endpoint and what became of it.</summary>
/// <param name="GrantType">The grant that was asked for.</param>
/// <param name="Credential">The code or token that was shown.</param>
/// <param name="Status">The HTTP status of the answer.</param>
public sealed record TokenRequest(string GrantType, string Credential, int Status)
{
    /// <summary>The verifier that was shown, or <see langword="null"/>.</summary>
    public string? Verifier { get; init; }
}
