using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class OAuthExchangeTests
{
    [Theory]
    [Recordings("oauth-exchange")]
    public async Task A_person_signs_in_with_a_browser_as_it_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("oauth-exchange", id);

        JsonDifference.Find(RecordedErrors.Comparable(recorded.Expected), RecordedErrors.Comparable(await OAuthExchangeOutcome.OfAsync(recorded.Input), recorded.Expected)).ShouldBeNull();
    }
}
