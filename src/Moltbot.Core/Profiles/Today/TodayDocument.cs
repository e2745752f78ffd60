using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles.Today;

/// <summary>
/// What the cells of a gateway of today mean, in the words of January's store: with every tolerance of that gateway
/// (docs/gateway/later.md §2.4). It is for reading; what is stored keeps its own words.
/// </summary>
internal static class TodayDocument
{
    /// <summary>The last moment that the gateway takes for one.</summary>
    public const double LatestExpiry = 8_640_000_000_000_000;

    /// <summary>What a database's two cells mean together.</summary>
    /// <exception cref="MoltbotException">A cell is not what it should be.</exception>
    public static AuthProfileStore Read(StoredCells cells)
    {
        if (!cells.HasStore)
            return AuthProfileStore.EmptyOfToday;
        if (cells.Store.Member("profiles").ValueKind != JsonValueKind.Object)
            throw CellReading.Unreadable(cells.Path, "of the credentials", "it has no \"profiles\"");

        List<PassedOverEntry> passedOver = [];
        OrderedMap<AuthProfile> profiles = cells.Store.Member("profiles").EntryMap().Choose((id, entry) =>
        {
            AuthProfile? profile = id == EcmaScriptText.Prototype ? null : ReadProfile(id, entry.Value, cells.Path);
            if (profile is null)
                passedOver.Add(PassedOverEntry.Of(id, entry.Value, cells.Path));

            return profile;
        });
        return new AuthProfileStore(
            1,
            profiles,
            ReadOrders(cells.State.Member("order")),
            ReadByProvider(cells.State.Member("lastGood")),
            cells.State.Member("usageStats").EntryMap().Choose((_, entry) => new ProfileUsage(entry.Value, isOfToday: true)),
            passedOver)
        {
            IsOfToday = true,
        };
    }

    private static AuthProfile? ReadProfile(string id, JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Object || Blank(json.Member("provider").AsText()) is not { } provider || KindOf(json) is not { } kind)
            return null;

        JsonObject entry = JsonText.ToNode(json)!.AsObject();
        entry["type"] = kind.ToStoredName();
        entry["provider"] = EcmaScriptText.ToLower(EcmaScriptText.Trim(provider));
        if (AuthProfile.SecretMember(kind) is { } member)
            NameSecret(entry, json, member);

        bool hasInvalidExpiry = kind != AuthProfileKind.ApiKey && ReadExpiry(entry, json.Member("expires"), kind);
        return new AuthProfile(id, kind, JsonText.ToElement(entry), path, ProfileOrigin.Store)
        {
            Provider = ProviderId.ParseToday(provider),
            HasInvalidExpiry = hasInvalidExpiry,
            IsLeftToGateway = kind == AuthProfileKind.OAuth,
            Fence = kind == AuthProfileKind.OAuth ? SignInFence.Of(json) : null,
            IsSetAside = json.Member("setup").Member("replacement").ValueKind == JsonValueKind.True || id.StartsWith("personal:", StringComparison.Ordinal),
        };
    }

    private static AuthProfileKind? KindOf(JsonElement json) => (json.Member("type").AsText() ?? json.Member("mode").AsText()) switch
    {
        "apiKey" => AuthProfileKind.ApiKey,
        var name => AuthProfileKinds.Parse(name),
    };

    /// <summary>Puts a secret and a reference where they belong: both may stand in the place of the other.</summary>
    private static void NameSecret(JsonObject entry, JsonElement json, string member)
    {
        JsonElement secret = json.Member(member);
        if (member == "key" && secret.ValueKind == JsonValueKind.Undefined && json.Has("apiKey"))
        {
            secret = json.Member("apiKey");
            entry.Remove("apiKey");
        }

        string reference = AuthProfile.ReferenceTo(member);
        entry.Remove(member);
        if (secret.ValueKind == JsonValueKind.Object && !entry.ContainsKey(reference))
            entry[reference] = JsonText.ToNode(secret);
        else if (secret.AsText() is { } text && EcmaScriptText.Trim(text).Length > 0)
            entry[member] = text;
    }

    /// <summary>Writes an expiry as the gateway takes it.</summary>
    /// <returns>Whether it is one that keeps the credential from being used.</returns>
    private static bool ReadExpiry(JsonObject entry, JsonElement stored, AuthProfileKind kind)
    {
        if (stored.ValueKind == JsonValueKind.Undefined && kind == AuthProfileKind.Token)
            return false;

        double expires = stored.AsNumber() is { } number && double.IsFinite(number) && number > 0 ? Math.Floor(number) : 0;
        entry["expires"] = expires;
        return expires is <= 0 or > LatestExpiry;
    }

    private static OrderedMap<IReadOnlyList<string>>? ReadOrders(JsonElement json) => ByProvider(json, ids =>
        ids.Texts().Select(EcmaScriptText.Trim).Where(id => id.Length > 0).ToArray() is { Length: > 0 } order ? (IReadOnlyList<string>)order : null);

    private static OrderedMap<JsonEntry>? ReadByProvider(JsonElement json)
    {
        OrderedMap<JsonEntry> entries = OrderedMap<JsonEntry>.Of(json.Entries(), entry => ProviderId.ParseToday(entry.Name).Value);
        return entries.Count == 0 ? null : entries;
    }

    private static OrderedMap<T>? ByProvider<T>(JsonElement json, Func<JsonElement, T?> read)
        where T : class
    {
        OrderedMap<T> named = json.EntryMap().Choose((_, entry) => read(entry.Value));
        OrderedMap<T> entries = OrderedMap<T>.Of(named.Keys, name => ProviderId.ParseToday(name).Value, name => named[name]);
        return entries.Count == 0 ? null : entries;
    }

    private static string? Blank(string? text) => text is not null && EcmaScriptText.Trim(text).Length > 0 ? text : null;
}
