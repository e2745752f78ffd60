using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance.Deviations;

/// <summary>A change leaves everything else in a database as it is stored, where the gateway writes it anew in its own words and drops what it does not know.</summary>
internal sealed class OnlyWhatIsNamedChanges : Deviation
{
    public override IReadOnlyList<string> Kinds => ["later-change"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        if (recorded.Expected["after"] is not JsonObject after)
            return false;

        bool isRewritten = false;
        Dictionary<string, (JsonNode? Store, JsonNode? State)> before = LaterChange.CellsOf(recorded.Input).ToDictionary(cells => cells.Place, cells => (cells.Store, cells.State), StringComparer.Ordinal);
        foreach ((string place, JsonNode? store, JsonNode? state) in LaterChange.CellsOf(after))
        {
            if (!before.TryGetValue(place, out (JsonNode? Store, JsonNode? State) old))
                continue;

            isRewritten |= KeepProfiles(old.Store, store);
            isRewritten |= KeepUsage(old.State, state);
        }

        return isRewritten;
    }

    private static bool KeepProfiles(JsonNode? before, JsonNode? after)
    {
        if (before?["profiles"] is not JsonObject old || after?["profiles"] is not JsonObject profiles)
            return false;

        AuthProfileStore meant = Meaning(before);
        AuthProfileStore written = Meaning(after);
        bool isRewritten = false;
        foreach ((string id, JsonNode? entry) in old)
        {
            bool isSame = meant.Find(id) is { } one && written.Find(id) is { } other && Says(one, other);
            if ((isSame || meant.Find(id) is null) && JsonDifference.Find(entry, profiles[id]) is not null)
            {
                profiles[id] = entry?.DeepClone();
                isRewritten = true;
            }
        }

        return isRewritten;
    }

    private static bool KeepUsage(JsonNode? before, JsonNode? after)
    {
        bool isRewritten = false;
        foreach ((string id, JsonNode? entry) in after?["usageStats"] as JsonObject ?? [])
        {
            if (before?["usageStats"]?[id] is JsonObject old && entry is JsonObject usage && old.Count > usage.Count && usage.All(member => JsonDifference.Find(member.Value, old[member.Key]) is null))
            {
                foreach ((string name, JsonNode? value) in old.Where(member => !usage.ContainsKey(member.Key)).ToArray())
                    usage[name] = value?.DeepClone();

                isRewritten = true;
            }
        }

        return isRewritten;
    }

    /// <summary>Whether two profiles say the same to the gateway, apart from members that it does not know.</summary>
    private static bool Says(AuthProfile one, AuthProfile other) =>
        (one.Kind, one.Provider, one.Key, one.Token, one.Access, one.Expires, one.StoredReference, one.Email) == (other.Kind, other.Provider, other.HasStoredReference ? one.Key : other.Key, other.HasStoredReference ? one.Token : other.Token, other.Access, other.Expires, other.StoredReference, other.Email);

    private static AuthProfileStore Meaning(JsonNode store) => TodayDocument.Read(new StoredCells("") { Store = JsonText.Parse(Encoding.UTF8.GetBytes(store.ToJsonString())) });
}
