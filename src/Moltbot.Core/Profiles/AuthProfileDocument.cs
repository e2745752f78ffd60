using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>
/// An <c>auth-profiles.json</c> as it is, with everything in it that we do not understand: an immutable snapshot whose
/// changes are new snapshots, and touch nothing but what they are about.
/// </summary>
public sealed class AuthProfileDocument
{
    private readonly JsonElement json;
    private readonly byte[]? text;

    /// <param name="json">What it says.</param>
    /// <param name="path">The file, if it is in one.</param>
    /// <param name="text">How it is written, where that is known.</param>
    private AuthProfileDocument(JsonElement json, string? path, byte[]? text = null)
    {
        this.json = json;
        this.text = text;
        Path = path;
        Store = AuthProfileStore.Read(json, path) ?? AuthProfileStore.Empty;
    }

    /// <summary>What the document means.</summary>
    public AuthProfileStore Store { get; }

    /// <summary>The absolute path of the file, or <see langword="null"/> when it is in no file.</summary>
    public string? Path { get; }

    /// <summary>The document of a store that holds nothing.</summary>
    internal static AuthProfileDocument Create(string path) => Of(AuthProfileStore.Empty, path);

    /// <summary>A new document that says what a store says.</summary>
    internal static AuthProfileDocument Of(AuthProfileStore store, string path) => new(JsonText.ToElement(store.ToJson()), path);

    /// <summary>Reads a document; <see langword="null"/> when the JSON is not a store.</summary>
    internal static AuthProfileDocument? Read(JsonElement json, string? path) =>
        json.Member("profiles").IsContainer() ? new AuthProfileDocument(json, path) : null;

