using System.Text.Json.Nodes;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>Which profiles are tried, in the shape in which it was recorded.</summary>
internal static class OrderOutcome
{
    public static JsonObject Of(JsonObject input)
    {
        IReadOnlyList<string> order = CandidateOrder.Resolve(
            input.Store(), input.Configuration(), ProviderId.Parse(input.Text("provider")), input.Now(), input.Text("preferredProfile"));
        return new JsonObject { ["order"] = new JsonArray([.. order.Select(profile => (JsonNode?)profile)]) };
    }
}
