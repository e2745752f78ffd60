using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class SessionOverrideTests
{
    [Theory]
    [Recordings("session-override")]
    public void A_session_sticks_to_the_recorded_profile(string id)
    {
        ConformanceCase recorded = Recording.Open("session-override", id);

        JsonDifference.Find(recorded.Expected, SessionOverrideOutcome.Of(recorded.Input)).ShouldBeNull();
    }
}
