using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class OAuthRefreshTests
{
    [Theory]
    [Recordings("oauth-refresh")]
    public async Task A_sign_in_is_renewed_as_it_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("oauth-refresh", id);

        JsonDifference.Find(RecordedErrors.Comparable(recorded.Expected), RecordedErrors.Comparable(await OAuthRefreshOutcome.OfAsync(recorded.Input), recorded.Expected)).ShouldBeNull();
    }
}
