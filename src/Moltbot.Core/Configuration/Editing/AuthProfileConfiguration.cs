using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>
/// What it takes to enter a profile in the configuration, or to take it out. Given as changes, of which those that
/// change nothing are left out, for <see cref="ConfigurationEditor"/>.
/// </summary>
internal static class AuthProfileConfiguration
{
    /// <summary>
    /// Makes the entry in <c>auth.profiles</c> say exactly what is given, and adds the profile to its provider's list in
    /// <c>auth.order</c> if there is one under exactly that name (docs/gateway/onboard.md §1).
    /// </summary>
    /// <param name="configuration">The configuration as it is.</param>
    /// <param name="profile">The profile; an address that is empty is left out.</param>
    /// <param name="preferFirst">
    /// Whether the profile becomes the first of the list; if not, it stays where it is there, or becomes the last.
    /// </param>
    public static IReadOnlyList<ConfigurationChange> Enter(MoltbotConfiguration configuration, ConfiguredProfile profile, bool preferFirst = true) =>
    [
        .. EntryChanges(configuration.Json.At("auth", "profiles", profile.Id) as JsonObject, profile),
        .. configuration.Json.At("auth", "order", profile.Provider) is JsonArray order ? OrderChanges(order, profile, preferFirst) : [],
    ];

    /// <summary>
    /// The same as a gateway of today does it (docs/gateway/later.md §4): a provider that has another profile of another mode,
    /// and no list, gets one, with the new profile first.
    /// </summary>
    /// <param name="configuration">The configuration as it is.</param>
    /// <param name="profile">The profile.</param>
    public static IReadOnlyList<ConfigurationChange> EnterToday(MoltbotConfiguration configuration, ConfiguredProfile profile)
    {
        ConfiguredProfile[] others = [.. configuration.Profiles.Values.Where(other => other.Id != profile.Id && ProviderId.ParseToday(other.Provider) == ProviderId.ParseToday(profile.Provider))];
        bool needsList = configuration.Order(ProviderId.Parse(profile.Provider)) is null && Array.Exists(others, other => other.Mode != profile.Mode);
        return needsList
            ? [.. Enter(configuration, profile), ConfigurationChange.Set(["auth", "order", profile.Provider], new JsonArray([.. others.Select(other => other.Id).Prepend(profile.Id).Select(id => (JsonNode?)id)]))]
            : Enter(configuration, profile);
    }

    /// <summary>Makes the entry in <c>auth.profiles</c> say exactly what is given, and leaves orders as they are; nothing where there is no entry.</summary>
    public static IReadOnlyList<ConfigurationChange> Correct(MoltbotConfiguration configuration, ConfiguredProfile profile) =>
        configuration.Json.At("auth", "profiles", profile.Id) is JsonObject entry ? [.. EntryChanges(entry, profile)] : [];

    /// <summary>
    /// Gives a profile another id: its entry in <c>auth.profiles</c>, and its places in the lists of <c>auth.order</c>, in which
    /// it stands once then.
    /// </summary>
    /// <param name="configuration">The configuration as it is.</param>
    /// <param name="oldId">The id as it is.</param>
    /// <param name="profile">The profile as it is to be.</param>
    public static IReadOnlyList<ConfigurationChange> Rename(MoltbotConfiguration configuration, string oldId, ConfiguredProfile profile) =>
    [
        .. EntryChanges(configuration.Json.At("auth", "profiles", profile.Id) as JsonObject, profile),
        ConfigurationChange.Remove(["auth", "profiles", oldId]),
        .. configuration.Json.At("auth", "order").Entries()
            .Where(order => order.Value.Texts().Contains(oldId, StringComparer.Ordinal))
            .Select(order => ConfigurationChange.Set(
                ["auth", "order", order.Key],
                new JsonArray([.. order.Value.Texts().Select(id => id == oldId ? profile.Id : id).Distinct(StringComparer.Ordinal).Select(id => (JsonNode?)id)]))),
    ];

