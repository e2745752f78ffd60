using System.Text.Json.Nodes;
using Moltbot.Core.Health;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class HealthTests
{
    public static TheoryData<string> Cases => Recording.Cases("health");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void The_health_summary_is_the_recorded_one(string id)
    {
        ConformanceCase recorded = Recording.Open("health", id);
        JsonObject input = recorded.Input;

        HealthSummary summary = HealthSummary.Build(
            input.Store(),
            input.Configuration(),
            input.Now(),
            input["warnAfterMs"]?.GetValue<double>() ?? HealthSummary.DefaultWarnAfter,
            (input["providers"] as JsonArray)?.Select(provider => provider!.GetValue<string>()));

        JsonObject actual = new()
        {
            ["now"] = summary.Now,
            ["warnAfterMs"] = summary.WarnAfterMilliseconds,
            ["profiles"] = new JsonArray([.. summary.Profiles.Select(HealthJson.Of)]),
            ["providers"] = new JsonArray([.. summary.Providers.Select(HealthJson.Of)]),
        };
        JsonDifference.Find(recorded.Expected, actual).ShouldBeNull();
    }
}
