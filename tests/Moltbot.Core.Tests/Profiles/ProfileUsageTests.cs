using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>What is remembered of the use of a profile, as January's gateways and today's understand it.</summary>
public sealed class ProfileUsageTests
{
    private const double Now = 1000;

    /// <summary>What is remembered, and whether the profile can be used now: for a model, for another, and for all of them.</summary>
    [Theory]
    [InlineData("""{"disabledUntil":1001,"cooldownModel":"m"}""", true, true, true)]
    [InlineData("""{"disabledUntil":1000}""", false, false, false)]
    [InlineData("""{"blockedUntil":1001}""", true, true, true)]
    [InlineData("""{"blockedUntil":1000}""", false, false, false)]
    [InlineData("""{"blockedUntil":1001,"blockedModel":"m"}""", true, true, true)]
    [InlineData("""{"blockedUntil":1001,"blockedModel":"m","blockedScope":"model"}""", true, false, false)]
    [InlineData("""{"blockedUntil":1001,"blockedScope":"model"}""", true, true, true)]
    [InlineData("""{"blockedScope":"model","blockedModel":"m"}""", false, false, false)]
    [InlineData("""{"cooldownUntil":1001,"cooldownReason":"auth","cooldownModel":"m"}""", true, true, true)]
    [InlineData("""{"cooldownUntil":1001,"cooldownReason":"rate_limit","cooldownModel":"m"}""", true, false, false)]
    [InlineData("""{"cooldownUntil":1001,"cooldownReason":"timeout","cooldownModel":"m"}""", true, false, false)]
    [InlineData("""{"cooldownUntil":1001,"cooldownReason":"model_not_found","cooldownModel":"m"}""", true, false, false)]
    [InlineData("""{"cooldownUntil":1001,"cooldownReason":"rate_limit","cooldownModel":""}""", true, true, true)]
    [InlineData("""{"cooldownUntil":1000,"cooldownReason":"auth"}""", false, false, false)]
    [InlineData("""{"cooldownReason":"rate_limit","cooldownModel":"m"}""", false, false, false)]
    [InlineData("{}", false, false, false)]
    public void A_rest_may_be_one_models_alone(string usage, bool isForModel, bool isForOther, bool isForAll)
    {
        ProfileUsage read = Read(usage, isOfToday: true);

        (read.IsUnusableAt(Now, "m"), read.IsUnusableAt(Now, "other"), read.IsUnusableAt(Now, model: null)).ShouldBe((isForModel, isForOther, isForAll));
    }

    [Fact]
    public void What_only_gateways_of_today_say_is_not_heard_from_others()
    {
        const string usage = """{"cooldownReason":"auth","cooldownModel":"m","blockedUntil":5}""";

        ProfileUsage today = Read(usage, isOfToday: true);
        ProfileUsage january = Read(usage, isOfToday: false);

        (today.CooldownReason, today.UnusableModel, today.BlockedUntil, today.UnusableUntil).ShouldBe(("auth", "m", 5, 5));
        (january.CooldownReason, january.UnusableModel, january.BlockedUntil, january.UnusableUntil).ShouldBe((null, null, null, null));
    }

    [Theory]
    [InlineData("""{"cooldownModel":"a","blockedModel":"b"}""", "a")]
    [InlineData("""{"blockedModel":"b"}""", "b")]
    [InlineData("{}", null)]
    public void A_model_that_is_blocked_is_told_where_none_rests(string usage, string? model) => Read(usage, isOfToday: true).UnusableModel.ShouldBe(model);

    [Theory]
    [InlineData("""{"cooldownUntil":5,"disabledUntil":7,"blockedUntil":6}""", 7.0)]
    [InlineData("""{"cooldownUntil":5,"blockedUntil":6}""", 6.0)]
    [InlineData("""{"disabledUntil":7,"cooldownUntil":0}""", 7.0)]
    [InlineData("""{"cooldownUntil":-5}""", null)]
    [InlineData("""{"cooldownUntil":1e999,"disabledUntil":3}""", 3.0)]
    public void The_latest_end_counts(string usage, double? until) => Read(usage, isOfToday: true).UnusableUntil.ShouldBe(until);

    [Fact]
    public void Failures_are_counted_in_whole_numbers_and_those_of_none_not_at_all() =>
        Read("""{"failureCounts":{"auth":2,"billing":0,"timeout":-1,"format":"x","unknown":1e12}}""", isOfToday: false).FailureCounts
            .ShouldBe(new Dictionary<string, int> { ["auth"] = 2, ["unknown"] = int.MaxValue });

    [Fact]
    public void It_is_told_in_the_words_of_the_store()
    {
        JsonObject json = [];
        ProfileUsageJson.AddTo(json, Read("""{"lastUsed":1,"errorCount":2,"failureCounts":{"auth":2},"lastFailureAt":3}""", isOfToday: false));
        JsonObject none = [];
        ProfileUsageJson.AddTo(none, Read("""{"lastUsed":1e999,"errorCount":-1}""", isOfToday: false));

        json.ToJsonString().ShouldBe("""{"lastUsed":1,"errorCount":2,"failureCounts":{"auth":2},"lastFailureAt":3}""");
        none.ToJsonString().ShouldBe("""{"errorCount":0}""");
    }

    private static ProfileUsage Read(string json, bool isOfToday) => new(JsonText.Parse(Encoding.UTF8.GetBytes(json)), isOfToday);
}
