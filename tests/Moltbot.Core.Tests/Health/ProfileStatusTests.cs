using Moltbot.Core.Health;
using Moltbot.Core.Profiles;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Health;

public sealed class ProfileStatusTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void Everything_there_is_to_see_of_a_profile()
    {
        installation.Store(new StoreBuilder()
            .OAuth("anthropic:kim", expires: Now.AddHours(20), email: "kim@example.com")
            .Usage("anthropic:kim", lastUsed: Now.AddHours(-1), cooldownUntil: Now.AddMinutes(5), errorCount: 3));

        ProfileStatus profile = Profiles().ShouldHaveSingleItem();

        profile.ProfileId.ShouldBe("anthropic:kim");
        profile.ToString().ShouldBe("anthropic:kim");
        (profile.Provider, profile.Kind, profile.Agent).ShouldBe(("anthropic", AuthProfileKind.OAuth, "main"));
        profile.Email.ShouldBe("kim@example.com");
        profile.MaskedValue.ShouldBe("sk-a-ke...ts-ends");
        (profile.Health, profile.HealthName, profile.ExpiresIn).ShouldBe((HealthStatus.Expiring, "expiring", TimeSpan.FromHours(20)));
        profile.ExpiresAt.ShouldBe(Now.AddHours(20));
        profile.LastUsed.ShouldBe(Now.AddHours(-1));
        profile.ErrorCount.ShouldBe(3);
        profile.Unusable!.ToString().ShouldBe("cooldown 5m");
        (profile.Until, profile.Remaining).ShouldBe((Now.AddMinutes(5), TimeSpan.FromMinutes(5)));
        profile.Path.ShouldBe(installation.StorePath());
    }

    [Fact]
    public void A_profile_of_which_nothing_is_known_has_nothing_to_show()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a", key: null));

        ProfileStatus profile = Profiles().ShouldHaveSingleItem();

        (profile.Email, profile.ExpiresAt, profile.ExpiresIn, profile.LastUsed).ShouldBe((null, null, null, null));
        (profile.Unusable, profile.Until, profile.Remaining).ShouldBe((null, null, null));
        (profile.MaskedValue, profile.ErrorCount).ShouldBe(("missing", 0));
    }

    [Fact]
    public void How_long_a_profile_is_good_for_is_a_duration_that_is_negative_once_it_has_expired()
    {
        installation.Store(new StoreBuilder()
            .ApiKey("a:static").Token("a:gone", expires: Now.AddHours(-1)).OAuth("a:unknown").Token("a:soon", expires: Now.AddMinutes(10)).Token("a:long", expires: Now.AddDays(90)));

        Profiles().Select(profile => profile.ExpiresIn).ShouldBe([null, TimeSpan.FromHours(-1), null, TimeSpan.FromMinutes(10), TimeSpan.FromDays(90)]);
    }

    [Fact]
    public void Profiles_stand_in_the_order_of_the_store_mains_first()
    {
        installation.Store(new StoreBuilder().ApiKey("z:1").ApiKey("a:1")).Store(new StoreBuilder().ApiKey("m:1").ApiKey("a:1"), "ops");

        ProfileStatus[] profiles = [.. installation.Agent("ops").GetProfiles().Profiles];

        profiles.Select(profile => profile.ProfileId).ShouldBe(["z:1", "a:1", "m:1"]);
        profiles.Select(profile => profile.Path).ShouldBe([installation.StorePath(), installation.StorePath("ops"), installation.StorePath("ops")]);
        profiles.ShouldAllBe(profile => profile.Agent == "ops");
    }

    [Fact]
    public void A_time_that_no_calendar_has_is_no_date()
    {
        installation.Store("""
            {"profiles": {"a:1": {"type": "oauth", "provider": "a", "access": "x", "expires": 1e300}},
             "usageStats": {"a:1": {"lastUsed": -1e300, "cooldownUntil": 1e300, "errorCount": -3}}}
            """);

        ProfileStatus profile = Profiles().ShouldHaveSingleItem();

        (profile.ExpiresAt, profile.LastUsed, profile.ErrorCount).ShouldBe((null, null, 0));
        profile.Unusable!.Until.ShouldBe(DateTimeOffset.MaxValue);
        (profile.ExpiresIn, profile.Remaining).ShouldBe((TimeSpan.MaxValue, TimeSpan.MaxValue));
        profile.Health.ShouldBe(HealthStatus.Ok);
    }

    [Fact]
    public void As_JSON_a_profile_has_the_words_of_the_status_report()
    {
        installation.Store(new StoreBuilder().Token("a:1", expires: Now.AddHours(1)).Usage("a:1", lastUsed: Now, disabledUntil: Now.AddHours(1), disabledReason: "billing"));

        Profiles()[0].ToJson().Select(member => member.Key).ShouldBe(
            ["profileId", "provider", "type", "status", "expiresAt", "remainingMs", "source", "label", "value", "unusable", "lastUsed", "errorCount", "storedIn"]);
    }

    private IReadOnlyList<ProfileStatus> Profiles() => installation.Agent("main").GetProfiles().Profiles;
}
