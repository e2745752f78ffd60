namespace Moltbot.AuthorizationServer;

/// <summary>A program that the server knows, as a provider knows those of its own.</summary>
/// <param name="Id">The client id.</param>
/// <param name="Redirects">Where codes may be brought to; none for a client of the device flow.</param>
public sealed record RegisteredClient(string Id, params string[] Redirects)
{
    /// <summary>The secret that it has to show, or <see langword="null"/>.</summary>
    public string? Secret { get; init; }
}
