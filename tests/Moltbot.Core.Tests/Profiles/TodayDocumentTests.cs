using System.Text;
using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>What the rows of a gateway of today mean, with its tolerances (docs/gateway/later.md §2.4).</summary>
public sealed class TodayDocumentTests
{
    private static readonly ProviderId Zai = ProviderId.Parse("zai");

    [Theory]
    [InlineData("""{"type":"api_key","provider":"zai","key":"k"}""", AuthProfileKind.ApiKey)]
    [InlineData("""{"type":"apiKey","provider":"zai","key":"k"}""", AuthProfileKind.ApiKey)]
    [InlineData("""{"mode":"api_key","provider":"zai","key":"k"}""", AuthProfileKind.ApiKey)]
    [InlineData("""{"type":"token","mode":"api_key","provider":"zai","token":"k"}""", AuthProfileKind.Token)]
    [InlineData("""{"type":"oauth","provider":"zai","access":"k"}""", AuthProfileKind.OAuth)]
    [InlineData("""{"type":"passkey","mode":"api_key","provider":"zai"}""", null)]
    [InlineData("""{"type":"api_key","key":"k"}""", null)]
    [InlineData("""{"type":"api_key","provider":" ","key":"k"}""", null)]
    [InlineData("""{"type":"api_key","provider":5,"key":"k"}""", null)]
    [InlineData("[]", null)]
    [InlineData("5", null)]
    public void An_entry_is_a_profile_when_it_names_a_provider_and_a_kind_that_is_known(string entry, AuthProfileKind? kind)
    {
        AuthProfileStore store = Read(entry);

        (store.Find("a")?.Kind).ShouldBe(kind);
        store.PassedOver.Count.ShouldBe(kind is null ? 1 : 0);
    }

    [Theory]
    [InlineData("""{"type":"api_key","provider":" Z.AI ","key":"k"}""", "k", null)]
    [InlineData("""{"type":"api_key","provider":"zai","apiKey":"k"}""", "k", null)]
    [InlineData("""{"type":"api_key","provider":"zai","apiKey":"other","key":"k"}""", "k", null)]
    [InlineData("""{"type":"token","provider":"zai","apiKey":"k"}""", "", null)]
    [InlineData("""{"type":"api_key","provider":"zai","key":"  "}""", "", null)]
    [InlineData("""{"type":"api_key","provider":"zai","key":{"source":"env","provider":"default","id":"A"}}""", "", "ref(env:A)")]
    [InlineData("""{"type":"token","provider":"zai","token":{"source":"env","provider":"default","id":"A"}}""", "", "ref(env:A)")]
    [InlineData("""{"type":"api_key","provider":"zai","key":{"source":"env","provider":"default","id":"A"},"keyRef":{"source":"env","provider":"default","id":"B"}}""", "", "ref(env:B)")]
    public void A_secret_or_a_reference_may_stand_in_the_place_of_the_other(string entry, string secret, string? reference)
    {
        AuthProfile profile = Read(entry).Find("a").ShouldNotBeNull();

        profile.PlainSecret.Reveal().ShouldBe(secret);
        (profile.Json.Has("apiKey") && profile.Json.Member("key").AsText() == profile.Json.Member("apiKey").AsText()).ShouldBeFalse("it stands there once");
        profile.StoredReference.ShouldBe(reference);
        profile.Provider.ShouldBe(Zai);
    }

    [Theory]
    [InlineData("token", "1795800000000", 1795800000000d, false)]
    [InlineData("token", "1795800000000.9", 1795800000000d, false)]
    [InlineData("token", "1", 1.0, false)]
    [InlineData("token", "0.5", 0.0, true)]
    [InlineData("token", "0", 0.0, true)]
    [InlineData("token", "-5", 0.0, true)]
    [InlineData("token", "null", 0.0, true)]
    [InlineData("token", "\"tomorrow\"", 0.0, true)]
    [InlineData("token", "8640000000000000", TodayDocument.LatestExpiry, false)]
    [InlineData("token", "8640000000000001", TodayDocument.LatestExpiry + 1, true)]
    [InlineData("token", "1e999", 0.0, true)]
    [InlineData("token", null, null, false)]
    [InlineData("oauth", null, 0.0, true)]
    [InlineData("oauth", "1795800000000", 1795800000000d, false)]
    [InlineData("api_key", "-5", -5.0, false)]
    public void An_expiry_that_is_none_keeps_a_credential_from_being_used(string type, string? expires, double? read, bool isInvalid)
    {
        AuthProfile profile = Read($$"""{"type":"{{type}}","provider":"zai"{{(expires is null ? "" : $",\"expires\":{expires}")}}}""").Find("a").ShouldNotBeNull();

        (profile.Expires, profile.HasInvalidExpiry).ShouldBe((read, isInvalid));
    }

