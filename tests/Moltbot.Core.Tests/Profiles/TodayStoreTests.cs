using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>The stores of today's layout, rows of two databases, keep the contract; here the shared one is the state directory's.</summary>
public class TodayStoreTests : ProfileStoreContract
{
    private readonly TemporaryHome home = new();
    private readonly InstallationPaths paths;

    public TodayStoreTests()
    {
        paths = InstallationPaths.At(home[".openclaw"], home.Environment);
        TodayDatabase.MakeState(paths.StateDatabasePath, IsShared ? """{"location":"state-db"}""" : null);
        foreach (string agent in new[] { "main", "heir" })
            TodayDatabase.MakeAgent(DatabaseOf(agent), agent);
    }

    /// <summary>Whether the state directory's database holds what all agents share, and not the main agent's.</summary>
    protected virtual bool IsShared => true;

    private protected override IProfileStore Open(string agent) =>
        new TodayStore(TodayPlaces.Of(paths, paths.AgentDirectory(AgentId.Parse(agent))), () => InstallationLayout.Of(paths), TimeProvider.System);

    protected override void Keep(string agent, StoreBuilder content)
    {
        JsonObject state = JsonNode.Parse(content.ToText())!.AsObject();
        JsonObject store = new() { ["version"] = 1, ["profiles"] = state["profiles"]!.DeepClone() };
        state.Remove("profiles");
        Write(agent, JsonText.WriteCompact(store), JsonText.WriteCompact(state));
    }

    protected override void KeepUnreadable(string agent) => Write(agent, "{ \"profiles\": {", "{}");

    protected override void ForbidWriting() => home.Write(".openclaw/agents/main/agent/auth-profiles.json", "{}");

    protected override string Fingerprint() => home.Fingerprint();

    protected override void LetTimePass()
    {
    }

    protected override void Dispose(bool disposing) => home.Dispose();

    private string DatabaseOf(string agent) => Path.Combine(paths.AgentDirectory(AgentId.Parse(agent)), "openclaw-agent.sqlite");

    private void Write(string agent, string store, string state)
    {
        bool isState = IsShared && agent == "main";
        string path = isState ? paths.StateDatabasePath : DatabaseOf(agent);
        TodayDatabase.Run(path, isState
            ? [Row("config_machine_state", "authProfiles.store", store), Row("config_machine_state", "authProfiles.state", state)]
            : [Row("auth_profile_store", "primary", store), Row("auth_profile_state", "primary", state)]);
    }

    private static string Row(string table, string key, string cell) =>
        string.Create(CultureInfo.InvariantCulture, $"INSERT OR REPLACE INTO {table} VALUES ('{key}', '{cell.Replace("'", "''", StringComparison.Ordinal)}', 1)");
}
