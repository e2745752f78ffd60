using System.Text.Json.Nodes;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed class OrderTests
{
    public static TheoryData<string> Cases => Recording.Cases("order");

    [Theory(SkipTestWithoutData = true)]
    [MemberData(nameof(Cases))]
    public void The_candidate_order_is_the_recorded_one(string id)
    {
        ConformanceCase recorded = Recording.Open("order", id);
        JsonObject input = recorded.Input;

        IReadOnlyList<string> order = CandidateOrder.Resolve(
            input.Store(), input.Configuration(), ProviderId.Parse(input.Text("provider")), input.Now(), input.Text("preferredProfile"));

        JsonObject actual = new() { ["order"] = new JsonArray([.. order.Select(profile => (JsonNode?)profile)]) };
        JsonDifference.Find(recorded.Expected, actual).ShouldBeNull();
    }
}
