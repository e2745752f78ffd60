using System.Text.Json.Nodes;

namespace Moltbot.Testing;

/// <summary>An installation of a gateway of today, as that makes it, with the credentials that a test wants.</summary>
public static class GatewayHome
{
    /// <summary>The state directory, below the home.</summary>
    public const string State = ".openclaw";

    /// <summary>The database of the state directory, below the home.</summary>
    public const string Database = ".openclaw/state/openclaw.sqlite";

    /// <summary>What every part of a fence has, so that nobody may send it.</summary>
    public const string Fence = "openclaw-oauth-refresh-fence";

    private const string Claim = "00112233445566778899aabbccddeeff";

    /// <summary>Lays it out in a home: main's credentials are everybody's, and main and another agent have a database each.</summary>
    /// <param name="home">The home.</param>
    /// <param name="store">The credentials, with orders and usage.</param>
    /// <param name="configuration">The configuration, as text.</param>
    public static TemporaryHome LayOut(TemporaryHome home, StoreBuilder store, string configuration = "{}")
    {
        home.Write($"{State}/openclaw.json", configuration);
        JsonObject state = JsonNode.Parse(store.ToText())!.AsObject();
        JsonObject credentials = new() { ["version"] = 1, ["profiles"] = state["profiles"]?.DeepClone() ?? new JsonObject() };
        state.Remove("profiles");
        TodayDatabase.MakeState(home[Database], store: credentials.ToJsonString(), state: state.ToJsonString());
        foreach (string agent in new[] { "main", "ops" })
            TodayDatabase.MakeAgent(home[AgentDatabase(agent)], agent);

        return home;
    }

    /// <summary>An agent's database, below the home.</summary>
    public static string AgentDatabase(string agent) => $"{State}/agents/{agent}/agent/openclaw-agent.sqlite";

    /// <summary>The entry that stands in the place of a sign-in while it is renewed, or once that has failed.</summary>
    public static JsonObject FenceOf(string provider, bool hasFailed) => new()
    {
        ["type"] = "oauth",
        ["provider"] = provider,
        ["access"] = $"{Fence}:v1:{Claim}:{(hasFailed ? "failed:" : "")}access:{new string('a', 64)}",
        ["refresh"] = $"{Fence}:v1:{Claim}:{(hasFailed ? "failed:" : "")}refresh:{new string('b', 64)}",
        ["expires"] = 1,
    };

    /// <summary>The stored entry of a profile; <see langword="null"/> when there is none.</summary>
    public static JsonObject? Entry(TemporaryHome home, string profileId) =>
        JsonNode.Parse(TodayDatabase.Ask(home[Database], "SELECT value_json FROM config_machine_state WHERE state_key = 'authProfiles.store'")!)!["profiles"]![profileId]?.AsObject();

    /// <summary>The order that main's own database holds for a provider; <see langword="null"/> when there is none.</summary>
    public static string[]? Order(TemporaryHome home, string provider, string agent = "main") =>
        TodayDatabase.Ask(home[AgentDatabase(agent)], "SELECT state_json FROM auth_profile_state WHERE state_key = 'primary'") is { } state
            ? JsonNode.Parse(state)!["order"]?[provider]?.AsArray().Select(id => id!.GetValue<string>()).ToArray()
            : null;
}
