using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

public sealed partial class OAuthDeviceTests
{
    [Theory]
    [Recordings("oauth-device")]
    public async Task A_person_signs_in_with_a_code_as_it_was_recorded(string id)
    {
        ConformanceCase recorded = Recording.Open("oauth-device", id);
        recorded.Expected["shown"] = PagesIn(recorded.Expected["shown"]!.AsArray());

        JsonDifference.Find(RecordedErrors.Comparable(recorded.Expected), RecordedErrors.Comparable(await OAuthDeviceOutcome.OfAsync(recorded.Input), recorded.Expected)).ShouldBeNull();
    }

    /// <summary>Of what is shown the pages and the codes matter, and not the words around them.</summary>
    private static JsonArray PagesIn(JsonArray shown) => [.. shown
        .Select(note => note is JsonObject members && members.ContainsKey("text") ? Page().Match(members.Text("text")!) : null)
        .Where(match => match is { Success: true })
        .Select(match => (JsonNode?)new JsonObject { ["page"] = match!.Groups["page"].Value, ["code"] = match.Groups["code"].Value })];

    [GeneratedRegex(@"(?<page>https://\S+)[\s\S]*\b(?i:code:?) (?<code>[^\s.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Page();
}