    /// <summary>
    /// Takes a profile's entry out of <c>auth.profiles</c> and its id out of every list in <c>auth.order</c>. A list of
    /// which nothing is left goes too: an empty one would keep the provider from using any profile.
    /// </summary>
    public static IReadOnlyList<ConfigurationChange> Remove(MoltbotConfiguration configuration, string profileId) =>
    [
        .. configuration.Json.At("auth", "profiles") is JsonObject profiles && profiles.ContainsKey(profileId) ? [ConfigurationChange.Remove(["auth", "profiles", profileId])] : (ConfigurationChange[])[],
        .. configuration.Json.At("auth", "order").Entries().SelectMany(order => RemovalsFromOrder(order.Key, order.Value as JsonArray ?? [], id => id == profileId)),
    ];

    /// <summary>Takes ids out of a provider's lists in <c>auth.order</c>, whatever its spelling there. A list of which nothing is left goes.</summary>
    public static IReadOnlyList<ConfigurationChange> RemoveFromOrder(MoltbotConfiguration configuration, ProviderId provider, Predicate<string> goes) =>
        [.. configuration.Json.At("auth", "order").Entries()
            .Where(order => ProviderId.Parse(order.Key) == provider)
            .SelectMany(order => RemovalsFromOrder(order.Key, order.Value as JsonArray ?? [], goes))];

    /// <summary>A configuration with changes made in it. The original stays as it is.</summary>
    internal static JsonObject With(this JsonObject configuration, IEnumerable<ConfigurationChange> changes)
    {
        JsonObject changed = configuration.Copy()!.AsObject();
        foreach (ConfigurationChange change in changes)
            change.ApplyTo(changed);

        return changed;
    }

    /// <summary>Member by member, so that an entry keeps its layout and its comments.</summary>
    private static IEnumerable<ConfigurationChange> EntryChanges(JsonObject? entry, ConfiguredProfile profile)
    {
        JsonObject wanted = EntryOf(profile);
        string[] path = ["auth", "profiles", profile.Id];
        if (entry is null)
            return [ConfigurationChange.Set(path, wanted)];

        return
        [
            .. entry.Where(member => !wanted.ContainsKey(member.Key)).Select(member => ConfigurationChange.Remove([.. path, member.Key])),
            .. wanted.Where(member => !member.Value.IsSameAs(entry[member.Key])).Select(member => ConfigurationChange.Set([.. path, member.Key], member.Value)),
        ];
    }

    private static JsonObject EntryOf(ConfiguredProfile profile)
    {
        JsonObject entry = new() { ["provider"] = profile.Provider, ["mode"] = profile.Mode };
        if (profile.Email is { Length: > 0 } email)
            entry["email"] = email;

        return entry;
    }

    private static IEnumerable<ConfigurationChange> OrderChanges(JsonArray order, ConfiguredProfile profile, bool preferFirst)
    {
        string[] path = ["auth", "order", profile.Provider];
        int[] places = PlacesOf(id => id == profile.Id, order);
        if (!preferFirst)
            return places.Length > 0 ? [] : [ConfigurationChange.Insert(path, order.Count, profile.Id)];

        if (places is [])
            return [ConfigurationChange.Insert(path, 0, profile.Id)];

        // Of an id that is listed twice the first place counts, and the others go.
        IEnumerable<ConfigurationChange> removals = places.SkipLast(1).Select(place => RemoveItem(path, place));
        return places[^1] == 0 ? removals : removals.Append(ConfigurationChange.MoveToFront(path, places[^1]));
    }

    private static IEnumerable<ConfigurationChange> RemovalsFromOrder(string provider, JsonArray order, Predicate<string> goes)
    {
        string[] path = ["auth", "order", provider];
        int[] places = PlacesOf(goes, order);
        return places.Length > 0 && places.Length == order.Count
            ? [ConfigurationChange.Remove(path)]
            : places.Select(place => RemoveItem(path, place));
    }

    /// <summary>The indexes of ids, the last first, so that each stays right while those before it in the list are removed.</summary>
    private static int[] PlacesOf(Predicate<string> isMeant, JsonArray order) =>
        [.. Enumerable.Range(0, order.Count).Where(index => order[index].AsText() is { } id && isMeant(id)).Reverse()];

    private static ConfigurationChange RemoveItem(string[] path, int index) =>
        ConfigurationChange.Remove([.. path, index.ToString(CultureInfo.InvariantCulture)]);
}
