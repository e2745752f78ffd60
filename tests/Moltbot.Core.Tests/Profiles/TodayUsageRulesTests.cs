using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Failures;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>What a gateway of today remembers of a success, a failure and an end of cooldown (docs/gateway/later.md §5).</summary>
public sealed class TodayUsageRulesTests
{
    private const string Id = "zai:a";
    private const double Second = 1000;
    private const double Minute = 60 * Second;
    private const double Hour = 60 * Minute;
    private const double Day = 24 * Hour;
    private const double Now = 1_000 * Day;

    /// <summary>What is remembered, why the profile failed, and what of it is remembered then; times in seconds from now on.</summary>
    public static TheoryData<string, FailureReason, string> Failures => new()
    {
        { "", FailureReason.Auth, "cooldown 30 auth, errors 1, auth 1" },
        { "errors 1, auth 1, failed -40, cooldown -10 auth", FailureReason.Auth, "cooldown 30 auth, errors 1, auth 1" }, // a rest that is over begins anew
        { "errors 1, auth 1, failed -40", FailureReason.Auth, "cooldown 60 auth, errors 2, auth 2" },
        { "errors 2", FailureReason.Timeout, "cooldown 300 timeout, errors 3, timeout 1" },
        { "errors 3", FailureReason.Timeout, "cooldown 300 timeout, errors 4, timeout 1" },
        { "", FailureReason.RateLimit, "cooldown 30 rate_limit, errors 1, rate_limit 1" },
        { "errors 1, rate_limit 1", FailureReason.RateLimit, "cooldown 60 rate_limit, errors 2, rate_limit 2" },
        { "errors 3, rate_limit 3, auth 2, cooldown 0 rate_limit", FailureReason.RateLimit, "cooldown 240 rate_limit, errors 1, rate_limit 4" }, // these are counted on
        { "rate_limit 12", FailureReason.RateLimit, "cooldown 86400 rate_limit, errors 1, rate_limit 13" },
        { "rate_limit 999", FailureReason.RateLimit, "cooldown 86400 rate_limit, errors 1, rate_limit 1000" },
        { "", FailureReason.Billing, "disabled 600 billing, errors 1, billing 1" },
        { "errors 2, billing 2", FailureReason.Billing, "disabled 2400 billing, errors 3, billing 3" },
        { "billing 8", FailureReason.Billing, "disabled 86400 billing, errors 1, billing 9" },
        { "errors 5, auth 5, rate_limit 2, failed -86400", FailureReason.Auth, "cooldown 300 auth, errors 6, auth 6, rate_limit 2" },
        { "errors 5, auth 5, rate_limit 2, failed -86401", FailureReason.Auth, "cooldown 30 auth, errors 1, auth 1" }, // after a day all is forgotten
        { "errors 1, auth 1, cooldown 5 auth", FailureReason.Auth, "cooldown 5 auth, errors 2, auth 2" }, // a rest is not made longer
        { "errors 1, auth 1, cooldown 5 auth", FailureReason.Billing, "cooldown 5 auth, errors 2, auth 1, billing 1" },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_failure_counts_and_has_the_profile_rest_the_longer_the_more_there_were(string before, FailureReason reason, string after) =>
        Shown(Fail(before, reason)).ShouldBe(after);

    [Theory]
    [InlineData("openrouter")]
    [InlineData("kilocode")]
    public void Who_passes_requests_on_never_rests(string provider) => Shown(Fail("", FailureReason.Auth, provider)).ShouldBe("errors 1, auth 1");

    [Fact]
    public void The_time_of_a_failure_is_remembered() => Fail("", FailureReason.Auth)["lastFailureAt"]!.GetValue<double>().ShouldBe(Now);

    [Fact]
    public void A_success_ends_every_rest_and_forgets_all_failures()
    {
        AuthProfileStore view = View("errors 2, billing 1, cooldown 9 auth, disabled 9 billing", model: "glm");

        StoreContent content = new TodayUsageRules().Succeeded(Own(view), view, view.Find(Id)!, Now);

        Usage(content).ToJsonString().ShouldBe(string.Create(CultureInfo.InvariantCulture, $$"""{"errorCount":0,"lastUsed":{{Now}},"lastProbeAt":{{Now}}}"""));
        content.Store.LastGood("zai").ShouldBe(Id);
    }

    [Theory]
    [InlineData("errors 2, auth 1, billing 1, cooldown 9 auth, disabled 9 billing", false, "disabled 9 billing, errors 0, auth 1, billing 1")]
    [InlineData("errors 2, auth 1, billing 1, cooldown 9 auth, disabled 9 billing", true, "errors 0, auth 1")]
    [InlineData("errors 1, billing 1, disabled 9 billing", true, "errors 0")]
    [InlineData("errors 1, auth 1", true, "errors 0, auth 1")]
    public void A_cooldown_that_is_cleared_leaves_what_is_disabled_unless_that_is_asked_for(string before, bool withDisabled, string after)
    {
        AuthProfileStore view = View(before, model: "glm");

        JsonObject usage = Usage(new TodayUsageRules().Cleared(Own(view), view, Id, withDisabled));

        Shown(usage).ShouldBe(after);
        usage.ContainsKey("cooldownModel").ShouldBeFalse();
        (usage["failureCounts"] is JsonObject { Count: 0 }).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData("errors 0")]
    public void Where_there_is_nothing_to_clear_nothing_is_changed(string before)
    {
        AuthProfileStore view = View(before);
        StoreContent own = Own(view);

        new TodayUsageRules().Cleared(own, view, Id, withDisabled: true).ShouldBeSameAs(own);
    }

    [Theory]
    [InlineData(null, Day)]
    [InlineData(Now, Day)]
    [InlineData(Now + 1, double.PositiveInfinity)]
    public void A_plan_that_is_used_up_blocks_for_as_long_as_it_wants(double? blockedUntil, double longest) =>
        new TodayUsageRules().LongestRest(MoltbotConfiguration.Empty, ProviderId.Parse("zai"), new ProfileUsage(JsonText.ToElement(new JsonObject { ["blockedUntil"] = blockedUntil })), Now).ShouldBe(longest);

    private static JsonObject Fail(string before, FailureReason reason, string provider = "zai")
    {
        AuthProfileStore view = View(before, provider);
        return Usage(new TodayUsageRules().Failed(Own(view), view, view.Find(Id)!, reason, MoltbotConfiguration.Empty, Now));
    }

    private static AuthProfileStore View(string usage, string provider = "zai", string? model = null) => TodayDocument.Read(new StoredCells("cells")
    {
        Store = JsonText.ToElement(new JsonObject { ["profiles"] = new JsonObject { [Id] = new JsonObject { ["type"] = "api_key", ["provider"] = provider, ["key"] = "k" } } }),
        State = JsonText.ToElement(usage.Length == 0 ? [] : new JsonObject { ["usageStats"] = new JsonObject { [Id] = Remembered(usage, model) } }),
    });

    private static StoreContent Own(AuthProfileStore view) => StoreContent.Of(view, withPassedOver: true, json => TodayDocument.Read(new StoredCells("cells") { Store = json, State = json }));

    private static JsonObject Usage(StoreContent content) => JsonText.ToNode(content.Json.Member("usageStats").Member(Id))!.AsObject();

    /// <summary>What is remembered, from a text as "errors 1, auth 1, cooldown 5 auth".</summary>
    private static JsonObject Remembered(string text, string? model)
    {
        JsonObject usage = [];
        JsonObject counts = [];
        foreach (string[] words in text.Split(", ").Select(part => part.Split(' ')))
        {
            double number = double.Parse(words[1], CultureInfo.InvariantCulture);
            switch (words[0])
            {
                case "errors":
                    usage["errorCount"] = number;
                    break;
                case "failed":
                    usage["lastFailureAt"] = Now + (number * Second);
                    break;
                case "cooldown" or "disabled":
                    usage[$"{words[0]}Until"] = Now + (number * Second);
                    usage[$"{words[0]}Reason"] = words[2];
                    break;
                default:
                    counts[words[0]] = number;
                    break;
            }
        }

        if (counts.Count > 0)
            usage["failureCounts"] = counts;
        if (model is not null)
            usage["cooldownModel"] = model;

        return usage;
    }

    /// <summary>The same the other way round.</summary>
    private static string Shown(JsonObject usage)
    {
        List<string> parts = [];
        foreach (string rest in new[] { "cooldown", "disabled" })
        {
            if (usage[$"{rest}Until"] is { } until)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{rest} {(until.GetValue<double>() - Now) / Second} {usage[$"{rest}Reason"]}"));
        }

        parts.Add($"errors {usage["errorCount"]}");
        if (usage["failureCounts"] is JsonObject counts)
            parts.AddRange(counts.Select(count => $"{count.Key} {count.Value}"));

        return string.Join(", ", parts);
    }
}
