using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>
/// The meaning of an <c>auth-profiles.json</c>, or of an agent's laid over the main agent's: an immutable snapshot,
/// read with every tolerance of the gateway (docs/gateway/credentials.md §1).
/// </summary>
public sealed class AuthProfileStore
{
    private const double CurrentVersion = 1;

    private readonly OrderedMap<AuthProfile> profiles;
    private readonly OrderedMap<IReadOnlyList<string>>? orders;
    private readonly OrderedMap<JsonEntry>? lastGood;
    private readonly OrderedMap<ProfileUsage>? usage;
    private ILookup<ProviderId, AuthProfile>? byProvider;
    private Dictionary<ProviderId, IReadOnlyList<string>>? orderOf;

    internal AuthProfileStore(
        double version,
        OrderedMap<AuthProfile> profiles,
        OrderedMap<IReadOnlyList<string>>? orders = null,
        OrderedMap<JsonEntry>? lastGood = null,
        OrderedMap<ProfileUsage>? usage = null,
        IReadOnlyList<PassedOverEntry>? passedOver = null)
    {
        Version = version;
        this.profiles = profiles;
        this.orders = orders;
        this.lastGood = lastGood;
        this.usage = usage;
        PassedOver = passedOver ?? [];
    }

    /// <summary>Whether a gateway of today keeps it, whose rules say what is used of it.</summary>
    internal bool IsOfToday { get; init; }

    /// <summary>A store without any profile.</summary>
    public static AuthProfileStore Empty { get; } = new(CurrentVersion, OrderedMap<AuthProfile>.Empty);

    /// <summary>A store of a gateway of today without any profile.</summary>
    internal static AuthProfileStore EmptyOfToday { get; } = new(CurrentVersion, OrderedMap<AuthProfile>.Empty) { IsOfToday = true };

    /// <summary>The version that the store claims; not a number when it claims something else.</summary>
    public double Version { get; }

    /// <summary>The profiles of known kinds, in their order.</summary>
    public IReadOnlyCollection<AuthProfile> Profiles => profiles.Values;

    /// <summary>The entries that are no profiles for the gateway, each with what is wrong with it.</summary>
    public IReadOnlyList<PassedOverEntry> PassedOver { get; }

    /// <summary>Whether there is an entry of this id, be it one that is passed over.</summary>
    internal bool Has(string profileId) => Find(profileId) is not null || PassedOver.Any(entry => entry.Id == profileId);

    /// <summary>The ids of the profiles about whose use something is remembered, whether they exist or not.</summary>
    public IEnumerable<string> UsedProfileIds => Usages.Keys;

    /// <summary>The profile with an id, or <see langword="null"/>.</summary>
    public AuthProfile? Find(string profileId) => profiles.GetValueOrDefault(profileId);

    /// <summary>The profiles of a provider, in their order.</summary>
    internal IReadOnlyList<AuthProfile> ProfilesOf(ProviderId provider)
    {
        byProvider ??= profiles.Values.ToLookup(profile => profile.Provider);
        return [.. byProvider[provider]];
    }

    /// <summary>
    /// The profile ids of the order override that rotation obeys, whatever the spelling of the provider in it;
    /// <see langword="null"/> when there is none.
    /// </summary>
    public IReadOnlyList<string>? Order(ProviderId provider)
    {
        if (orderOf is null)
        {
            Dictionary<ProviderId, IReadOnlyList<string>> first = [];
            foreach ((string name, IReadOnlyList<string> ids) in orders ?? OrderedMap<IReadOnlyList<string>>.Empty)
                first.TryAdd(IsOfToday ? ProviderId.ParseToday(name) : ProviderId.Parse(name), ids);

            orderOf = first;
        }

        return orderOf.GetValueOrDefault(provider);
    }

    /// <summary>The order override under the provider's normal id, which is the one that commands read and write; <see langword="null"/> when there is none.</summary>
    internal IReadOnlyList<string>? OrderOverride(ProviderId provider) =>
        orders?.GetValueOrDefault((IsOfToday ? ProviderId.ParseToday(provider.Value) : provider).Value);

    /// <summary>The providers with an order override that commands can read.</summary>
    public IEnumerable<ProviderId> OrderedProviders =>
        (orders?.Keys ?? []).Where(name => ProviderId.Parse(name).Value == name).Select(ProviderId.Parse);

    /// <summary>The providers with an order override, whatever their spelling in it.</summary>
    internal IEnumerable<ProviderId> ProvidersInOrders => (orders?.Keys ?? []).Select(ProviderId.Parse).Distinct();

    /// <summary>The profile that last worked for a provider as it is spelled in the store, or <see langword="null"/>.</summary>
    internal string? LastGood(string providerName) =>
        lastGood is not null && lastGood.TryGetValue(providerName, out JsonEntry? id) ? id.Value.AsText() : null;

    /// <summary>What is remembered about the use of a profile; never <see langword="null"/>.</summary>
    internal ProfileUsage Usage(string profileId) => Usages.GetValueOrDefault(profileId) ?? ProfileUsage.None;

    /// <summary>What is remembered, by the id of the profile.</summary>
    internal OrderedMap<ProfileUsage> Usages => usage ?? OrderedMap<ProfileUsage>.Empty;

