using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Tests.Configuration;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class EnvironmentKeyTests
{
    [Theory]
    [Recordings("env-key")]
    public void The_environment_key_and_the_mode_are_the_recorded_ones(string id)
    {
        ConformanceCase recorded = Recording.Open("env-key", id);
        JsonObject input = recorded.Input;
        using TemporaryHome home = new();
        input.LayOutFiles(home);
        ProcessEnvironment environment = input.Environment(home) with { Platform = OperatingSystemKind.Linux };
        JsonObject actual = [];
        if (input.Text("shellStdout") is { } output)
            (environment, actual["shell"]) = ImportFromShell(environment, output, [.. input["expectedKeys"].Texts()]);

        string provider = input.Text("provider")!;
        EnvironmentKey? key = EnvironmentKeys.Find(ProviderId.Parse(provider), environment);
        CredentialPlanner planner = new(input.Store(), input.Store(), input.Configuration(), environment, input.Now());
        actual["envKey"] = key is null ? null : new JsonObject { ["apiKey"] = home.Collapse(key.Value.Reveal()), ["source"] = key.Source };
        actual["authMode"] = string.IsNullOrWhiteSpace(provider) ? null : ModeOf(planner.Plan(provider));
        actual["configKey"] = input.Configuration().Provider(provider)?.ApiKey;
        JsonDifference.Find(recorded.Expected, actual).ShouldBeNull();
    }

    /// <summary>What the gateway calls the mode of a provider, going by what there is.</summary>
    private static string ModeOf(CredentialPlan plan)
    {
        CredentialMode?[] ofProfiles = [.. plan.Candidates.Where(candidate => candidate.Profile?.Provider == plan.Provider).Select(candidate => candidate.Mode).Distinct()];
        CredentialMode? mode = plan.IsLeftToSdk || ofProfiles is [] ? (plan.Sdk ?? (plan.Keys is [{ } key, ..] ? key : null))?.Mode : ofProfiles[0];
        return ofProfiles.Length > 1 && !plan.IsLeftToSdk ? "mixed" : mode?.ToName() ?? "unknown";
    }

    private static (ProcessEnvironment Environment, JsonObject Outcome) ImportFromShell(ProcessEnvironment environment, string output, string[] keys)
    {
        LoginShellImport import = LoginShellImport.Run(environment, new FakeLoginShell(output), timeoutMilliseconds: 0, keys);
        JsonObject outcome = new() { ["ok"] = import.Failure is null, ["applied"] = new JsonArray([.. import.Applied]) };
        if (import.SkippedBecause is { } reason)
            outcome["skippedReason"] = reason == LoginShellSkip.AlreadyHasKeys ? "already-has-keys" : "disabled";

        return (import.Environment, outcome);
    }
}
