using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Connecting;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Connecting;

/// <summary>A sign-in that was made is stored as the login of a gateway of today stores it.</summary>
public sealed class TodaySignInTests : IDisposable
{
    private const string Migrated = """{ "agents": { "defaults": { "models": {} } }, "meta": { "migrations": { "modelPolicyAllowlist": true } } }""";

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Theory]
    [InlineData("""{"https://api.openai.com/profile":{"email":"ada@example.com"}}""", "openai:ada@example.com")]
    [InlineData("""{"https://api.openai.com/auth":{"chatgpt_user_id":"user-1"}}""", "openai:id-dXNlci0x")]
    [InlineData("""{"https://api.openai.com/auth":{"chatgpt_account_user_id":"ä?","chatgpt_user_id":"user-1"}}""", "openai:id-w6Q_")]
    [InlineData("{}", "openai:default")]
    public void It_has_todays_provider_and_the_id_that_the_account_gives(string claims, string id)
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder());

        Store(SignedIn(claims)).ProfileId.ShouldBe(id);

        JsonObject entry = GatewayHome.Entry(installation.Home, id)!;
        entry["provider"]!.GetValue<string>().ShouldBe("openai");
        entry["accountId"]!.GetValue<string>().ShouldBe("account-1");
    }

    [Fact]
    public void What_the_token_says_of_the_account_is_stored_with_it()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder());

        Store(SignedIn("""{"https://api.openai.com/auth":{"chatgpt_plan_type":"plus"},"https://api.openai.com/profile":{"email":"ada@example.com"}}"""));

        JsonObject entry = GatewayHome.Entry(installation.Home, "openai:ada@example.com")!;
        entry.Select(member => member.Key).ShouldBe(["type", "provider", "access", "refresh", "expires", "accountId", "email", "chatgptPlanType"], ignoreOrder: true);
    }

    [Fact]
    public void The_configuration_gets_the_model_and_no_entry_of_the_profile()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder(), Migrated);

        Store(SignedIn("{}"));

        JsonNode configuration = JsonNode.Parse(File.ReadAllText(installation.Home[".openclaw/openclaw.json"]))!;
        configuration["agents"]!["defaults"]!["models"]!.AsObject().ContainsKey("openai/gpt-6-astra").ShouldBeTrue();
        configuration["auth"].ShouldBeNull();
        GatewayHome.Order(installation.Home, "openai").ShouldBeNull();
    }

    /// <summary>A list that is not migrated yet says which models are allowed, and nobody has agreed to allow another.</summary>
    [Fact]
    public void A_list_of_models_that_may_be_allowed_ones_is_left_alone()
    {
        const string Configuration = """{ "agents": { "defaults": { "models": { "anthropic/claude-opus-4-7": {} } } } }""";
        GatewayHome.LayOut(installation.Home, new StoreBuilder(), Configuration);

        Store(SignedIn("{}"));

        File.ReadAllText(installation.Home[".openclaw/openclaw.json"]).ShouldBe(Configuration);
    }

    [Theory]
    [InlineData("""{"auth":{"profiles":{"openai:key":{"provider":"openai","mode":"api_key"}}}}""")]
    [InlineData("""{"auth":{"order":{"openai":["openai:key"]}}}""")]
    public void Where_the_configuration_says_which_profiles_are_tried_it_becomes_the_first_of_a_stored_order(string configuration)
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().ApiKey("openai:key"), configuration);

        Store(SignedIn("{}"));

        GatewayHome.Order(installation.Home, "openai").ShouldBe(["openai:default", "openai:key"]);
    }

    [Fact]
    public void It_becomes_the_first_of_the_order_that_is_stored()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().ApiKey("openai:key").ApiKey("openai:b").Order("openai", "openai:b", "openai:key"));

        Store(SignedIn("{}"));

        GatewayHome.Order(installation.Home, "openai").ShouldBe(["openai:default", "openai:b", "openai:key"]);
    }

    [Fact]
    public void It_takes_the_place_of_one_that_the_gateway_could_not_renew()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().Profile("openai:default", GatewayHome.FenceOf("openai", hasFailed: true)).Usage("openai:default", cooldownUntil: TestClock.Now.AddHours(1), errorCount: 3));

        Store(SignedIn("{}")).HasReplaced.ShouldBeTrue();

        GatewayHome.Entry(installation.Home, "openai:default")!["access"]!.GetValue<string>().ShouldNotContain(GatewayHome.Fence);
        installation.Open().MainAgent.ReadStore().StoreOrThrow().Usage("openai:default").IsUnusableAt(installation.Open().Now).ShouldBeFalse();
    }

    [Fact]
    public void It_waits_while_the_gateway_renews_the_one_that_is_there()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().Profile("openai:default", GatewayHome.FenceOf("openai", hasFailed: false)));

        MoltbotException error = Should.Throw<MoltbotException>(() => Store(SignedIn("{}")));

        error.Code.ShouldBe(ErrorCode.SignInOfGateway);
        error.Message.ShouldContain("is kept in");
        GatewayHome.Entry(installation.Home, "openai:default")!["access"]!.GetValue<string>().ShouldContain(GatewayHome.Fence);
        Pending().Waiting.Count.ShouldBe(1);
    }

    [Fact]
    public void Nobody_signs_in_in_vain_where_the_gateway_renews_the_profile_that_is_named()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().Profile("openai:default", GatewayHome.FenceOf("openai", hasFailed: false)));
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => Check("openai", new AccountOptions { ProfileId = "openai:default" })).Code.ShouldBe(ErrorCode.SignInOfGateway);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void One_that_could_not_be_renewed_is_removed_and_one_that_is_being_renewed_is_not(bool hasFailed)
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().Profile("openai:default", GatewayHome.FenceOf("openai", hasFailed)), """{"auth":{"profiles":{"openai:default":{"provider":"openai","mode":"oauth"}}}}""");
        string before = installation.Home.Fingerprint();

        Exception? refusal = Record.Exception(() => installation.Open().MainAgent.Profiles.Remove("openai:default", TestContext.Current.CancellationToken));

        (refusal as MoltbotException)?.Code.ShouldBe(ErrorCode.SignInOfGateway);
        (refusal is null, GatewayHome.Entry(installation.Home, "openai:default") is null).ShouldBe((hasFailed, hasFailed));
        if (!hasFailed)
            installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void One_that_waited_since_January_is_stored_as_todays()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder());
        Pending().Keep(new PendingSignIn(installation.Open().MainAgent.Id, "openai-codex:default", SignedIn("{}"), new AccountOptions()));

        using InstallationSignIns signIns = installation.Open().OpenSignIns();
        signIns.StorePending(TestContext.Current.CancellationToken).ShouldHaveSingleItem().ProfileId.ShouldBe("openai:default");

        Pending().Waiting.ShouldBeEmpty();
        GatewayHome.Entry(installation.Home, "openai:default")!["provider"]!.GetValue<string>().ShouldBe("openai");
    }

    [Theory]
    [InlineData("openai")]
    [InlineData("openai-codex")]
    [InlineData("github-copilot")]
    public void A_provider_has_either_name(string provider)
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder());
        string before = installation.Home.Fingerprint();

        Should.NotThrow(() => Check(provider, new AccountOptions()));

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData("qwen-portal")]
    [InlineData("google-antigravity")]
    [InlineData("google-gemini-cli")]
    [InlineData("nobody")]
    public void A_provider_that_todays_gateway_has_no_sign_in_for_is_refused(string provider)
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder());

        MoltbotException error = Should.Throw<MoltbotException>(() => Check(provider, new AccountOptions()));

        error.Code.ShouldBe(ErrorCode.SignInUnavailable);
        error.Message.ShouldContain("There is one for openai, chutes, github-copilot");
    }

    private ImportedProfile Store(SignedIn signedIn) =>
        new AccountConnection(installation.Open().MainAgent.Context, new AccountOptions(), Pending()).Store(signedIn, TestContext.Current.CancellationToken);

    private void Check(string provider, AccountOptions options)
    {
        using InstallationSignIns signIns = installation.Open().OpenSignIns();
        signIns.CheckConnection(installation.Open().MainAgent, ProviderId.Parse(provider), options, TestContext.Current.CancellationToken);
    }

    private PendingSignIns Pending() => new(installation.Open().Paths.PendingSignInsDirectory);

    /// <summary>What January's flow gives for an access token with these claims.</summary>
    private static SignedIn SignedIn(string claims) => new(SignInProvider.Find(ProviderId.Parse("openai-codex"))!, Name: null, new JsonObject
    {
        ["type"] = "oauth",
        ["provider"] = "openai-codex",
        ["access"] = $"e30.{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims)).TrimEnd('=').Replace('+', '-').Replace('/', '_')}.signature",
        ["refresh"] = "refresh-INVENTED-0001",
        ["expires"] = TestClock.Now.AddDays(5).ToUnixTimeMilliseconds(),
        ["accountId"] = "account-1",
    });
}
