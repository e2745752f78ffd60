using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class ResolveTests
{
    [Theory]
    [Recordings("resolve")]
    public void The_effective_credential_is_the_recorded_one(string id)
    {
        ConformanceCase recorded = Recording.Open("resolve", id);

        (recorded.Expected["error"] as JsonObject)?.Remove("message");
        JsonDifference.Find(recorded.Expected, ResolveOutcome.Of(recorded.Input)).ShouldBeNull();
    }
}
