using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles.January;
using Moltbot.Core.Resolving;
using Moltbot.Core.Selection;
using Moltbot.Core.Tests.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>The credential that is used, in the shape in which it was recorded.</summary>
internal static class ResolveOutcome
{
    private const string MainStorePath = ".clawdbot/agents/main/agent/auth-profiles.json";
    private const string HelperStorePath = ".clawdbot/agents/helper/agent/auth-profiles.json";

    /// <summary>Lays the stores out, resolves, and checks that no file has changed.</summary>
    public static JsonObject Of(JsonObject input)
    {
        using TemporaryHome home = new();
        WriteStore(home, MainStorePath, input["store"]);
        WriteStore(home, HelperStorePath, input["helperStore"]);
        string before = home.Fingerprint();
        ProcessEnvironment environment = input.Environment(home);

        JsonObject outcome = Resolve(input, InstallationPaths.Locate(environment), environment);

        home.Fingerprint().ShouldBe(before);
        return outcome;
    }

    private static JsonObject Resolve(JsonObject input, InstallationPaths paths, ProcessEnvironment environment)
    {
        TimeProvider time = ManualTimeProvider.AtUnixMilliseconds(input.Now());
        AgentStoreFiles main = Locate(paths.MainAgentDirectory);
        AgentStoreFiles own = input.Text("agentDir") is null ? main : Locate(paths.AgentDirectory(AgentId.Parse("helper")));
        PlanResolver resolver = new(
            new AgentStore(own, main, () => InstallationLayout.Of(paths), time).Read().StoreOrThrow(),
            new AgentStore(main, main, () => InstallationLayout.Of(paths), time).Read().StoreOrThrow(),
            input.Configuration(),
            environment,
            input.Now());
        try
        {
            return new JsonObject
            {
                ["ok"] = ToJson(input.Text("profileId") is { Length: > 0 } pinned
                    ? resolver.ResolveProfile(pinned)
                    : resolver.Resolve(input.Text("provider")!, input.Text("preferredProfile"))),
            };
        }
        catch (MoltbotException e)
        {
            return new JsonObject { ["error"] = new JsonObject { ["kind"] = KindOf(e.Code) } };
        }

        AgentStoreFiles Locate(string agentDirectory) => AgentStoreFiles.Locate(agentDirectory, paths.OAuthDirectory, environment.HomeDirectory);
    }

    private static JsonObject ToJson(EffectiveCredential credential)
    {
        JsonObject json = new() { ["source"] = credential.Source, ["mode"] = credential.Mode.ToName() };
        if (credential.Value is { } value)
            json["apiKey"] = value.Reveal();
        if (credential.ProfileId is { } profileId)
            json["profileId"] = profileId;

        return json;
    }

    private static string KindOf(ErrorCode code) => code switch
    {
        ErrorCode.ProfileUnusable or ErrorCode.CredentialExpired => "no-credentials",
        ErrorCode.CredentialNotFound => "no-api-key",
        ErrorCode.CredentialOfOtherProvider => "openai-codex-hint",
        ErrorCode.RefreshNeeded => "refresh-failed",
        _ => code.ToString(),
    };

    private static void WriteStore(TemporaryHome home, string path, JsonNode? store)
    {
        if (store is not null)
            home.Write(path, RecordedValues.ToText(store));
    }
}