    /// <summary>
    /// The document with a provider's order override set, in place of any under another spelling of the provider; an id
    /// that is named twice counts once.
    /// </summary>
    public AuthProfileDocument WithOrder(ProviderId provider, IEnumerable<string> profileIds)
    {
        string[] ids = [.. profileIds.Select(EcmaScriptText.Trim).Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
        if (ids.Length == 0)
            return WithoutOrder(provider);

        return Change(document =>
        {
            JsonObject orders = ObjectIn(document, "order");
            foreach (string other in SpellingsInOrder(provider).Where(name => name != provider.Value))
                orders.Remove(other);

            orders[provider.Value] = new JsonArray([.. ids.Select(id => (JsonNode?)id)]);
        });
    }

    /// <summary>
    /// The document without a provider's order override, whatever the spelling of the provider; this same document when
    /// there is none.
    /// </summary>
    public AuthProfileDocument WithoutOrder(ProviderId provider)
    {
        string[] spellings = SpellingsInOrder(provider);
        return spellings.Length == 0 ? this : Change(document =>
        {
            JsonObject remaining = ObjectIn(document, "order");
            foreach (string name in spellings)
                remaining.Remove(name);
            if (remaining.Count == 0)
                document.Remove("order");
        });
    }

    /// <summary>
    /// The document with a profile in the place of what had its id, or behind all others. What is remembered about the
    /// use of that id stays, as with the gateway.
    /// </summary>
    public AuthProfileDocument WithProfile(NewProfile profile) => WithEntry(profile.Id, profile.ToJson());

    /// <summary>
    /// The document with a reference in the place of a key or token profile's plain secret; everything else of the entry
    /// stays.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProfileOfOtherKind"/>: there is no such profile, or its kind has no reference.</exception>
    public AuthProfileDocument WithReference(string profileId, SecretReference reference) =>
        WithSecretMember(profileId, (entry, member) => ReplaceMember(entry, member, AuthProfile.ReferenceTo(member), reference.ToJson()));

    /// <summary>The document with a plain secret in the place of a key or token profile's reference.</summary>
    /// <exception cref="MoltbotException">As <see cref="WithReference"/>.</exception>
    public AuthProfileDocument WithPlainSecret(string profileId, Secret secret) =>
        WithSecretMember(profileId, (entry, member) => ReplaceMember(entry, AuthProfile.ReferenceTo(member), member, secret.Reveal()));

    /// <summary>The document with another expiry of a profile, in milliseconds since the Unix epoch, or with none.</summary>
    internal AuthProfileDocument WithExpiry(string profileId, long? expires) => Change(document =>
    {
        JsonObject entry = document["profiles"]![profileId]!.AsObject();
        if (expires is { } time)
            entry["expires"] = time;
        else
            entry.Remove("expires");
    });

    /// <summary>
    /// The document without a profile and all that names it: its usage, its place in orders and as the last one that
    /// worked. An order of it alone goes with it. This same document when nothing in it names the profile.
    /// </summary>
    public AuthProfileDocument WithoutProfile(string profileId)
    {
        bool isNamed = false;
        AuthProfileDocument changed = Change(document => isNamed =
            Remove(document, "profiles", profileId)
            | Remove(document, "usageStats", profileId)
            | RemoveFromOrders(document, profileId)
            | RemoveFromLastGood(document, profileId));
        return isNamed ? changed : this;
    }

    /// <summary>The document with something else remembered about the use of an id.</summary>
    internal AuthProfileDocument WithUsage(string profileId, JsonObject usage) =>
        Change(document => ObjectIn(document, "usageStats")[profileId] = usage);

    /// <summary>The document with a profile as the last one that worked for a provider.</summary>
    internal AuthProfileDocument WithLastGood(string provider, string profileId) => Store.LastGood(provider) == profileId
        ? this
        : Change(document => ObjectIn(document, "lastGood")[provider] = profileId);

    /// <summary>The entry of an id as it is stored, whether it is a profile or not; undefined when there is none.</summary>
    internal JsonElement Entry(string profileId) => json.Member("profiles").Member(profileId);

    /// <summary>Whether the id holds this credential.</summary>
    internal bool Holds(NewProfile profile) =>
        Store.Find(profile.Id) is { } stored
        && stored.Kind == profile.Kind
        && stored.Reference == profile.Reference
        && (profile.Reference is not null || stored.PlainSecret == profile.Value);

    /// <summary>The document with an entry put back; without it when there was none.</summary>
    internal AuthProfileDocument WithEntry(string profileId, JsonElement entry) => entry.ValueKind == JsonValueKind.Undefined
        ? Change(document => ObjectIn(document, "profiles").Remove(profileId))
        : WithEntry(profileId, JsonText.ToNode(entry));

    /// <summary>The text of the file.</summary>
    internal byte[] ToUtf8() => text ?? JsonText.Write(JsonText.ToNode(json)!);

    private AuthProfileDocument WithEntry(string profileId, JsonNode? entry) =>
        Change(document => ObjectIn(document, "profiles")[profileId] = entry);

    private AuthProfileDocument WithSecretMember(string profileId, Action<JsonObject, string> replace)
    {
        if (Store.Find(profileId) is not { } profile || AuthProfile.SecretMember(profile.Kind) is not { } member)
            throw ProfileErrors.WithoutReference(profileId);

        return Change(document => replace(document["profiles"]![profileId]!.AsObject(), member));
    }

    /// <summary>Puts a member in the place of another, or of what has its name.</summary>
    private static void ReplaceMember(JsonObject entry, string oldName, string newName, JsonNode value)
    {
        KeyValuePair<string, JsonNode?>[] members = [.. entry.Where(member => member.Key != newName)];
        entry.Clear();
        foreach ((string name, JsonNode? node) in members)
            entry[name == oldName ? newName : name] = name == oldName ? value : node;

        if (!entry.ContainsKey(newName))
            entry[newName] = value;
    }

    /// <summary>The names under which there is an order for the provider. The gateway obeys the first of them.</summary>
    private string[] SpellingsInOrder(ProviderId provider) => json.Member("order") is { ValueKind: JsonValueKind.Object } orders
        ? [.. orders.Entries().Select(entry => entry.Name).Where(name => ProviderId.Parse(name) == provider).Distinct(StringComparer.Ordinal)]
        : [];

    private AuthProfileDocument Change(Action<JsonObject> change)
    {
        try
        {
            JsonObject copy = JsonText.ToNode(json)!.AsObject();
            change(copy);
            byte[] written = JsonText.Write(copy);
            return new AuthProfileDocument(JsonText.Parse(written), Path, written);
        }
        catch (InvalidOperationException e)
        {
            throw new MoltbotException(
                ErrorCode.StoreUnreadable,
                $"{Path} holds a name with half a surrogate pair, which cannot be written again as it is. Nothing was changed. Remove the \\uD8xx or \\uDCxx from the name.",
                e)
            {
                Path = Path,
            };
        }
    }

    private static bool Remove(JsonObject document, string section, string profileId) =>
        document.Member(section) is JsonObject entries && entries.Remove(profileId);

    private static bool RemoveFromOrders(JsonObject document, string profileId)
    {
        if (document.Member("order") is not JsonObject orders)
            return false;

        bool isNamed = false;
        foreach ((string provider, JsonNode? order) in orders.ToArray())
        {
            JsonNode?[] named = [.. (order as JsonArray ?? []).Where(id => EcmaScriptText.Trim(id.AsText() ?? "") == profileId)];
            foreach (JsonNode? id in named)
                order!.AsArray().Remove(id);

            isNamed |= named.Length > 0;
            if (named.Length > 0 && order is JsonArray { Count: 0 })
                orders.Remove(provider);
        }

        if (isNamed && orders.Count == 0)
            document.Remove("order");

        return isNamed;
    }

    private static bool RemoveFromLastGood(JsonObject document, string profileId)
    {
        string[] providers = [.. document.Member("lastGood").Entries().Where(entry => entry.Value.AsText() == profileId).Select(entry => entry.Key)];
        foreach (string provider in providers)
            document.Member("lastGood")!.AsObject().Remove(provider);

        return providers.Length > 0;
    }

    /// <summary>The member as an object; it is made where there is none, in place of a value that the gateway would not read either.</summary>
    private static JsonObject ObjectIn(JsonObject document, string name)
    {
        if (document.Member(name) is JsonObject members)
            return members;

        JsonObject created = [];
        document[name] = created;
        return created;
    }
}
