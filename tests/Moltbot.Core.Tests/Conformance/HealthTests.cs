using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class HealthTests
{
    [Theory]
    [Recordings("health")]
    public void The_health_summary_is_the_recorded_one(string id)
    {
        ConformanceCase recorded = Recording.Open("health", id);
        recorded.NeedsLanguages();

        JsonDifference.Find(recorded.Expected, HealthOutcome.Of(recorded.Input)).ShouldBeNull();
    }
}
