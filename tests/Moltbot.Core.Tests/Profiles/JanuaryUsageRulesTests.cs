using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.January;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>What the recordings of January's bookkeeping do not say: which profile worked last, and what ends with being disabled.</summary>
public sealed class JanuaryUsageRulesTests
{
    [Theory]
    [InlineData("zai", "zai:a")]
    [InlineData("Z.AI", null)]
    public void The_last_one_that_worked_is_noted_where_the_provider_is_spelled_as_it_should_be(string provider, string? lastGood)
    {
        StoreContent own = new StoreBuilder().ApiKey("zai:a", provider: provider).BuildContent();

        StoreContent used = new ProfileUsageRules().Succeeded(own, own.Store, own.Store.Find("zai:a")!, NowMilliseconds);

        used.Store.LastGood("zai").ShouldBe(lastGood);
        used.Store.LastGood(provider).ShouldBe(lastGood);
        used.Store.Usage("zai:a").LastUsed.ShouldBe(NowMilliseconds);
    }

    [Theory]
    [InlineData("""{"errorCount":2,"cooldownUntil":5,"disabledUntil":6,"disabledReason":"billing","failureCounts":{"billing":1,"auth":1}}""", false, """{"errorCount":0,"disabledUntil":6,"disabledReason":"billing","failureCounts":{"billing":1,"auth":1}}""")]
    [InlineData("""{"errorCount":2,"cooldownUntil":5,"disabledUntil":6,"disabledReason":"billing","failureCounts":{"billing":1,"auth":1}}""", true, """{"errorCount":0,"failureCounts":{"auth":1}}""")]
    [InlineData("""{"errorCount":2,"disabledUntil":6,"failureCounts":{"billing":1}}""", true, """{"errorCount":0}""")]
    [InlineData("""{"errorCount":2,"failureCounts":{"auth":1}}""", true, """{"errorCount":0,"failureCounts":{"auth":1}}""")]
    [InlineData("""{"errorCount":2,"failureCounts":{}}""", true, """{"errorCount":0,"failureCounts":{}}""")]
    public void Being_disabled_ends_on_demand_with_the_failures_that_led_to_it(string before, bool withDisabled, string after)
    {
        StoreContent own = new StoreBuilder().Member("usageStats", new JsonObject { ["zai:a"] = JsonNode.Parse(before) }).BuildContent();

        StoreContent cleared = new ProfileUsageRules().Cleared(own, own.Store, "zai:a", withDisabled);

        JsonText.ToNode(cleared.Json.Member("usageStats").Member("zai:a"))!.ToJsonString().ShouldBe(after);
    }

    [Theory]
    [InlineData("zai:a")]
    [InlineData("zai:unknown")]
    public void Where_there_is_nothing_to_clear_nothing_is_changed(string profileId)
    {
        StoreContent own = new StoreBuilder().Usage("zai:a", errorCount: 0).BuildContent();

        new ProfileUsageRules().Cleared(own, own.Store, profileId, withDisabled: true).ShouldBeSameAs(own);
    }
}
