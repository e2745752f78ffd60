using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>What comes of using a sign-in that may have to be renewed, in the shape in which it was recorded.</summary>
internal static class OAuthRefreshOutcome
{
    private static readonly string[] Agents = ["main", "helper"];

    /// <summary>Lays the stores out, and resolves the profile.</summary>
    public static async Task<JsonObject> OfAsync(JsonObject input)
    {
        using TemporaryHome home = new();
        WriteStore(home, "main", input["store"]);
        WriteStore(home, "helper", input["helperStore"]);
        if (input["laterStore"] is { } later)
            WriteStore(home, "main", later);
        foreach ((string path, JsonNode? content) in input["laterFiles"] as JsonObject ?? [])
            home.Write(path, content is JsonObject json ? RecordedValues.ToText(json["json"]) : content!.GetValue<string>());

        Dictionary<string, JsonNode?> before = Agents.ToDictionary(agent => agent, agent => ReadStore(home, agent));
        ManualTimeProvider clock = ManualTimeProvider.AtUnixMilliseconds(input.Now());
        using ScriptedNetwork network = new(input["answers"]!.AsArray(), clock, answer => Apply(answer, home));
        JsonObject outcome = await ResolveAsync(input, home, network, clock);
        outcome["requests"] = network.Requests;

        JsonObject written = new(from agent in Agents
                                 let now = ReadStore(home, agent)
                                 where JsonDifference.Find(before[agent], now) is not null
                                 select KeyValuePair.Create(agent, now));
        if (written.Count > 0)
            outcome["written"] = written;

        return outcome;
    }

    private static async Task<JsonObject> ResolveAsync(JsonObject input, TemporaryHome home, ScriptedNetwork network, ManualTimeProvider clock)
    {
        if (input["cfg"] is JsonObject configuration)
            home.Write(".clawdbot/moltbot.json", RecordedValues.ToFileText(configuration));

        MoltbotInstallation installation = MoltbotInstallation.Open(ClientSecrets.In(input.Environment(home)), time: clock);
        using InstallationSignIns signIns = installation.OpenSignIns(network);
        try
        {
            return new JsonObject { ["ok"] = ToJson(await signIns.ResolverOf(installation.GetAgent(input.Text("agent") ?? "main").Context).ResolveAsync(input.Text("profileId")!)) };
        }
        catch (MoltbotException e)
        {
            return new JsonObject { ["error"] = new JsonObject { ["message"] = e.Message } };
        }
    }

    private static JsonObject? ToJson(AuthProfile? profile)
    {
        if (profile is null)
            return null;

        string key = profile.Kind == AuthProfileKind.OAuth ? SignIns.KeyOf(profile).Reveal() : profile.PlainSecret.Reveal();
        JsonObject json = new() { ["apiKey"] = profile.Kind == AuthProfileKind.Token ? key.Trim() : key, ["provider"] = profile.ProviderName };
        if (profile.Json.TryGetProperty("email", out System.Text.Json.JsonElement email))
            json["email"] = email.GetString();

        return json;
    }

    /// <summary>What another process writes while the answer is on its way.</summary>
    private static void Apply(JsonObject answer, TemporaryHome home)
    {
        foreach ((string agent, JsonNode? store) in answer["writes"] as JsonObject ?? [])
            WriteStore(home, agent, store);
    }

    private static string PathOf(string agent) => $".clawdbot/agents/{agent}/agent/auth-profiles.json";

    private static JsonNode? ReadStore(TemporaryHome home, string agent) =>
        File.Exists(home[PathOf(agent)]) ? RecordedValues.Decode(JsonNode.Parse(File.ReadAllText(home[PathOf(agent)], Encoding.UTF8))) : null;

    private static void WriteStore(TemporaryHome home, string agent, JsonNode? store)
    {
        if (store is not null)
            home.Write(PathOf(agent), RecordedValues.ToFileText(store));
    }
}
