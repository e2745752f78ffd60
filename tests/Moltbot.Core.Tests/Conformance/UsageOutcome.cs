using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Failures;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.January;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>What is remembered about the use of profiles, in the shape in which it was recorded.</summary>
internal static class UsageOutcome
{
    /// <summary>Lays the stores out and takes the steps.</summary>
    public static JsonObject Of(JsonObject input)
    {
        using TemporaryInstallation installation = new();
        string agent = input.Text("agent") ?? "main";
        installation.Store(RecordedValues.ToFileText(input["store"]), agent);
        if (input["mainStore"] is { } main)
            installation.Store(RecordedValues.ToFileText(main));

        JsonArray usageStats = [];
        foreach (JsonNode? step in input["steps"]!.AsArray())
        {
            installation.AgentStore(agent).Commit(new((own, view) => Take(step!.AsObject(), own, view, input.Configuration())), TestContext.Current.CancellationToken);
            usageStats.Add(FileOf(installation, agent)["usageStats"]?.DeepClone());
        }

        return new JsonObject { ["usageStats"] = usageStats, ["finalFile"] = FileOf(installation, agent) };
    }

    private static StoreContent Take(JsonObject step, StoreContent document, AuthProfileStore view, MoltbotConfiguration configuration)
    {
        string profileId = step.Text("profileId")!;
        double now = step["at"]!.GetValue<double>();
        ProfileUsageRules rules = new();
        if (step.Text("op") == "clear")
            return rules.Cleared(document, view, profileId, withDisabled: false);
        if (view.Find(profileId) is not { } profile)
            return document; // the gateway's own functions pass over what is not there

        return step.Text("op") switch
        {
            "used" => ProfileUsageRules.Used(document, view, profile, now),
            "failure" => rules.Failed(document, view, profile, FailureReasons.Parse(step.Text("reason"))!.Value, configuration, now),

            // The gateway's own short form knows nothing of the configuration.
            "cooldown" => rules.Failed(document, view, profile, FailureReason.Unknown, MoltbotConfiguration.Empty, now),
            string other => throw new InvalidOperationException($"no such step: {other}"),
            null => throw new InvalidOperationException("a step without its operation"),
        };
    }

    private static JsonObject FileOf(TemporaryInstallation installation, string agent) =>
        RecordedValues.Decode(JsonNode.Parse(File.ReadAllText(installation.StorePath(agent))))!.AsObject();
}
