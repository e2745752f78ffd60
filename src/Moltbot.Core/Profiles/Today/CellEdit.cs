using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles.Today;

/// <summary>The two documents of a database while they are changed. What is not changed keeps the words in which it is stored.</summary>
internal sealed class CellEdit
{
    private const string Orders = "order";
    private const string LastGood = "lastGood";
    private const string Usage = "usageStats";

    /// <summary>What the id of a key begins with that stands in the configuration.</summary>
    private const string OfConfiguration = "inline-api-key:";

    public CellEdit(StoredCells cells)
    {
        Store = ToObject(cells.Store);

        // A state without a store counts for nothing, and would begin to count with one.
        State = Store is null ? null : ToObject(cells.State);
    }

    /// <summary>The credentials; <see langword="null"/> where there is no row of them.</summary>
    public JsonObject? Store { get; private set; }

    /// <summary>Orders and usage; <see langword="null"/> where there is no row of them.</summary>
    public JsonObject? State { get; private set; }

    /// <summary>Puts a credential in, or takes one out.</summary>
    public void SetProfile(string id, JsonElement entry)
    {
        JsonObject profiles = ObjectIn(Stored(), "profiles");
        if (entry.ValueKind == JsonValueKind.Undefined)
            profiles.Remove(id);
        else
            profiles[id] = JsonText.ToNode(entry);
    }

    /// <summary>Sets a provider's order, or takes it away, whatever the spelling of the provider.</summary>
    public void SetOrder(string provider, JsonElement ids) => SetOfProvider(Orders, provider, ids);

    /// <summary>Sets which profile of a provider worked last, or forgets it.</summary>
    public void SetLastGood(string provider, JsonElement id) => SetOfProvider(LastGood, provider, id);

    /// <summary>Sets what is remembered of the use of a profile, or forgets it.</summary>
    public void SetUsage(string id, JsonElement usage)
    {
        if (usage.ValueKind != JsonValueKind.Undefined)
            ObjectIn(Used(), Usage)[id] = JsonText.ToNode(usage);
        else
            (State.Member(Usage) as JsonObject)?.Remove(id);
    }

    /// <summary>Forgets a profile: its use, its places in orders, and that it worked last.</summary>
    public void Forget(string id)
    {
        if (State is null)
            return;

        (State.Member(Usage) as JsonObject)?.Remove(id);
        if (State.Member(Orders) is JsonObject orders)
        {
            foreach ((string provider, JsonNode? order) in orders.ToArray())
            {
                if (order is not JsonArray ids || !ids.Any(item => Names(item, id)))
                    continue;

                JsonArray others = [.. ids.Where(item => !Names(item, id)).Select(item => item?.DeepClone())];
                if (others.Count > 0)
                    orders[provider] = others;
                else
                    orders.Remove(provider);
            }
        }

        if (State.Member(LastGood) is JsonObject good)
        {
            foreach (string provider in good.Where(entry => entry.Value.AsText() == id).Select(entry => entry.Key).ToArray())
                good.Remove(provider);
        }
    }

    /// <summary>Forgets the use of profiles that are not in the store, as the gateway does with each change, and what says nothing.</summary>
    public void ForgetOthers()
    {
        if (State is null)
            return;

        JsonObject? profiles = Store.Member("profiles") as JsonObject;
        if (State.Member(Usage) is JsonObject usage)
        {
            foreach (string id in usage.Select(entry => entry.Key).Where(id => profiles?.ContainsKey(id) != true && !id.StartsWith(OfConfiguration, StringComparison.Ordinal)).ToArray())
                usage.Remove(id);
        }

        if (State.Member(LastGood) is JsonObject good)
        {
            foreach (string provider in good.Where(entry => profiles?.ContainsKey(entry.Value.AsText() ?? "") != true).Select(entry => entry.Key).ToArray())
                good.Remove(provider);
        }

        State = Tidied(State);
    }

    private void SetOfProvider(string section, string provider, JsonElement value)
    {
        if (State.Member(section) is JsonObject entries)
        {
            foreach (string spelling in entries.Select(entry => entry.Key).Where(name => ProviderId.ParseToday(name) == ProviderId.ParseToday(provider) && name != provider).ToArray())
                entries.Remove(spelling);
        }

        if (value.ValueKind != JsonValueKind.Undefined)
            ObjectIn(Used(), section)[provider] = JsonText.ToNode(value);
        else
            (State.Member(section) as JsonObject)?.Remove(provider);
    }

    /// <summary>The credentials, which are there where anything is.</summary>
    private JsonObject Stored() => Store ??= new JsonObject { ["version"] = 1, ["profiles"] = new JsonObject() };

    private static bool Names(JsonNode? item, string id) => EcmaScriptText.Trim(item.AsText() ?? "") == id;

    private JsonObject Used()
    {
        Stored();
        return State ??= new JsonObject { ["version"] = 1 };
    }

    /// <summary>A state without what says nothing; <see langword="null"/> when nothing else is in it.</summary>
    private static JsonObject? Tidied(JsonObject state)
    {
        foreach (string section in new[] { Orders, LastGood, Usage })
        {
            if (state.Member(section) is JsonObject { Count: 0 })
                state.Remove(section);
        }

        return state.All(member => member.Key == "version") ? null : state;
    }

    private static JsonObject ObjectIn(JsonObject document, string name)
    {
        if (document.Member(name) is JsonObject members)
            return members;

        JsonObject created = [];
        document[name] = created;
        return created;
    }

    private static JsonObject? ToObject(JsonElement cell) => cell.ValueKind == JsonValueKind.Object ? JsonText.ToNode(cell)!.AsObject() : null;
}
