using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles.Today;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Running;

/// <summary>The credentials of an installation of today's gateway: what all agents share in one database, what is an agent's own in another.</summary>
/// <param name="stateDirectory">The absolute path of the state directory.</param>
internal sealed class TodayStores(string stateDirectory)
{
    private string State => Path.Combine(stateDirectory, "state", "openclaw.sqlite");

    /// <summary>Writes what an agent holds. What main holds is shared, but its order is its own.</summary>
    public void Write(string agent, JsonObject store)
    {
        string profiles = Cell(store, "profiles");
        if (agent == "main")
        {
            TodayDatabase.MakeState(State, store: profiles, state: Cell(store, "usageStats", "lastGood"));
            TodayDatabase.MakeAgent(DatabaseOf(agent), agent, Cell(new JsonObject { ["profiles"] = new JsonObject() }, "profiles"), Cell(store, "order"));
            return;
        }

        if (!File.Exists(State))
            TodayDatabase.MakeState(State);
        TodayDatabase.MakeAgent(DatabaseOf(agent), agent, profiles, Cell(store, "order", "usageStats", "lastGood"));
    }

    /// <summary>Reads what an agent holds.</summary>
    public JsonNode Read(string agent)
    {
        JsonObject store = Row(DatabaseOf(agent), "SELECT store_json FROM auth_profile_store");
        Add(store, Row(DatabaseOf(agent), "SELECT state_json FROM auth_profile_state"));
        if (agent != "main")
            return store;

        JsonObject shared = Row(State, $"SELECT value_json FROM config_machine_state WHERE state_key = '{CellReading.StoreKey}'");
        Add(shared, Row(State, $"SELECT value_json FROM config_machine_state WHERE state_key = '{CellReading.StateKey}'"));
        store.Remove("profiles");
        Add(shared, store);
        return shared;
    }

    private string DatabaseOf(string agent) => Path.Combine(stateDirectory, "agents", agent, "agent", "openclaw-agent.sqlite");

    private static string Cell(JsonObject store, params IEnumerable<string> members)
    {
        JsonObject cell = new() { ["version"] = 1.0 };
        foreach (string member in members.Where(store.ContainsKey))
            cell[member] = store[member]!.DeepClone();

        return JsonText.WriteCompact(cell);
    }

    private static JsonObject Row(string database, string question) =>
        TodayDatabase.Ask(database, question) is { } text ? JsonNode.Parse(text)!.AsObject() : [];

    private static void Add(JsonObject store, JsonObject more)
    {
        foreach ((string name, JsonNode? value) in more)
            store[name] = value?.DeepClone();
    }
}
