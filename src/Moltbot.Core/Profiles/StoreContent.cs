using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>
/// What an agent's own store holds, wherever that is, with everything in it that we do not understand: an immutable snapshot
/// whose changes are new snapshots, and touch nothing but what they are about.
/// </summary>
internal sealed class StoreContent
{
    private readonly Func<JsonElement, AuthProfileStore?> read;
    private AuthProfileStore? store;

    private StoreContent(JsonElement json, Func<JsonElement, AuthProfileStore?>? read = null)
    {
        Json = json;
        this.read = read ?? (other => AuthProfileStore.Read(other));
    }

    /// <summary>All of it.</summary>
    public JsonElement Json { get; }

    /// <summary>What it means.</summary>
    public AuthProfileStore Store => store ??= read(Json)!;

    /// <summary>The same, whose profiles say where they are stored. It is read once.</summary>
    public AuthProfileStore StoreIn(string path) => store ??= AuthProfileStore.Read(Json, path)!;

    /// <summary>A new store that says what another says.</summary>
    /// <param name="store">The other store.</param>
    /// <param name="withPassedOver">Whether with the entries that are no profiles, behind the others.</param>
    /// <param name="read">What it means once it is changed; as January's gateways read it if omitted.</param>
    public static StoreContent Of(AuthProfileStore store, bool withPassedOver = false, Func<JsonElement, AuthProfileStore?>? read = null)
    {
        JsonObject json = store.ToJson();
        foreach (PassedOverEntry entry in withPassedOver ? store.PassedOver : [])
            json["profiles"]!.AsObject()[entry.Id] = JsonText.ToNode(entry.Json);

        return new(JsonText.ToElement(json), read) { store = read is null ? null : store };
    }

    /// <summary>Reads a store; <see langword="null"/> when the JSON is none.</summary>
    public static StoreContent? Read(JsonElement json) => json.Member("profiles").IsContainer() ? new StoreContent(json) : null;

    /// <summary>
    /// The content with a provider's order override set, in place of any under another spelling of the provider; an id
    /// that is named twice counts once.
    /// </summary>
    public StoreContent WithOrder(ProviderId provider, IEnumerable<string> profileIds)
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
    /// The content without a provider's order override, whatever the spelling of the provider; this same content when
    /// there is none.
    /// </summary>
    public StoreContent WithoutOrder(ProviderId provider)
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
    /// The content with a profile in the place of what had its id, or behind all others. What is remembered about the
    /// use of that id stays, as with the gateway, unless the secret is another: <see cref="WithFreshUsage"/>.
    /// </summary>
    public StoreContent WithProfile(NewProfile profile) => WithEntry(profile.Id, profile.ToJson());

    /// <summary>
    /// The content with a reference in the place of a key or token profile's plain secret; everything else of the entry
    /// stays.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProfileOfOtherKind"/>: there is no such profile, or its kind has no reference.</exception>
    public StoreContent WithReference(string profileId, SecretReference reference) =>
        WithSecretMember(profileId, (entry, member) => ReplaceMember(entry, member, AuthProfile.ReferenceTo(member), reference.ToJson()));

    /// <summary>The content with a plain secret in the place of a key or token profile's reference.</summary>
    /// <exception cref="MoltbotException">As <see cref="WithReference"/>.</exception>
    public StoreContent WithPlainSecret(string profileId, Secret secret) =>
        WithSecretMember(profileId, (entry, member) => ReplaceMember(entry, AuthProfile.ReferenceTo(member), member, secret.Reveal()));

    /// <summary>The content with another expiry of a profile, in milliseconds since the Unix epoch, or with none.</summary>
    public StoreContent WithExpiry(string profileId, long? expires) => Change(document =>
    {
        JsonObject entry = document["profiles"]![profileId]!.AsObject();
        if (expires is { } time)
            entry["expires"] = time;
        else
            entry.Remove("expires");
    });

    /// <summary>
    /// The content without a profile and all that names it: its usage, its place in orders and as the last one that
    /// worked. An order of it alone goes with it. This same content when nothing in it names the profile.
    /// </summary>
    public StoreContent WithoutProfile(string profileId)
    {
        bool isNamed = false;
        StoreContent changed = Change(document => isNamed =
            Remove(document, "profiles", profileId)
            | Remove(document, "usageStats", profileId)
            | RemoveFromOrders(document, profileId)
            | RemoveFromLastGood(document, profileId));
        return isNamed ? changed : this;
    }

    /// <summary>The content with something else remembered about the use of an id.</summary>
    public StoreContent WithUsage(string profileId, JsonObject usage) =>
        Change(document => ObjectIn(document, "usageStats")[profileId] = usage);

