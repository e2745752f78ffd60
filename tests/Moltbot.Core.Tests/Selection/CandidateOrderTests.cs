using Moltbot.Core.Configuration;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Selection;

/// <summary>Which profiles are tried, and in which order (docs/gateway/credentials.md §3, §9).</summary>
public sealed class CandidateOrderTests
{
    [Fact]
    public void Without_any_order_stored_profiles_are_tried_as_they_stand() =>
        Order(StoreOf("zai:b", "zai:a", "zai:c")).ShouldBe(["zai:b", "zai:a", "zai:c"]);

    [Theory]
    [InlineData("zai")]
    [InlineData("z.ai")]
    [InlineData("Z-AI")]
    public void An_order_counts_under_any_spelling_of_the_provider(string spelling)
    {
        Order(StoreOf("zai:a", "zai:b").Order(spelling, "zai:b", "zai:a")).ShouldBe(["zai:b", "zai:a"]);
        Order(StoreOf("zai:a", "zai:b"), new ConfigurationBuilder().Order(spelling, "zai:b", "zai:a")).ShouldBe(["zai:b", "zai:a"]);
    }

    [Fact]
    public void Only_what_is_in_the_order_is_tried() => Order(StoreOf("zai:a", "zai:b").Order("zai", "zai:b")).ShouldBe(["zai:b"]);

    [Fact]
    public void The_order_of_the_store_beats_the_configurations() =>
        Order(StoreOf("zai:a", "zai:b").Order("zai", "zai:b"), new ConfigurationBuilder().Order("zai", "zai:a")).ShouldBe(["zai:b"]);

    [Fact]
    public void Without_an_order_the_profiles_of_the_configuration_are_tried_and_no_others() =>
        Order(
            StoreOf("zai:a", "zai:b", "zai:c"),
            new ConfigurationBuilder().Profile("zai:c", "api_key").Profile("zai:a", "api_key").Profile("openai:x", "api_key"))
            .ShouldBe(["zai:c", "zai:a"]);

    [Fact]
    public void An_empty_order_in_the_configuration_means_that_none_is_tried() =>
        Order(StoreOf("zai:a"), new ConfigurationBuilder().Order("zai")).ShouldBeEmpty();

    [Fact]
    public void With_a_gateway_of_today_a_sign_in_that_has_to_be_renewed_comes_behind_those_that_last()
    {
        StoreBuilder store = new StoreBuilder()
            .ApiKey("zai:key").Token("zai:token").OAuth("zai:over", expires: Now).OAuth("zai:fresh", expires: Now.AddMilliseconds(1))
            .Usage("zai:fresh", lastUsed: Now).Usage("zai:over", lastUsed: Now.AddHours(-1));

        Order(store).ShouldBe(["zai:over", "zai:fresh", "zai:token", "zai:key"]);
        OrderOfToday(store).ShouldBe(["zai:fresh", "zai:over", "zai:token", "zai:key"]);
    }

    [Theory]
    [InlineData("zai:gone", "zai:a zai:b", "")]
    [InlineData("zai:gone zai:b", "zai:b", "zai:b")]
    public void A_gateway_of_today_passes_over_an_order_of_nothing_that_is_there(string order, string ofToday, string ofJanuary)
    {
        StoreBuilder store = StoreOf("zai:a", "zai:b").Order("zai", order.Split(' '));

        string.Join(' ', OrderOfToday(store)).ShouldBe(ofToday);
        string.Join(' ', Order(store)).ShouldBe(ofJanuary);
    }

    [Fact]
    public void What_is_listed_twice_is_tried_once() =>
        Order(StoreOf("zai:a", "zai:b").Order("zai", "zai:b", "zai:a", "zai:b")).ShouldBe(["zai:b", "zai:a"]);

    [Fact]
    public void What_is_missing_or_another_providers_is_not_tried() =>
        Order(StoreOf("zai:a", "openai:x").Order("zai", "zai:gone", "openai:x", "zai:a")).ShouldBe(["zai:a"]);

    [Theory]
    [InlineData("api_key", "api_key", true)]
    [InlineData("api_key", "token", false)]
    [InlineData("token", "token", true)]
    [InlineData("token", "oauth", true)]
    [InlineData("oauth", "oauth", true)]
    [InlineData("oauth", "token", false)]
    [InlineData("oauth", "api_key", false)]
    [InlineData("token", "api_key", false)]
    public void The_configured_mode_has_to_fit(string stored, string configured, bool isTried)
    {
        StoreBuilder store = stored switch
        {
            "api_key" => new StoreBuilder().ApiKey("zai:a"),
            "token" => new StoreBuilder().Token("zai:a"),
            _ => new StoreBuilder().OAuth("zai:a"),
        };

        Order(store, new ConfigurationBuilder().Profile("zai:a", configured)).Count.ShouldBe(isTried ? 1 : 0);
    }

    [Fact]
    public void A_profile_that_is_configured_for_another_provider_is_not_tried() =>
        Order(StoreOf("zai:a", "zai:b"), new ConfigurationBuilder().Order("zai", "zai:a", "zai:b").Profile("zai:a", "api_key", provider: "openai"))
            .ShouldBe(["zai:b"]);

    [Fact]
    public void Blank_secrets_are_not_tried() =>
        Order(new StoreBuilder()
            .ApiKey("zai:1", " ").ApiKey("zai:2", key: null).Token("zai:3", "").OAuth("zai:4", access: " ", refresh: null)
            .OAuth("zai:refresh", access: null).OAuth("zai:access", refresh: null))
            .ShouldBe(["zai:refresh", "zai:access"]);

