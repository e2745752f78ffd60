using System.Text.Json.Nodes;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Profiles;

/// <summary>A credential that is to be stored.</summary>
/// <param name="Id">The id of the profile.</param>
/// <param name="Provider">The provider that it is for.</param>
/// <param name="Kind">What kind of credential it is; a sign-in has an <see cref="Entry"/>.</param>
/// <param name="Value">The token or the key, which is not stored where there is a <see cref="Reference"/> to it; of a sign-in the access token.</param>
internal sealed record NewProfile(string Id, ProviderId Provider, AuthProfileKind Kind, Secret Value)
{
    /// <summary>When it expires, in whole milliseconds since the Unix epoch; <see langword="null"/> when nobody knows.</summary>
    public long? Expires { get; init; }

    /// <summary>The account's address, or <see langword="null"/>.</summary>
    public string? Email { get; init; }

    /// <summary>Where the token or the key is kept instead of in the store, or <see langword="null"/>.</summary>
    public SecretReference? Reference { get; init; }

    /// <summary>The whole entry of a sign-in; <see langword="null"/> for a token or a key.</summary>
    internal JsonObject? Entry { get; init; }

    /// <summary>The entry as the gateway would store it.</summary>
    internal JsonObject ToJson()
    {
        if (Entry is not null)
            return Entry.DeepClone().AsObject();

        JsonObject json = new()
        {
            ["type"] = Kind.ToStoredName(),
            ["provider"] = Provider.Value,
        };
        string member = AuthProfile.SecretMember(Kind)!;
        if (Reference is null)
            json[member] = Value.Reveal();
        else
            json[AuthProfile.ReferenceTo(member)] = Reference.ToJson();
        if (Expires is { } expires)
            json["expires"] = expires;
        if (Email is not null)
            json["email"] = Email;

        return json;
    }
}
