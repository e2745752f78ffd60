namespace Moltbot.AuthorizationServer;

/// <summary>A program that the server knows, as a provider knows those of its own.</summary>
/// <param name="Id">The client id.</param>
/// <param name="Redirects">Where codes may be brought to; none for a client of the device flow.</param>
public sealed record RegisteredClient(string Id, params string[] Redirects)
{
    /// <summary>The secret that it has to show, or <see langword="null"/>.</summary>
    public string? Secret { get; init; }

    /// <summary>The gateway's own clients at its providers, and one of a person's at Chutes, which may be brought back to any port.</summary>
    public static IReadOnlyList<RegisteredClient> OfGateway { get; } =
    [
        new("app_EMoamEEZ73f0CkXaXp7hrann", "http://localhost:1455/auth/callback"),
        new("f0304373b74a44d2b584a3fb70ca9e56", "http://localhost:1456/callback"),
        new("cid_of-a-person", "http://127.0.0.1/oauth-callback") { Secret = "cs-client-NEVERSHOWN-NEVERSHOWN" },
    ];
}
