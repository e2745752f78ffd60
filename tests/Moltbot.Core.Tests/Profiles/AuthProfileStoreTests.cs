using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>What a store means, with the tolerances of the gateway (docs/gateway/credentials.md §1).</summary>
public sealed class AuthProfileStoreTests
{
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");

    [Theory]
    [InlineData("""{"type": "api_key", "provider": "a"}""", true)]
    [InlineData("""{"type": "api_key", "provider": 5}""", true)]
    [InlineData("""{"type": "passkey", "provider": "a"}""", false)]
    [InlineData("""{"type": "API_KEY", "provider": "a"}""", false)]
    [InlineData("""{"type": "api_key"}""", false)]
    [InlineData("""{"type": "api_key", "provider": ""}""", false)]
    [InlineData("""{"type": "api_key", "provider": null}""", false)]
    [InlineData("""{"provider": "a"}""", false)]
    [InlineData("null", false)]
    [InlineData("\"sk-1\"", false)]
    [InlineData("[]", false)]
    public void An_entry_is_a_profile_when_its_kind_is_known_and_it_names_a_provider(string entry, bool isProfile) =>
        Read($$$"""{"profiles": {"x": {{{entry}}}}}""").Profiles.Count.ShouldBe(isProfile ? 1 : 0);

    [Theory]
    [InlineData("""{"type": "passkey", "provider": "a"}""", "its \"type\" is none of api_key, token and oauth")]
    [InlineData("""{"type": "api_key"}""", "it names no \"provider\"")]
    [InlineData("""{"provider": "a"}""", "it has no \"type\"")]
    [InlineData("""{"provider": "a", "mode": "token"}""", "it says in \"mode\" what belongs in \"type\"")]
    [InlineData("null", "it is no object")]
    public void An_entry_that_is_none_is_remembered_with_the_reason(string entry, string reason)
    {
        AuthProfileStore store = Read($$$"""{"profiles": {"x": {{{entry}}}}}""");

        store.PassedOver.Select(other => (other.Id, other.Reason)).ShouldBe([("x", reason)]);
        store.Has("x").ShouldBeTrue();
    }

    [Fact]
    public void Profiles_keep_their_order()
    {
        AuthProfileStore store = new StoreBuilder().ApiKey("z:1").Token("a:1").OAuth("m:1").Build();

        store.Profiles.Select(profile => profile.Id).ShouldBe(["z:1", "a:1", "m:1"]);
        store.Profiles.Select(profile => profile.Kind).ShouldBe([AuthProfileKind.ApiKey, AuthProfileKind.Token, AuthProfileKind.OAuth]);
    }

    [Fact]
    public void A_profile_is_found_under_any_spelling_of_its_provider()
    {
        AuthProfileStore store = new StoreBuilder().ApiKey("a", provider: " Z.AI ").ApiKey("b", provider: "zai").ApiKey("c", provider: "openai").Build();

        store.ProfilesOf(ProviderId.Parse("z-ai")).Select(profile => profile.Id).ShouldBe(["a", "b"]);
        store.Find("a")!.ProviderName.ShouldBe(" Z.AI ");
    }

    [Theory]
    [InlineData("""{"anthropic": [" a ", "", 5, null, "b", "a"]}""", "a b a")]
    [InlineData("""{"ANTHROPIC": ["a"]}""", "a")]
    [InlineData("""{"anthropic": []}""", null)]
    [InlineData("""{"anthropic": [" "]}""", null)]
    [InlineData("""{"anthropic": "a"}""", null)]
    [InlineData("""{"anthropic": {"0": "a"}}""", null)]
    [InlineData("5", null)]
    [InlineData("{}", null)]
    public void An_order_is_a_list_of_what_is_not_blank_in_it(string order, string? expected) =>
        Read($$"""{"profiles": {}, "order": {{order}}}""").Order(Anthropic).ShouldBe(expected?.Split(' '));

