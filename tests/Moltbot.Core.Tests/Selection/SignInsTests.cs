using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Selection;

/// <summary>Which sign-in takes the place of an old <c>…:default</c> one (docs/gateway/oauth.md §9 b).</summary>
public sealed class SignInsTests
{
    private const string Old = "chutes:default";

    private static readonly ProviderId Chutes = ProviderId.Parse("chutes");

    /// <summary>What is stored and configured, and the id that takes the place.</summary>
    public static TheoryData<string, StoreBuilder, ConfigurationBuilder, string?> Cases => new()
    {
        { "the only other", Store("chutes:a"), new(), "chutes:a" },
        { "none of several", Store("chutes:a", "chutes:b"), new(), null },
        { "the one that is called like an address", Store("chutes:a", "chutes:me@corp.example"), new(), "chutes:me@corp.example" },
        { "an @ alone is no address", Store("chutes:a", "chutes:me@corp"), new(), null },
        { "a dot alone is no address", Store("chutes:a", "chutes:corp.example"), new(), null },
        { "none of several addresses", Store("chutes:a", "chutes:me@corp.example", "chutes:you@corp.example"), new(), null },
        { "the one that last worked", Store("chutes:a", "chutes:b").LastGood("chutes", "chutes:b"), new(), "chutes:b" },
        { "what last worked and is gone is nothing", Store("chutes:a", "chutes:b").LastGood("chutes", "chutes:gone"), new(), null },
        { "the one with the address of the configuration", Store("chutes:a", "chutes:b").OAuth("chutes:c", email: "me@corp.example"), Configured("me@corp.example"), "chutes:c" },
        { "the one that is called by it", Store("chutes:a", "chutes:me@corp.example", "chutes:b@corp.example"), Configured(" me@corp.example "), "chutes:me@corp.example" },
        { "the address comes before what last worked", Store("chutes:a").OAuth("chutes:c", email: "me@corp.example").LastGood("chutes", "chutes:a"), Configured("me@corp.example"), "chutes:c" },
        { "without one, who has none is not meant", Store("chutes:a", "chutes:b"), Configured(email: null), null },
        { "an address that nobody has", Store("chutes:a", "chutes:b"), Configured("other@corp.example"), null },
        { "one that is configured as a key is no old sign-in", Store("chutes:a"), new ConfigurationBuilder().Profile(Old, "api_key"), null },
        { "what another provider's entry says does not count", Store("chutes:a"), new ConfigurationBuilder().Profile(Old, "api_key", provider: "openai"), "chutes:a" },
        { "a key takes no sign-in's place", new StoreBuilder().ApiKey("chutes:a"), new(), null },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_place_of_an_old_sign_in_is_taken_by(string what, StoreBuilder store, ConfigurationBuilder configuration, string? expected) =>
        SignIns.ReplacementId(store.Build(), Old, Chutes, configuration.Build()).ShouldBe(expected, what);

    [Theory]
    [InlineData("chutes:mine")]
    [InlineData("default")]
    public void Another_sign_in_keeps_its_place(string id) =>
        SignIns.ReplacementId(Store("chutes:a").Build(), id, Chutes, new ConfigurationBuilder().Build()).ShouldBeNull();

    [Fact]
    public void What_last_worked_is_also_found_by_the_name_that_is_stored() =>
        SignIns.ReplacementId(new StoreBuilder().OAuth("z.ai:a").OAuth("z.ai:b").LastGood("z.ai", "z.ai:b").Build(), "z.ai:default", ProviderId.Parse("zai"), new ConfigurationBuilder().Build(), "z.ai").ShouldBe("z.ai:b");

    [Fact]
    public void What_last_worked_is_looked_for_by_the_normal_name_first() =>
        SignIns.ReplacementId(new StoreBuilder().OAuth("z.ai:a").OAuth("z.ai:b").LastGood("z.ai", "z.ai:b").LastGood("zai", "z.ai:a").Build(), "z.ai:default", ProviderId.Parse("zai"), new ConfigurationBuilder().Build(), "z.ai").ShouldBe("z.ai:a");

    [Theory]
    [InlineData("oauth", null, true)]
    [InlineData("token", null, false)]
    [InlineData("oauth", "openai", false)]
    public void The_configuration_calls_it_a_sign_in_or_not(string mode, string? provider, bool expected)
    {
        AuthProfile profile = Store("chutes:a").Build().Find("chutes:a")!;

        SignIns.IsConfiguredAsSignIn(profile, new ConfigurationBuilder().Profile("chutes:a", mode, provider).Build()).ShouldBe(expected);
        SignIns.IsConfiguredAsSignIn(profile, new ConfigurationBuilder().Profile("chutes:b", mode, provider).Build()).ShouldBeTrue();
    }

    private static ConfigurationBuilder Configured(string? email) => new ConfigurationBuilder().Profile(Old, "oauth", email: email);

    private static StoreBuilder Store(params string[] ids) => ids.Aggregate(new StoreBuilder().OAuth(Old), (store, id) => store.OAuth(id));
}