    /// <summary>
    /// The content with another secret in use under an id, to which nothing counts of what the one before has earned: failures, a
    /// cooldown, being disabled. When the id was last used stays, because it decides whose turn it is. This same content where
    /// nothing was earned.
    /// </summary>
    /// <param name="view">What the agent sees, which may be inherited.</param>
    /// <param name="profileId">The id.</param>
    public StoreContent WithFreshUsage(AuthProfileStore view, string profileId)
    {
        if (!view.Usage(profileId).Json.IsContainer() || JsonText.ToNode(view.Usage(profileId).Json) is not JsonObject earned)
            return this;

        JsonObject fresh = earned["lastUsed"] is { } lastUsed ? new() { ["lastUsed"] = lastUsed.DeepClone(), ["errorCount"] = 0 } : new() { ["errorCount"] = 0 };
        return earned.Any(member => !fresh.ContainsKey(member.Key)) || earned["errorCount"].AsNumber() is > 0 ? WithUsage(profileId, fresh) : this;
    }

    /// <summary>The content with nothing remembered about the use of an id; this same content when there is nothing.</summary>
    public StoreContent WithoutUsage(string profileId) => Json.Member("usageStats").Member(profileId).ValueKind == JsonValueKind.Undefined
        ? this
        : Change(document => Remove(document, "usageStats", profileId));

    /// <summary>The content with a profile as the last one that worked for a provider.</summary>
    public StoreContent WithLastGood(string provider, string profileId) => Store.LastGood(provider) == profileId
        ? this
        : Change(document => ObjectIn(document, "lastGood")[provider] = profileId);

    /// <summary>The content without members at the ends of paths, or items by their index; this same content when it has none of them.</summary>
    public StoreContent Without(IEnumerable<IReadOnlyList<string>> paths)
    {
        bool isLess = false;
        StoreContent changed = Change(document =>
        {
            foreach (IReadOnlyList<string> path in paths)
                isLess |= Remove(path.SkipLast(1).Aggregate((JsonNode?)document, (node, name) => node.Member(name)), path[^1]);
        });
        return isLess ? changed : this;
    }

    /// <summary>The entry of an id as it is stored, whether it is a profile or not; undefined when there is none.</summary>
    public JsonElement Entry(string profileId) => Json.Member("profiles").Member(profileId);

    /// <summary>Whether the id holds this credential.</summary>
    public bool Holds(NewProfile profile) =>
        Store.Find(profile.Id) is { } stored
        && stored.Kind == profile.Kind
        && stored.Reference == profile.Reference
        && (profile.Reference is not null || stored.PlainSecret == profile.Value);

    /// <summary>The content with an entry put back; without it when there was none.</summary>
    public StoreContent WithEntry(string profileId, JsonElement entry) => entry.ValueKind == JsonValueKind.Undefined
        ? Change(document => ObjectIn(document, "profiles").Remove(profileId))
        : WithEntry(profileId, JsonText.ToNode(entry));

    /// <summary>Whether it says nothing that a store which is missing does not say.</summary>
    public bool IsEmpty => Json.Entries().All(entry => entry.Name is "version" || (entry.Name is "profiles" && !entry.Value.Entries().Any()));

    /// <summary>A copy that can be changed.</summary>
    public JsonObject ToJson() => JsonText.ToNode(Json)!.AsObject();

    private StoreContent WithEntry(string profileId, JsonNode? entry) =>
        Change(document => ObjectIn(document, "profiles")[profileId] = entry);

    private StoreContent WithSecretMember(string profileId, Action<JsonObject, string> replace)
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
    private string[] SpellingsInOrder(ProviderId provider) => Json.Member("order") is { ValueKind: JsonValueKind.Object } orders
        ? [.. orders.Entries().Select(entry => entry.Name).Where(name => ProviderId.Parse(name) == provider).Distinct(StringComparer.Ordinal)]
        : [];

    private StoreContent Change(Action<JsonObject> change)
    {
        try
        {
            JsonObject copy = ToJson();
            change(copy);
            return new StoreContent(JsonText.ToElement(copy), read);
        }
        catch (MoltbotException e) when (e.Code == ErrorCode.SyntaxError)
        {
            throw new MoltbotException(
                ErrorCode.StoreUnreadable,
                "The credential store holds a name with half a surrogate pair, which cannot be written again as it is. Nothing was changed. Remove the \\uD8xx or \\uDCxx from the name.",
                e);
        }
    }

    private static bool Remove(JsonObject document, string section, string profileId) =>
        document.Member(section) is JsonObject entries && entries.Remove(profileId);

    private static bool Remove(JsonNode? parent, string name)
    {
        if (parent is not JsonArray items)
            return parent is JsonObject members && members.Remove(name);
        if (!int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || index >= items.Count)
            return false;

        items.RemoveAt(index);
        return true;
    }

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