    /// <summary>
    /// Reads a store, or <see langword="null"/> when the value is not one: not an object, or without <c>profiles</c>.
    /// </summary>
    internal static AuthProfileStore? Read(JsonElement json, string? storedIn = null)
    {
        if (!json.Member("profiles").IsContainer())
            return null;

        OrderedMap<AuthProfile> read = ReadProfiles(json.Member("profiles"), storedIn, out IReadOnlyList<PassedOverEntry> passedOver);
        return new AuthProfileStore(
            VersionOf(json),
            read,
            ReadOrders(json.Member("order")),
            ReadEntries(json.Member("lastGood")),
            ReadEntries(json.Member("usageStats"))?.Choose((_, entry) => new ProfileUsage(entry.Value)),
            passedOver);
    }

    /// <summary>A store of the given profiles.</summary>
    internal static AuthProfileStore Of(IEnumerable<AuthProfile> profiles) => new(CurrentVersion, MapById(profiles));

    /// <summary>This store with these profiles laid over its own.</summary>
    internal AuthProfileStore WithProfiles(IEnumerable<AuthProfile> added) =>
        new(Version, profiles.Overlay(MapById(added)), orders, lastGood, usage, PassedOver);

    /// <summary>An agent's view: this store, which is the main agent's, with the agent's own laid over it by id.</summary>
    internal AuthProfileStore Overlay(AuthProfileStore own)
    {
        bool ownIsEmpty = own.profiles.Count == 0 && own.orders is null && own.lastGood is null && own.usage is null && own.PassedOver.Count == 0;
        return ownIsEmpty ? this : new AuthProfileStore(
            Math.Max(Version, own.Version),
            profiles.Overlay(own.profiles),
            Overlay(orders, own.orders),
            Overlay(lastGood, own.lastGood),
            Overlay(usage, own.usage),
            [.. PassedOver, .. own.PassedOver]);
    }

    /// <summary>
    /// An agent's view as a gateway of today has it (docs/gateway/later.md §2.3): this store, which is the agent's own, before
    /// the shared one. Its own profiles of a provider go before an order that only the shared one has.
    /// </summary>
    internal AuthProfileStore Over(AuthProfileStore shared)
    {
        OrderedMap<IReadOnlyList<string>>? inherited = shared.orders?.Choose((name, ids) =>
            ProfilesOf(ProviderId.ParseToday(name)) is { Count: > 0 } own ? [.. own.Select(profile => profile.Id).Union(ids, StringComparer.Ordinal)] : ids);
        return new AuthProfileStore(
            1,
            OrderedMap<AuthProfile>.Of(profiles.Values.Concat(shared.profiles.Values.Where(profile => !profiles.ContainsKey(profile.Id))), profile => profile.Id),
            Overlay(inherited, orders),
            Overlay(shared.lastGood, lastGood),
            Overlay(shared.usage, usage),
            [.. PassedOver, .. shared.PassedOver])
        {
            IsOfToday = true,
        };
    }

    /// <summary>This store with what another remembers of the use of profiles.</summary>
    internal AuthProfileStore WithUsagesOf(AuthProfileStore other) => new(Version, profiles, orders, lastGood, other.usage, PassedOver) { IsOfToday = IsOfToday };

    /// <summary>The snapshot as JSON, in the order in which the gateway writes a store. A copy.</summary>
    internal JsonObject ToJson()
    {
        JsonObject json = new() { ["version"] = Version, ["profiles"] = ToObject(profiles, profile => JsonText.ToNode(profile.Json)) };
        if (orders is not null)
            json["order"] = ToObject(orders, ids => new JsonArray([.. ids.Select(id => (JsonNode?)id)]));
        if (lastGood is not null)
            json["lastGood"] = ToObject(lastGood, entry => JsonText.ToNode(entry.Value));
        if (usage is not null)
            json["usageStats"] = ToObject(usage, entry => JsonText.ToNode(entry.Json));

        return json;
    }

    private static double VersionOf(JsonElement json) =>
        json.Member("version") is { ValueKind: not (JsonValueKind.Undefined or JsonValueKind.Null) } version ? version.ToNumber() : CurrentVersion;

    private static OrderedMap<AuthProfile> ReadProfiles(JsonElement json, string? storedIn, out IReadOnlyList<PassedOverEntry> passedOver)
    {
        List<PassedOverEntry> others = [];
        passedOver = others;
        return json.EntryMap().Choose((id, entry) =>
        {
            AuthProfile? profile = id == EcmaScriptText.Prototype ? null : AuthProfile.Read(id, entry.Value, storedIn);
            if (profile is null)
                others.Add(PassedOverEntry.Of(id, entry.Value, storedIn));

            return profile;
        });
    }

    private static OrderedMap<IReadOnlyList<string>>? ReadOrders(JsonElement json) => ReadEntries(json)?.Choose((provider, ids) =>
        provider != EcmaScriptText.Prototype && ids.Value.Texts().Select(EcmaScriptText.Trim).Where(id => id.Length > 0).ToArray() is { Length: > 0 } order
            ? (IReadOnlyList<string>)order
            : null);

    private static OrderedMap<JsonEntry>? ReadEntries(JsonElement json) => json.IsContainer() ? json.EntryMap() : null;

    private static OrderedMap<AuthProfile> MapById(IEnumerable<AuthProfile> profiles) => OrderedMap<AuthProfile>.Of([.. profiles], profile => profile.Id);

    private static OrderedMap<T>? Overlay<T>(OrderedMap<T>? below, OrderedMap<T>? above)
        where T : class =>
        below is null || above is null ? below ?? above : below.Overlay(above);

    private static JsonObject ToObject<T>(OrderedMap<T> map, Func<T, JsonNode?> convert)
        where T : class
    {
        JsonObject members = [];
        foreach ((string name, T value) in map)
            members.Add(name, convert(value));

        return members;
    }
}