    [Theory]
    [InlineData("a", """{"replacement":true}""", true)]
    [InlineData("a", """{"replacement":false}""", false)]
    [InlineData("a", "5", false)]
    [InlineData("personal:1:2", "null", true)]
    [InlineData("nobodys-personal:1:2", "null", false)]
    public void What_waits_for_later_or_is_one_persons_is_set_aside(string id, string setup, bool isSetAside) =>
        Read($$"""{"type":"api_key","provider":"zai","key":"k","setup":{{setup}}}""", id).Find(id).ShouldNotBeNull().IsSetAside.ShouldBe(isSetAside);

    [Theory]
    [InlineData("oauth", "openclaw-oauth-refresh-fence:v1:pending:x", "(being renewed)")]
    [InlineData("oauth", "openclaw-oauth-refresh-fence:v1:failed:x", "(renewal failed)")]
    [InlineData("oauth", "an-access-token", null)]
    [InlineData("token", "openclaw-oauth-refresh-fence:v1:failed:x", null)]
    public void Only_a_sign_in_is_fenced(string type, string access, string? fence)
    {
        AuthProfile profile = Read($$"""{"type":"{{type}}","provider":"zai","access":"{{access}}","expires":1}""").Find("a").ShouldNotBeNull();

        profile.Fence?.ToString().ShouldBe(fence);
        (profile.Fence is null).ShouldBe(fence is null);
        profile.IsLeftToGateway.ShouldBe(type == "oauth");
    }

    [Fact]
    public void Orders_are_the_providers_however_it_is_spelled_and_those_of_nothing_are_none()
    {
        AuthProfileStore store = Read("""{"type":"api_key","provider":"zai","key":"k"}""", state: """{"order":{"Z.AI":[" a ",""," ",5],"xai":[],"groq":"a"},"lastGood":{"Z.AI":"a"}}""");

        store.Order(Zai).ShouldBe(["a"]);
        store.ProvidersInOrders.ShouldBe([Zai]);
        store.LastGood("zai").ShouldBe("a");
    }

    [Fact]
    public void What_nothing_is_said_of_is_not_there()
    {
        AuthProfileStore store = Read("""{"type":"api_key","provider":"zai","key":"k"}""", state: """{"order":{"xai":[]},"usageStats":{"a":{"blockedUntil":5}}}""");

        store.ToJson().Select(member => member.Key).ShouldBe(["version", "profiles", "usageStats"]);
        store.Usage("a").BlockedUntil.ShouldBe(5);
        store.IsOfToday.ShouldBeTrue();
    }

    [Fact]
    public void An_id_that_means_something_else_to_the_gateways_language_is_none()
    {
        AuthProfileStore store = Read("""{"type":"api_key","provider":"zai","key":"k"}""", id: "__proto__");

        store.Profiles.ShouldBeEmpty();
        store.PassedOver.ShouldHaveSingleItem();
    }

    [Fact]
    public void A_state_without_credentials_counts_for_nothing()
    {
        AuthProfileStore store = TodayDocument.Read(new StoredCells("cells") { State = Parse("""{"order":{"zai":["a"]}}""") });

        store.Order(Zai).ShouldBeNull();
        store.IsOfToday.ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"profiles":[]}""")]
    public void Credentials_without_profiles_are_an_error(string cell) =>
        Should.Throw<MoltbotException>(() => TodayDocument.Read(new StoredCells("cells") { Store = Parse(cell) })).Code.ShouldBe(ErrorCode.StoreUnreadable);

    private static AuthProfileStore Read(string entry, string id = "a", string? state = null) => TodayDocument.Read(new StoredCells("cells")
    {
        Store = Parse($$"""{"profiles":{"{{id}}":{{entry}} } }"""),
        State = state is null ? default : Parse(state),
    });

    private static JsonElement Parse(string text) => JsonText.Parse(Encoding.UTF8.GetBytes(text));
}