    [Fact]
    public void Commands_see_an_order_under_the_normal_spelling_only()
    {
        AuthProfileStore store = new StoreBuilder().Order("ANTHROPIC", "a").Order("openai", "o").Build();

        store.Order(Anthropic).ShouldBe(["a"]);
        store.OrderOverride(Anthropic).ShouldBeNull();
        store.OrderedProviders.Select(provider => provider.Value).ShouldBe(["openai"]);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("\"version\": null,", 1)]
    [InlineData("\"version\": 3,", 3)]
    [InlineData("\"version\": \"2\",", 2)]
    public void The_version_is_a_number(string member, double version) =>
        Read($$$"""{{{{member}}} "profiles": {}}""").Version.ShouldBe(version);

    [Fact]
    public void A_version_that_is_no_number_is_not_a_number() => double.IsNaN(Read("""{"version": "two", "profiles": {}}""").Version).ShouldBeTrue();

    [Theory]
    [InlineData("5")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"a:1": 5}""")]
    [InlineData("""{"a:1": {"lastUsed": "now", "cooldownUntil": null, "disabledReason": 5, "errorCount": "3"}}""")]
    public void What_is_remembered_of_the_wrong_type_is_not_remembered(string usage)
    {
        ProfileUsage remembered = Read($$"""{"profiles": {}, "usageStats": {{usage}}}""").Usage("a:1");

        (remembered.LastUsed, remembered.CooldownUntil, remembered.DisabledReason, remembered.ErrorCount).ShouldBe((null, null, null, 0));
        remembered.IsUnusableAt(NowMilliseconds).ShouldBeFalse();
    }

    [Fact]
    public void A_profile_rests_until_the_later_of_its_times()
    {
        AuthProfileStore store = new StoreBuilder()
            .Usage("a", cooldownUntil: Now.AddMinutes(5), disabledUntil: Now.AddMinutes(2), disabledReason: "billing")
            .Usage("b", cooldownUntil: Now)
            .Build();

        store.Usage("a").UnusableUntil.ShouldBe(Now.AddMinutes(5).ToUnixTimeMilliseconds());
        store.Usage("a").IsDisabledAt(Now.AddMinutes(2).ToUnixTimeMilliseconds()).ShouldBeFalse();
        store.Usage("a").IsUnusableAt(Now.AddMinutes(4).ToUnixTimeMilliseconds()).ShouldBeTrue();
        store.Usage("b").IsUnusableAt(NowMilliseconds).ShouldBeFalse();
    }

    [Theory]
    [InlineData("1e400")]
    [InlineData("-5")]
    [InlineData("0")]
    public void An_end_that_is_no_time_ends_at_once(string end)
    {
        ProfileUsage usage = Read($$$"""{"profiles": {}, "usageStats": {"a": {"cooldownUntil": {{{end}}} } } }""").Usage("a");

        usage.UnusableUntil.ShouldBeNull();
        usage.IsUnusableAt(NowMilliseconds).ShouldBeFalse();
    }

    [Fact]
    public void An_agents_store_lies_over_mains_by_id_provider_and_profile()
    {
        AuthProfileStore main = new StoreBuilder()
            .ApiKey("openai:default", "k1").ApiKey("anthropic:default", "k2")
            .Order("openai", "openai:default").Order("anthropic", "anthropic:default")
            .LastGood("openai", "openai:default")
            .Usage("openai:default", errorCount: 1).Usage("anthropic:default", errorCount: 2)
            .Build();
        AuthProfileStore own = new StoreBuilder().Member("version", 2)
            .ApiKey("groq:default", "k3").ApiKey("openai:default", "k9")
            .Order("openai", "openai:own")
            .LastGood("openai", "openai:own")
            .Usage("openai:default", errorCount: 9)
            .Build();

        AuthProfileStore view = main.Overlay(own);

        view.Version.ShouldBe(2);
        view.Profiles.Select(profile => (profile.Id, profile.Key.Reveal())).ShouldBe([("openai:default", "k9"), ("anthropic:default", "k2"), ("groq:default", "k3")]);
        view.Order(ProviderId.Parse("openai")).ShouldBe(["openai:own"]);
        view.Order(Anthropic).ShouldBe(["anthropic:default"]);
        view.LastGood("openai").ShouldBe("openai:own");
        view.Usage("openai:default").ErrorCount.ShouldBe(9);
        view.Usage("anthropic:default").ErrorCount.ShouldBe(2);
    }

    [Fact]
    public void An_empty_store_over_another_changes_nothing()
    {
        AuthProfileStore main = new StoreBuilder().ApiKey("a:1").Order("a", "a:1").Build();

        main.Overlay(AuthProfileStore.Empty).ShouldBeSameAs(main);
    }

    [Theory]
    [InlineData(null, null, null)]
    [InlineData(" ", null, null)]
    [InlineData(" a@b.c ", null, "a@b.c")]
    [InlineData("a@b.c", "conf@b.c", "conf@b.c")]
    public void The_configuration_knows_an_address_better(string? stored, string? configured, string? expected)
    {
        AuthProfileStore store = new StoreBuilder().OAuth("a:1", email: stored).Build();
        ConfigurationBuilder configuration = new ConfigurationBuilder().Profile("a:1", "oauth", email: configured);

        ProfileLabel.EmailOf("a:1", store.Find("a:1"), configuration.Build()).ShouldBe(expected);
        ProfileLabel.Of("a:1", store.Find("a:1"), configuration.Build()).ShouldBe(expected is null ? "a:1" : $"a:1 ({expected})");
    }

    [Fact]
    public void What_a_profile_holds_is_shown_masked()
    {
        AuthProfileStore store = new StoreBuilder()
            .ApiKey("a:key", "key-key-key-key-key-key").Token("a:token", "tok-tok-tok-tok-tok-tok")
            .OAuth("a:access", "acc-acc-acc-acc-acc-acc", "ref-ref-ref-ref-ref-ref").OAuth("a:refresh", " ", "ref-ref-ref-ref-ref-ref")
            .ApiKey("a:none", key: null)
            .Build();

        store.Profiles.Select(profile => profile.MaskedValue).ShouldBe(["key...key", "tok...tok", "acc...acc", "ref...ref", "missing"]);
        store.Profiles.Select(profile => profile.HasSecret).ShouldBe([true, true, true, true, false]);
    }

    [Fact]
    public void An_entry_is_there_be_it_one_that_is_passed_over()
    {
        AuthProfileStore store = Read("""{"profiles": {"a:1": {"type": "api_key", "provider": "a"}, "a:2": {"type": "passkey"}}}""");

        (store.Has("a:1"), store.Has("a:2"), store.Has("a:3")).ShouldBe((true, true, false));
    }

    [Fact]
    public void Without_orders_no_provider_has_one()
    {
        AuthProfileStore store = Read("""{"profiles": {}}""");

        store.OrderedProviders.ShouldBeEmpty();
        store.ProvidersInOrders.ShouldBeEmpty();
    }

    /// <summary>A gateway of today knows other aliases of providers besides.</summary>
    [Fact]
    public void An_order_is_the_providers_by_the_rules_of_its_gateway()
    {
        ProviderId xai = ProviderId.Parse("xai");
        AuthProfileStore january = new StoreBuilder().Order("x-ai", "xai:a").Build();
        AuthProfileStore today = january.Over(AuthProfileStore.EmptyOfToday);

        (january.Order(xai), january.Order(ProviderId.Parse("x-ai"))).ShouldBe((null, january.OrderOverride(ProviderId.Parse("x-ai"))));
        today.Order(xai).ShouldBe(["xai:a"]);
        today.OrderOverride(ProviderId.Parse("x-ai")).ShouldBe(today.OrderOverride(xai));
        january.OrderOverride(ProviderId.Parse("x-ai")).ShouldBe(["xai:a"]);
        today.IsOfToday.ShouldBeTrue();
    }

    [Fact]
    public void Own_profiles_go_before_an_order_that_only_all_share()
    {
        AuthProfileStore own = new StoreBuilder().ApiKey("zai:own").ApiKey("zai:b").Build();
        AuthProfileStore shared = new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Order("zai", "zai:a", "zai:b").Order("xai", "xai:a").Build();

        AuthProfileStore view = own.Over(shared);

        view.Order(ProviderId.Parse("zai")).ShouldBe(["zai:own", "zai:b", "zai:a"]);
        view.Order(ProviderId.Parse("xai")).ShouldBe(["xai:a"]);
        view.Profiles.Select(profile => profile.Id).ShouldBe(["zai:own", "zai:b", "zai:a"]);
        view.IsOfToday.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(5, "a:4")]
    [InlineData(6, "1 entries more")]
    [InlineData(8, "3 entries more")]
    public void Of_many_entries_that_are_passed_over_the_first_are_told_and_the_others_counted(int count, string last)
    {
        PassedOverEntry[] entries = [.. Enumerable.Range(0, count).Select(i => PassedOverEntry.Of($"a:{i}", default, "/store"))];

        MoltbotException[] warnings = [.. PassedOverEntry.ToWarnings(entries)];

        warnings.Length.ShouldBe(Math.Min(count, 6));
        warnings.ShouldAllBe(warning => warning.Path == "/store" && warning.Code == ErrorCode.ProfileUnusable);
        (warnings.LastOrDefault()?.Message ?? "").ShouldContain(last);
    }

    [Fact]
    public void A_profile_in_memory_may_have_no_provider()
    {
        AuthProfile profile = AuthProfile.ReadUnchecked("a", JsonText.Parse("""{"type": "api_key"}"""u8.ToArray())).ShouldNotBeNull();

        (profile.ProviderName, profile.Provider.IsEmpty).ShouldBe(("", true));
    }

    [Theory]
    [InlineData("\" Work \"", "Work")]
    [InlineData("\" \"", null)]
    [InlineData("5", null)]
    public void A_name_that_somebody_gave_it_is_shown_without_blanks(string name, string? shown) =>
        Read($$"""{"profiles": {"a:1": {"type": "api_key", "provider": "a", "displayName": {{name}} } } }""").Find("a:1")!.DisplayName.ShouldBe(shown);

    [Theory]
    [InlineData("""{"source": "env", "id": "A"}""", "ref(env:A)")]
    [InlineData("""{"source": "env"}""", null)]
    [InlineData("\"A\"", null)]
    public void A_reference_that_leads_nowhere_is_there_all_the_same(string reference, string? shown)
    {
        AuthProfile profile = Read($$"""{"profiles": {"a:1": {"type": "api_key", "provider": "a", "keyRef": {{reference}} } } }""").Find("a:1")!;

        (profile.StoredReference, profile.HasStoredReference).ShouldBe((shown, shown is not null));
    }

    [Fact]
    public void A_place_is_told_with_its_row()
    {
        StorePlace.OfFile("/store").ToString().ShouldBe("/store");
        new StorePlace(StorePlaceKind.Database, "/store", "a row").ToString().ShouldBe("/store (a row)");
    }

    [Theory]
    [InlineData(" sk-ant-oat01-x", true)]
    [InlineData("sk-ant-\noat01-x", true)]
    [InlineData("s k-ant-oat01-", true)]
    [InlineData("sk-ant-api03-x", false)]
    public void A_setup_token_is_known_however_a_terminal_has_broken_it(string text, bool isLike) => SetupToken.IsLike(text).ShouldBe(isLike);

    [Theory]
    [InlineData(true, "an entry that only another version understands")]
    [InlineData(false, "zai/oauth")]
    public void What_would_be_replaced_is_named(bool isUnknown, string named) => ProfileErrors.OfOtherKind(
        new NewProfile("zai:a", ProviderId.Parse("zai"), AuthProfileKind.ApiKey, new Secret("k")),
        isUnknown ? null : new StoreBuilder().OAuth("zai:a").Build().Find("zai:a")).Message.ShouldContain(named);

    private static AuthProfileStore Read(string text) => AuthProfileStore.Read(JsonText.Parse(Encoding.UTF8.GetBytes(text)))!;
}
