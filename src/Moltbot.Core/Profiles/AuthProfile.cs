using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>A credential for a provider: a view over its JSON in the store, of which it keeps everything.</summary>
public sealed class AuthProfile
{
    /// <summary>Many profiles one after the other are of one provider, and share it.</summary>
    private static NamedProvider latest = new("", ProviderId.Parse(""));

    private readonly string? referenceProblem;
    private bool? hasPlainSecret;

    internal AuthProfile(string id, AuthProfileKind kind, JsonElement json, string? storedIn, ProfileOrigin origin)
    {
        Id = id;
        Kind = kind;
        Json = json;
        StoredIn = storedIn;
        Origin = origin;
        (ProviderName, Provider) = ReadProvider(json.Member("provider"));
        Expires = json.Member("expires").AsNumber();
        Reference = ReadReference(out referenceProblem);
    }

    /// <summary>The id, usually <c>provider:name</c>.</summary>
    public string Id { get; }

    /// <summary>What kind of credential it is.</summary>
    public AuthProfileKind Kind { get; }

    /// <summary>The provider in its normal form.</summary>
    public ProviderId Provider { get; internal init; }

    /// <summary>The provider as it is written in the store; what cannot be the name of one, a secret or something else than text, is not repeated.</summary>
    public string ProviderName { get; }

    /// <summary>The absolute path of the file that holds the profile, or <see langword="null"/> when it came from none.</summary>
    public string? StoredIn { get; }

    /// <summary>What kind of place holds the profile.</summary>
    internal ProfileOrigin Origin { get; }

    /// <summary>The account's address without the white space around it, or <see langword="null"/>.</summary>
    public string? Email => EcmaScriptText.Trim(Json.Member("email").AsText() ?? "") is { Length: > 0 } email ? Redaction.HideSecrets(email) : null;

    /// <summary>The name that somebody gave it for gateways of today, or <see langword="null"/>.</summary>
    internal string? DisplayName => EcmaScriptText.Trim(Json.Member("displayName").AsText() ?? "") is { Length: > 0 } name ? name : null;

    /// <summary>When the credential expires, in milliseconds since the Unix epoch; <see langword="null"/> when no number is given.</summary>
    public double? Expires { get; }

    /// <summary>Whether it should expire and says no time at which it could, so that a gateway of today does not use it.</summary>
    internal bool HasInvalidExpiry { get; init; }

    /// <summary>What a gateway of today has put in the place of a sign-in that it renews; <see langword="null"/> when it is the sign-in.</summary>
    public SignInFence? Fence { get; internal init; }

    /// <summary>Whether it is a sign-in that only its gateway sends and renews.</summary>
    internal bool IsLeftToGateway { get; init; }

    /// <summary>Whether a gateway of today keeps it for later, or for one person, so that no agent uses it.</summary>
    public bool IsSetAside { get; internal init; }

    /// <summary>The whole entry.</summary>
    internal JsonElement Json { get; }

    /// <summary>The key of an API key profile.</summary>
    internal Secret Key => SecretOf("key");

    /// <summary>The token of a token profile.</summary>
    internal Secret Token => SecretOf("token");

    /// <summary>The access token of an OAuth profile.</summary>
    internal Secret Access => SecretOf("access");

    /// <summary>The refresh token of an OAuth profile.</summary>
    internal Secret Refresh => SecretOf("refresh");

    /// <summary>The secret as it stands in the store, be it one that a reference wins over; the access token of a sign-in.</summary>
    internal Secret PlainSecret => Kind switch
    {
        AuthProfileKind.ApiKey => Key,
        AuthProfileKind.Token => Token,
        _ => Access,
    };

    /// <summary>
    /// Where the secret of a key or token profile is kept instead; it wins over a plain one beside it. <see langword="null"/>
    /// when the secret stands in the store itself.
    /// </summary>
    public SecretReference? Reference { get; }

