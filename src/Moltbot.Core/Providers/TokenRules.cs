namespace Moltbot.Core.Providers;

/// <summary>What a provider's token answers mean.</summary>
internal sealed record TokenRules
{
    /// <summary>How much earlier than it ends a token counts as expired, in milliseconds.</summary>
    public double Skew { get; init; }

    /// <summary>How long a token lasts at least, in milliseconds, or <see langword="null"/>; then seconds are whole and never negative too.</summary>
    public double? Shortest { get; init; }

    /// <summary>The member that holds the access token.</summary>
    public string Access { get; init; } = "access_token";

    /// <summary>The member that says at which second since the Unix epoch the token ends, where none says how long it lasts.</summary>
    public string? EndsAt { get; init; }

    /// <summary>Where the access token, which is a JWT, names the account: a claim, and its member. <see langword="null"/> where it does not.</summary>
    public (string Claim, string Member)? Account { get; init; }

    /// <summary>The member of the stored sign-in that has to be sent with every token, so that a sign-in without it is of no use; or <see langword="null"/>.</summary>
    public string? NeedsMember { get; init; }

    /// <summary>What an answer without an access token is called.</summary>
    public required string NoAccess { get; init; }
}
