using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.OAuth;

/// <summary>What a sign-in gave.</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Name">The account's name or address, or <see langword="null"/>.</param>
/// <param name="Entry">The entry to be stored. It holds secrets.</param>
internal sealed record SignedIn(SignInProvider Provider, string? Name, JsonObject Entry)
{
    /// <summary>Where the account's requests go, where the provider says so; otherwise <see langword="null"/>.</summary>
    public string? Endpoint { get; init; }

    /// <summary>The id under which it is stored, unless somebody wants another: accounts of one provider stay apart by their names.</summary>
    public string ProfileId => $"{StoredFor}:{Name ?? Provider.ProfileName}";

    /// <summary>The provider as its entry names it.</summary>
    public ProviderId StoredFor => ProviderId.Parse(Entry["provider"].AsText());

    /// <summary>Nothing of the entry.</summary>
    public override string ToString() => ProfileId;
}