    /// <summary>A reference as a gateway of today names it, be it one that leads nowhere: <c>ref(env:NAME)</c>; <see langword="null"/> when there is none.</summary>
    internal string? StoredReference => ReferenceMember is { } member && Json.Member(member) is { ValueKind: JsonValueKind.Object } reference
        && reference.Member("source").AsText() is { } source && reference.Member("id").AsText() is { } id ? $"ref({source}:{id})" : null;

    /// <summary>Whether there is a reference, be it one that leads nowhere.</summary>
    internal bool HasStoredReference => StoredReference is not null;

    /// <summary>What is wrong with a reference that is none and so does not count, or <see langword="null"/>.</summary>
    public MoltbotException? ReferenceProblem =>
        referenceProblem is null ? null : SecretReferenceErrors.Invalid(Id, ReferenceMember!, referenceProblem);

    /// <summary>Whether a plain secret stands in the store, be it one that a reference wins over.</summary>
    public bool HasPlainSecret => hasPlainSecret ??= Kind switch
    {
        AuthProfileKind.ApiKey => !Key.IsBlank,
        AuthProfileKind.Token => !Token.IsBlank,
        _ => !Access.IsBlank || !Refresh.IsBlank,
    };

    /// <summary>A text that tells the secret from others without giving it away, or says where it is kept.</summary>
    public string MaskedValue => Fence is { } fence ? fence.ToString() : Reference?.Description ?? Kind switch
    {
        AuthProfileKind.ApiKey => Key.Mask(),
        AuthProfileKind.Token => Token.Mask(),
        _ => Access.IsBlank ? Refresh.Mask() : Access.Mask(),
    };

    /// <summary>Whether there is anything in it that could be sent, or a reference to it: blank secrets do not count.</summary>
    public bool HasSecret => Reference is not null || HasPlainSecret;

    /// <summary>Reads an entry of the store; <see langword="null"/> when it is not a credential of a known kind for a provider.</summary>
    internal static AuthProfile? Read(string id, JsonElement json, string? storedIn, ProfileOrigin origin = ProfileOrigin.Store) =>
        json.Member("provider").IsTruthy() ? ReadUnchecked(id, json, storedIn, origin) : null;

    /// <summary>The same where the provider may be empty, as in a store in memory, or in one that is made of older layouts.</summary>
    internal static AuthProfile? ReadUnchecked(string id, JsonElement json, string? storedIn = null, ProfileOrigin origin = ProfileOrigin.Store) =>
        AuthProfileKinds.Parse(json.Member("type").AsText()) is { } kind ? new AuthProfile(id, kind, json, storedIn, origin) : null;

    /// <summary>The member that holds the secret of a profile of a kind; <see langword="null"/> for sign-ins, which have several.</summary>
    internal static string? SecretMember(AuthProfileKind kind) => kind switch
    {
        AuthProfileKind.ApiKey => "key",
        AuthProfileKind.Token => "token",
        _ => null,
    };

    /// <summary>The member that says where a secret is kept instead: <c>keyRef</c> for <c>key</c>.</summary>
    internal static string ReferenceTo(string member) => member + "Ref";

    private static NamedProvider ReadProvider(JsonElement provider)
    {
        NamedProvider known = latest;
        if (provider.ValueKind == JsonValueKind.String && provider.ValueEquals(known.Name))
            return known;

        string name = provider.ValueKind == JsonValueKind.Undefined ? "" : provider.AsShown();
        return latest = new NamedProvider(name, ProviderId.Parse(name));
    }

    private string? ReferenceMember => SecretMember(Kind) is { } member ? ReferenceTo(member) : null;

    private SecretReference? ReadReference(out string? problem)
    {
        problem = null;
        return ReferenceMember is { } member && Json.Member(member) is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } json
            ? SecretReference.Read(json, out problem)
            : null;
    }

    private Secret SecretOf(string member) => new(Json.Member(member).AsText() ?? "");

    private sealed record NamedProvider(string Name, ProviderId Id);
}
