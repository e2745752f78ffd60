using Moltbot.Core.Configuration;
using Moltbot.Core.Health;
using Moltbot.Core.Json;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Health;

/// <summary>How well credentials are (docs/gateway/monitoring.md §1).</summary>
public sealed class HealthSummaryTests
{
    private const long Day = 24 * 60 * 60 * 1000;

    [Theory]
    [InlineData(-Day, HealthStatus.Expired)]
    [InlineData(0, HealthStatus.Expired)]
    [InlineData(1, HealthStatus.Expiring)]
    [InlineData(Day, HealthStatus.Expiring)]
    [InlineData(Day + 1, HealthStatus.Ok)]
    public void A_credential_is_judged_by_what_is_left(long milliseconds, HealthStatus status)
    {
        DateTimeOffset expires = Now.AddMilliseconds(milliseconds);

        Health(new StoreBuilder().OAuth("a:1", expires: expires)).Status.ShouldBe(status);
        Health(new StoreBuilder().Token("a:1", expires: expires)).Status.ShouldBe(status);
    }

    [Fact]
    public void A_token_without_expiry_is_static()
    {
        ProfileHealth health = Health(new StoreBuilder().Token("a:1"));

        (health.Status, health.ExpiresAt, health.RemainingMilliseconds).ShouldBe((HealthStatus.Static, null, null));
    }

    [Fact]
    public void A_key_is_static_even_if_it_says_when_it_expires() =>
        Health(new StoreBuilder().Profile("a:1", Json("""{"type": "api_key", "provider": "a", "key": "k", "expires": 1}"""))).Status.ShouldBe(HealthStatus.Static);

    [Theory]
    [InlineData("0", "oauth", HealthStatus.Missing)]
    [InlineData("-5", "oauth", HealthStatus.Missing)]
    [InlineData("1e400", "oauth", HealthStatus.Missing)]
    [InlineData("\"soon\"", "oauth", HealthStatus.Missing)]
    [InlineData("null", "oauth", HealthStatus.Missing)]
    [InlineData("0", "token", HealthStatus.Static)]
    [InlineData("-5", "token", HealthStatus.Static)]
    [InlineData("1e400", "token", HealthStatus.Static)]
    [InlineData("\"soon\"", "token", HealthStatus.Static)]
    public void An_expiry_that_is_no_time_is_missing_from_a_sign_in_and_none_of_a_token(string expires, string type, HealthStatus status)
    {
        ProfileHealth health = Health(new StoreBuilder().Profile("a:1", Json($$"""{"type": "{{type}}", "provider": "a", "expires": {{expires}} }""")));

        health.Status.ShouldBe(status);
        health.RemainingMilliseconds.ShouldBeNull();
    }

    [Fact]
    public void A_sign_in_without_expiry_is_missing() => Health(new StoreBuilder().OAuth("a:1")).Status.ShouldBe(HealthStatus.Missing);

    [Fact]
    public void How_early_to_warn_can_be_said()
    {
        StoreBuilder store = new StoreBuilder().Token("a:1", expires: Now.AddHours(2));

        Build(store, warnAfter: 3_600_000).Profiles[0].Status.ShouldBe(HealthStatus.Ok);
        Build(store, warnAfter: 7_200_000).Profiles[0].Status.ShouldBe(HealthStatus.Expiring);
        Build(store, warnAfter: 0).Profiles[0].Status.ShouldBe(HealthStatus.Ok);
    }

    [Theory]
    [InlineData("", HealthStatus.Missing)]
    [InlineData("key", HealthStatus.Static)]
    [InlineData("static", HealthStatus.Ok)]
    [InlineData("key ok", HealthStatus.Ok)]
    [InlineData("ok expiring", HealthStatus.Expiring)]
    [InlineData("expiring expired", HealthStatus.Expired)]
    [InlineData("ok missing", HealthStatus.Expired)]
    public void A_provider_is_as_well_as_the_worst_of_its_profiles_that_can_expire(string profiles, HealthStatus status)
    {
        StoreBuilder store = profiles.Split(' ').Aggregate(new StoreBuilder(), (current, kind) => kind switch
        {
            "key" => current.ApiKey("a:key"),
            "static" => current.Token("a:static"),
            "ok" => current.OAuth("a:ok", expires: Now.AddDays(9)),
            "expiring" => current.OAuth("a:expiring", expires: Now.AddHours(1)),
            "expired" => current.OAuth("a:expired", expires: Now.AddHours(-1)),
            "missing" => current.OAuth("a:missing"),
            _ => current,
        });

        Build(store, "a").Providers.ShouldHaveSingleItem().Status.ShouldBe(status);
    }

    [Fact]
    public void A_provider_expires_with_the_first_of_its_credentials()
    {
        ProviderHealth health = Build(new StoreBuilder().Token("a:1", expires: Now.AddDays(3)).OAuth("a:2", expires: Now.AddDays(2)).Token("a:3")).Providers[0];

        health.ExpiresAt.ShouldBe(Now.AddDays(2).ToUnixTimeMilliseconds());
        health.RemainingMilliseconds.ShouldBe(2 * Day);
    }

    [Fact]
    public void Only_the_providers_asked_for_are_judged()
    {
        HealthSummary summary = Build(new StoreBuilder().ApiKey("a:1").ApiKey("b:1"), " b ", "", "c", "b");

        summary.Profiles.Select(profile => profile.Profile.Id).ShouldBe(["b:1"]);
        summary.Providers.Select(provider => (provider.Provider, provider.Status)).ShouldBe([("b", HealthStatus.Static), ("c", HealthStatus.Missing)]);
    }

    [Fact]
    public void Profiles_are_sorted_by_provider_and_id()
    {
        HealthSummary summary = Build(new StoreBuilder().ApiKey("b:2").ApiKey("a:z").ApiKey("b:1").ApiKey("a:É").ApiKey("a:e"));

        summary.Profiles.Select(profile => profile.Profile.Id).ShouldBe(["a:e", "a:É", "a:z", "b:1", "b:2"]);
    }

    [Fact]
    public void Nothing_stored_and_nothing_asked_for_is_nothing()
    {
        HealthSummary summary = Build(new StoreBuilder());

        summary.Profiles.ShouldBeEmpty();
        summary.Providers.ShouldBeEmpty();
        summary.WarnAfterMilliseconds.ShouldBe(Day);
    }

    [Theory]
    [InlineData("anthropic:claude-cli", "claude-cli")]
    [InlineData("openai-codex:codex-cli", "codex-cli")]
    [InlineData("anthropic:default", "store")]
    public void A_profile_says_who_keeps_it(string id, string source) => Health(new StoreBuilder().OAuth(id)).Source.ShouldBe(source);

    private static ProfileHealth Health(StoreBuilder store) => Build(store).Profiles.ShouldHaveSingleItem();

    private static HealthSummary Build(StoreBuilder store, params string[] providers) =>
        HealthSummary.Build(store.Build(), MoltbotConfiguration.Empty, NowMilliseconds, providers: providers.Length == 0 ? null : providers);

    private static HealthSummary Build(StoreBuilder store, double warnAfter) =>
        HealthSummary.Build(store.Build(), MoltbotConfiguration.Empty, NowMilliseconds, warnAfter);

    private static System.Text.Json.Nodes.JsonNode Json(string text) => JsonText.ToNode(JsonText.Parse(System.Text.Encoding.UTF8.GetBytes(text)))!;
}
