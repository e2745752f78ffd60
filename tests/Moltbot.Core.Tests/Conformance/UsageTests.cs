using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Failures;
using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class UsageTests
{
    public static TheoryData<string> Cases => Recording.Cases("usage");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void What_is_remembered_about_use_is_what_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("usage", id);
        JsonObject input = recorded.Input;
        using TemporaryInstallation installation = new();
        string agent = input.Text("agent") ?? "main";
        installation.Store(RecordedNumbers.ToFileText(input["store"]), agent);
        if (input["mainStore"] is { } main)
            installation.Store(RecordedNumbers.ToFileText(main));

        JsonArray actual = [];
        foreach (JsonNode? step in input["steps"]!.AsArray())
        {
            installation.AgentStore(agent).Update((document, view) => Take(step!.AsObject(), document, view, input.Configuration()), TestContext.Current.CancellationToken);
            actual.Add(FileOf(installation, agent)["usageStats"]?.DeepClone());
        }

        JsonDifference.Find(recorded.Expected["usageStats"], actual).ShouldBeNull();
        JsonDifference.Find(recorded.Expected["finalFile"], FileOf(installation, agent)).ShouldBeNull();
    }

    private static AuthProfileDocument Take(JsonObject step, AuthProfileDocument document, AuthProfileStore view, MoltbotConfiguration configuration)
    {
        string profileId = step.Text("profileId")!;
        double now = step["at"]!.GetValue<double>();
        return step.Text("op") switch
        {
            "used" => UsageRules.Used(document, view, profileId, now),
            "failure" => UsageRules.Failed(document, view, profileId, FailureReasons.Parse(step.Text("reason"))!.Value, configuration, now),

            // The gateway's own short form knows nothing of the configuration.
            "cooldown" => UsageRules.Failed(document, view, profileId, FailureReason.Unknown, MoltbotConfiguration.Empty, now),
            "clear" => UsageRules.Cleared(document, view, profileId),
            string other => throw new InvalidOperationException($"no such step: {other}"),
            null => throw new InvalidOperationException("a step without its operation"),
        };
    }

    private static JsonObject FileOf(TemporaryInstallation installation, string agent) =>
        JsonNode.Parse(File.ReadAllText(installation.StorePath(agent)))!.AsObject();
}