    [Theory]
    [InlineData(-1, false)]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public void A_token_is_tried_until_it_expires(int milliseconds, bool isTried) =>
        Order(new StoreBuilder().Token("zai:t", expires: Now.AddMilliseconds(milliseconds))).Count.ShouldBe(isTried ? 1 : 0);

    [Fact]
    public void An_expired_sign_in_is_tried_because_it_can_be_renewed() =>
        Order(new StoreBuilder().OAuth("zai:o", expires: Now.AddDays(-1))).ShouldBe(["zai:o"]);

    [Fact]
    public void Sign_ins_come_before_tokens_before_keys_and_the_longest_unused_first() =>
        Order(new StoreBuilder()
            .ApiKey("zai:key300").ApiKey("zai:key100").Token("zai:token").OAuth("zai:oauth200").OAuth("zai:never")
            .Usage("zai:oauth200", lastUsed: At(200)).Usage("zai:key100", lastUsed: At(100)).Usage("zai:key300", lastUsed: At(300)))
            .ShouldBe(["zai:never", "zai:oauth200", "zai:token", "zai:key100", "zai:key300"]);

    [Fact]
    public void The_last_good_profile_has_no_advantage() =>
        Order(StoreOf("zai:default", "zai:work").LastGood("zai", "zai:work").Usage("zai:default", lastUsed: At(100)).Usage("zai:work", lastUsed: At(200)))
            .ShouldBe(["zai:default", "zai:work"]);

    [Fact]
    public void Profiles_that_rest_come_last_and_the_soonest_usable_first() =>
        Order(StoreOf("zai:cool1", "zai:ready", "zai:cool2", "zai:off")
            .Usage("zai:cool1", cooldownUntil: Now.AddSeconds(5))
            .Usage("zai:cool2", cooldownUntil: Now.AddSeconds(1))
            .Usage("zai:off", disabledUntil: Now.AddSeconds(3)))
            .ShouldBe(["zai:ready", "zai:cool2", "zai:off", "zai:cool1"]);

    [Fact]
    public void In_an_order_too_profiles_that_rest_come_last() =>
        Order(StoreOf("zai:a", "zai:b", "zai:c").Order("zai", "zai:a", "zai:c", "zai:b").Usage("zai:a", cooldownUntil: Now.AddHours(1)))
            .ShouldBe(["zai:c", "zai:b", "zai:a"]);

    [Fact]
    public void In_an_order_neither_kind_nor_use_counts() =>
        Order(new StoreBuilder().OAuth("zai:o").ApiKey("zai:k").Order("zai", "zai:k", "zai:o").Usage("zai:k", lastUsed: Now))
            .ShouldBe(["zai:k", "zai:o"]);

    [Fact]
    public void A_rest_that_is_over_does_not_count() =>
        Order(StoreOf("zai:a", "zai:b").Usage("zai:a", cooldownUntil: Now, disabledUntil: Now.AddDays(-1))).ShouldBe(["zai:a", "zai:b"]);

    [Theory]
    [InlineData("zai:b", "zai:b zai:a zai:c")]
    [InlineData("zai:c", "zai:c zai:a zai:b")]
    [InlineData("zai:gone", "zai:a zai:b zai:c")]
    [InlineData("openai:x", "zai:a zai:b zai:c")]
    public void A_preferred_profile_goes_first_if_it_can_be_tried_at_all(string preferred, string expected) =>
        Order(StoreOf("zai:a", "zai:b", "zai:c", "openai:x").Usage("zai:c", cooldownUntil: Now.AddHours(1)), preferred: preferred)
            .ShouldBe(expected.Split(' '));

    /// <summary>A gateway of today has those wait that it would have to renew (docs/gateway/later.md §5), one of January does not.</summary>
    [Fact]
    public void For_a_gateway_of_today_a_sign_in_that_has_to_be_renewed_comes_behind_those_that_last()
    {
        StoreBuilder store = new StoreBuilder()
            .Token("zai:token")
            .OAuth("zai:spent", expires: Now)
            .OAuth("zai:lasting", expires: Now.AddMilliseconds(1))
            .Usage("zai:spent", lastUsed: At(1))
            .Usage("zai:lasting", lastUsed: At(2));

        Order(store).ShouldBe(["zai:spent", "zai:lasting", "zai:token"]);
        CandidateOrder.Resolve(store.Build().Over(AuthProfileStore.EmptyOfToday), new ConfigurationBuilder().Build(), ProviderId.Parse("zai"), NowMilliseconds)
            .ShouldBe(["zai:lasting", "zai:spent", "zai:token"]);
    }

    private static IReadOnlyList<string> OrderOfToday(StoreBuilder store) =>
        CandidateOrder.Resolve(store.Build().Over(AuthProfileStore.EmptyOfToday), MoltbotConfiguration.Empty, ProviderId.Parse("zai"), NowMilliseconds);

    private static StoreBuilder StoreOf(params string[] ids) => ids.Aggregate(new StoreBuilder(), (store, id) => store.ApiKey(id));

    private static DateTimeOffset At(int milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static IReadOnlyList<string> Order(StoreBuilder store, ConfigurationBuilder? configuration = null, string? preferred = null) =>
        CandidateOrder.Resolve(store.Build(), configuration?.Build() ?? MoltbotConfiguration.Empty, ProviderId.Parse("z.ai"), NowMilliseconds, preferred);
}
