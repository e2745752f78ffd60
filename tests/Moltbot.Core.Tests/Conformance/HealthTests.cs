using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class HealthTests
{
    [Theory]
    [Recordings("health")]
    public void The_health_summary_is_the_recorded_one(string id)
    {
        ConformanceCase recorded = Recording.Open("health", id);
        if (recorded.Input.ToJsonString().Contains("\\u", StringComparison.Ordinal))
            Wine.Lacks(Wine.Languages);

        JsonDifference.Find(recorded.Expected, HealthOutcome.Of(recorded.Input)).ShouldBeNull();
    }
}
