using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class UsageTests
{
    [Theory]
    [Recordings("usage")]
    public void What_is_remembered_about_use_is_what_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("usage", id);

        JsonDifference.Find(recorded.Expected, UsageOutcome.Of(recorded.Input)).ShouldBeNull();
    }
}
