using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles.January;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class OAuthImportTests
{
    private const string MainStore = ".clawdbot/agents/main/agent/auth-profiles.json";

    [Theory]
    [Recordings("oauth-import")]
    public void Sign_ins_of_other_programs_and_older_layouts_are_read_as_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("oauth-import", id);
        using TemporaryHome home = new();
        RecordedFiles.LayOut(recorded.Input, home);

        JsonDifference.Find(recorded.Expected, Run(recorded.Input, home)).ShouldBeNull();
    }

    private static JsonObject Run(JsonObject input, TemporaryHome home) => input.Text("fn") switch
    {
        "load" => new JsonObject { ["store"] = Load(input, home, input.Now()) },
        "sync-qwen" => Sync(input, home),
        _ => UseOtherProgram(input, home),
    };

    private static JsonObject Sync(JsonObject input, TemporaryHome home)
    {
        JsonArray loads = [];
        foreach (JsonObject step in input["steps"]!.AsArray().Select(step => step!.AsObject()))
        {
            RecordedFiles.LayOut(step, home);
            loads.Add(Load(input, home, step["at"]!.GetValue<double>())["profiles"]!.DeepClone());
        }

        return new JsonObject
        {
            ["loads"] = loads,
            ["file"] = File.Exists(home[MainStore]) ? RecordedValues.Decode(JsonNode.Parse(File.ReadAllText(home[MainStore]))) : null,
        };
    }

    private static JsonNode Load(JsonObject input, TemporaryHome home, double now)
    {
        ProcessEnvironment environment = input.Environment(home);
        InstallationPaths paths = InstallationPaths.Locate(environment);
        AgentStoreFiles main = Locate(paths.MainAgentDirectory);
        AgentStoreFiles own = input.Text("agent") is { } agent ? Locate(paths.AgentDirectory(AgentId.Parse(agent))) : main;
        return RecordedValues.Decode(new AgentStore(own, main, () => InstallationLayout.Of(paths), ManualTimeProvider.AtUnixMilliseconds(now)).Read().Store.ToJson())!;

        AgentStoreFiles Locate(string directory) => AgentStoreFiles.Locate(directory, paths.OAuthDirectory, environment.HomeDirectory);
    }

    private static JsonObject UseOtherProgram(JsonObject input, TemporaryHome home)
    {
        if (input["modifiedAt"] is { } modifiedAt)
            Touch(home, DateTimeOffset.FromUnixTimeMilliseconds((long)modifiedAt.GetValue<double>()).UtcDateTime);

        ScriptedKeychain? keychain = input["keychain"] is JsonObject items ? new ScriptedKeychain(items.DeepClone().AsObject()) : null;
        IKeychain? asked = input["allowKeychain"]?.GetValue<bool>() == false ? null : keychain;
        IReadOnlyDictionary<string, byte[]> before = home.Files();
        JsonObject outcome = Use(input, home, asked);
        if (keychain is not null)
        {
            outcome["keychainCalls"] = keychain.Calls;
            if (outcome.ContainsKey("done"))
                outcome["keychain"] = keychain.Now;
        }

        if (RecordedFiles.Written(home, before) is { Count: > 0 } written)
            outcome["written"] = written;

        return outcome;
    }

    private static JsonObject Use(JsonObject input, TemporaryHome home, IKeychain? keychain)
    {
        ProcessEnvironment environment = input.Environment(home);
        switch (input.Text("fn"))
        {
            case "read-claude":
                return new JsonObject { ["credential"] = new ClaudeCodeSignIn(environment, keychain).Read() };
            case "read-codex":
                return new JsonObject { ["credential"] = new CodexSignIn(environment, keychain, ManualTimeProvider.AtUnixMilliseconds(input.Now())).Read() };
            default:
                JsonObject credential = input["credential"]!.AsObject();
                return new JsonObject { ["done"] = new ClaudeCodeSignIn(environment, keychain).Write(credential.Text("access")!, credential.Text("refresh")!, credential["expires"]!.GetValue<double>()) };
        }
    }

    private static void Touch(TemporaryHome home, DateTime time)
    {
        foreach (string file in home.Files().Keys)
            File.SetLastWriteTimeUtc(home[file], time);
    }
}
