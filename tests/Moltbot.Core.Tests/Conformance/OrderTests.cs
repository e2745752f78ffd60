using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class OrderTests
{
    [Theory]
    [Recordings("order")]
    public void The_candidate_order_is_the_recorded_one(string id)
    {
        ConformanceCase recorded = Recording.Open("order", id);

        JsonDifference.Find(recorded.Expected, OrderOutcome.Of(recorded.Input)).ShouldBeNull();
    }
}
