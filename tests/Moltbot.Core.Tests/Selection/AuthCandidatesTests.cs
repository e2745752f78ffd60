using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Selection;

/// <summary>Which credential is used for a provider, and why the others are not.</summary>
public sealed class AuthCandidatesTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();
    private readonly FakeSecretSource vaults = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void The_only_profile_is_used()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"));

        AuthCandidate only = Explain().Items.ShouldHaveSingleItem();

        only.ShouldSatisfyAllConditions(
            () => only.State.ShouldBe(CandidateState.Chosen),
            () => only.Source.ShouldBe("profile:zai:a"),
            () => only.ProfileId.ShouldBe("zai:a"),
            () => only.Mode.ShouldBe(CredentialMode.ApiKey),
            () => only.Reason.ShouldBe("the only profile"),
            () => only.MaskedValue.ShouldContain("..."));
    }

    [Fact]
    public void What_rests_is_passed_over_with_its_end_and_its_failures()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Order("zai", "zai:a", "zai:b"));
        installation.Agent().ProfileUsage.Failed("zai:a", FailureReason.RateLimit, TestContext.Current.CancellationToken);

        AuthCandidates candidates = Explain();

        States(candidates).ShouldBe(["zai:b Chosen", "zai:a Cooldown"]);
        candidates.OrderedBy.ShouldBe("the order override in the store");
        candidates.Items[0].Reason.ShouldBe("the first that can be used while zai:a is in cooldown");
        AuthCandidate resting = candidates.Items[1];
        resting.Until.ShouldBe(Now.AddMinutes(1));
        resting.Remaining.ShouldBe(TimeSpan.FromMinutes(1));
        resting.FailureCounts["rate_limit"].ShouldBe(1);
        resting.Reason.ShouldBe("in cooldown until 2026-01-28 12:01:00Z after failures: rate_limit 1");
    }

    [Fact]
    public void What_rests_behind_the_one_in_use_is_no_reason_for_it()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").ApiKey("zai:c").Usage("zai:b", cooldownUntil: Now.AddMinutes(5)).Order("zai", "zai:a", "zai:b", "zai:c"));

        AuthCandidates candidates = Explain();

        States(candidates).ShouldBe(["zai:a Chosen", "zai:c Standby", "zai:b Cooldown"]);
        candidates.Items.Select(candidate => candidate.Reason).ShouldBe(
            ["the first in the order override in the store", "tried if zai:a fails", "in cooldown until 2026-01-28 12:05:00Z"]);
    }

    [Fact]
    public void Where_there_is_no_order_the_better_kind_that_rests_is_named()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:key").OAuth("zai:in", expires: Now.AddHours(2)).Token("zai:token").Usage("zai:in", cooldownUntil: Now.AddMinutes(5)).Usage("zai:key", cooldownUntil: Now.AddMinutes(5)));

        AuthCandidates candidates = Explain();

        candidates.Chosen!.ProfileId.ShouldBe("zai:token");
        candidates.Chosen.Reason.ShouldBe("the first that can be used while zai:in is in cooldown");
    }

    [Fact]
    public void What_is_disabled_says_for_what()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").Usage("zai:a", disabledUntil: Now.AddHours(5), disabledReason: "billing"));

        AuthCandidates candidates = Explain();

        States(candidates).ShouldBe(["zai:a Disabled"]);
        candidates.Items[0].Reason.ShouldBe("disabled for billing until 2026-01-28 17:00:00Z");
        candidates.Problem!.ShouldContain("cooldown clear --disabled");
        candidates.Chosen.ShouldBeNull();
        candidates.Problem!.ShouldStartWith("No credential for zai can be used now. zai:a can be used again in 5h;");
    }

    [Fact]
    public void While_every_profile_rests_nothing_takes_their_place()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").Usage("zai:a", cooldownUntil: Now.AddMinutes(5))).Variable("ZAI_API_KEY", "z-0123456789012345678901234");

        AuthCandidates candidates = Explain();

        States(candidates).ShouldBe(["zai:a Cooldown", "env: ZAI_API_KEY Shadowed"]);
        candidates.Items[1].Reason.ShouldBe("profiles come first, even while none of them can be used");
        candidates.Chosen.ShouldBeNull();
    }

    [Fact]
    public void What_could_be_used_waits_for_its_turn()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:key").OAuth("zai:in", expires: Now.AddHours(2)));

        AuthCandidates candidates = Explain();

        States(candidates).ShouldBe(["zai:in Chosen", "zai:key Standby"]);
        candidates.Items[0].Reason.ShouldBe("sign-ins come before tokens, tokens before API keys; of one kind, the one used longest ago");
        candidates.Items[1].Reason.ShouldBe("tried if zai:in fails");
    }

    [Fact]
    public void Each_that_is_not_tried_at_all_says_why()
    {
        installation
            .Store(new StoreBuilder().ApiKey("zai:good").ApiKey("zai:blank", key: " ").Token("zai:old", expires: Now.AddDays(-1)).ApiKey("openai:x").ApiKey("zai:typed").ApiKey("zai:left")
                .Order("zai", "zai:good", "zai:gone", "openai:x", "zai:typed", "zai:blank", "zai:old"))
            .Configuration(new ConfigurationBuilder().Profile("zai:typed", "oauth"));

        AuthCandidates candidates = Explain();

        States(candidates).ShouldBe(
        [
            "zai:good Chosen", "zai:gone NotStored", "openai:x OtherProvider", "zai:typed ModeMismatch", "zai:blank NoSecret", "zai:old Expired", "zai:left ExcludedByOrder",
        ]);
        candidates.Items.Select(candidate => candidate.Position).ShouldBe([1, 2, 3, 4, 5, 6, 7]);
        candidates.Items.Select(candidate => candidate.Reason).ShouldBe(
        [
            "the first in the order override in the store",
            "the order override in the store names it, but there is no such profile",
            "it is for openai",
            "the configuration says zai/oauth, the store zai/api_key",
            "there is nothing in it that could be sent",
            "it expired 2026-01-27 12:00:00Z; store a new token",
            "the order override in the store does not name it",
        ]);
    }

    [Fact]
    public void The_environment_and_the_configuration_come_last()
    {
        installation.Configuration(new ConfigurationBuilder().Provider("zai", apiKey: "z-from-the-configuration-01"))
            .Variable("ZAI_API_KEY", "z-from-the-environment-0001").Variable("Z_AI_API_KEY", "z-from-the-environment-0002");

        AuthCandidates candidates = Explain();

        States(candidates).ShouldBe(["env: ZAI_API_KEY Chosen", "env: Z_AI_API_KEY Shadowed", "models.json Shadowed"]);
        candidates.Items[0].Reason.ShouldBe("no profile comes before it");
        candidates.Items[2].Reason.ShouldBe("env: ZAI_API_KEY comes first");
    }

    [Fact]
    public void A_profile_that_is_used_shadows_the_environment()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a")).Variable("ZAI_API_KEY", "z-from-the-environment-0001");

        Explain().Items[1].Reason.ShouldBe("zai:a comes first");
    }

    [Fact]
    public void A_sign_in_that_has_expired_is_renewed_if_it_can_be()
    {
        installation.Store(new StoreBuilder().OAuth("zai:dead", refresh: null, expires: Now.AddDays(-1)).OAuth("zai:alive", expires: Now.AddDays(-1)).Order("zai", "zai:dead", "zai:alive"));

        AuthCandidates candidates = Explain();

        States(candidates).ShouldBe(["zai:dead Expired", "zai:alive Chosen"]);
        candidates.Items[1].Reason.ShouldBe("the first that can be used; the sign-in has expired and is renewed with its first use");
    }

    [Fact]
    public void The_AWS_SDK_comes_first_where_the_configuration_says_so()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a")).Configuration(new ConfigurationBuilder().Provider("zai", auth: "aws-sdk")).Variable("AWS_PROFILE", "dev");

        States(Explain()).ShouldBe(["env: AWS_PROFILE Chosen", "zai:a Shadowed"]);
    }

    [Fact]
    public void Bedrock_needs_no_credential_of_ours()
    {
        AuthCandidate only = installation.Agent().ExplainCandidates(ProviderId.Parse("amazon-bedrock"), SecretResolver.None).Items.ShouldHaveSingleItem();

        only.Source.ShouldBe("aws-sdk default chain");
        only.Mode.ShouldBe(CredentialMode.AwsSdk);
    }

    [Fact]
    public void Nothing_at_all_is_a_problem_with_a_way_out() =>
        Explain().Problem.ShouldBe("There is no credential for zai that could be used. Add a profile for it, or set one of its environment variables.");

    [Fact]
    public void The_choice_is_the_first_that_the_gateway_would_take()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").Token("zai:b").Usage("zai:b", lastUsed: Now));
        Agent agent = installation.Agent();

        agent.ExplainCandidates(ProviderId.Parse("zai"), SecretResolver.None).Chosen!.ProfileId.ShouldBe(agent.GetCandidates(ProviderId.Parse("zai"))[0]);
    }

    [Fact]
    public void No_provider_is_an_error() => Should.Throw<MoltbotException>(() => installation.Agent().ExplainCandidates(ProviderId.Parse(" "), SecretResolver.None)).Code.ShouldBe(ErrorCode.ProviderMissing);

    [Fact]
    public void Json_holds_all_of_it_and_no_secret()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Order("zai", "zai:a", "zai:b"));
        installation.Agent().ProfileUsage.Failed("zai:a", FailureReason.Auth, TestContext.Current.CancellationToken);

        string json = Explain().ToJson().ToJsonString();

        json.ShouldContain("\"chosen\":\"profile:zai:b\"");
        json.ShouldContain("\"state\":\"cooldown\"");
        json.ShouldContain("\"remainingMs\":60000");
        json.ShouldContain("\"failureCounts\":{\"auth\":1}");
        json.ShouldNotContain(StoreBuilder.AnyKey);
    }

    [Fact]
    public void A_secret_that_cannot_be_had_gives_way_to_the_next_profile_as_for_the_credential_itself()
    {
        vaults.Answers["SecretStore/a"] = new FetchedSecret(SecretErrors.Locked("SecretStore"));
        installation.Store(new StoreBuilder().ApiKeyAt("zai:a", InVault("a")).ApiKeyAt("zai:b", InVault("b")).ApiKeyAt("zai:c", InVault("c")).Order("zai", "zai:a", "zai:b", "zai:c"));

        AuthCandidates candidates = Explain();

        States(candidates).ShouldBe(["zai:a Unresolved", "zai:b Chosen", "zai:c Standby"]);
        candidates.Items[0].Reason.ShouldContain("is locked");
        installation.Agent().OpenCredentials(Secrets()).OfProvider("zai").ProfileId.ShouldBe("zai:b");
        vaults.Passes.SelectMany(pass => pass).ShouldNotContain(InVault("c"));
    }

    [Fact]
    public void When_no_secret_can_be_had_the_problem_is_that_of_the_first()
    {
        vaults.Answers["SecretStore/a"] = new FetchedSecret(SecretErrors.Locked("SecretStore"));
        installation.Store(new StoreBuilder().ApiKeyAt("zai:a", InVault("a"))).Variable("ZAI_API_KEY", "from-env");

        AuthCandidates candidates = Explain();

        candidates.Chosen.ShouldBeNull();
        candidates.Problem.ShouldNotBeNull().ShouldContain("zai:a: The vault \"SecretStore\" is locked");
    }

    private static SecretReference InVault(string name) => SecretReference.To(new VaultSecret("SecretStore", name));

    private SecretResolver Secrets() => installation.Open().OpenSecrets(vaults);

    private AuthCandidates Explain() => installation.Agent().ExplainCandidates(ProviderId.Parse("zai"), Secrets());

    private static string[] States(AuthCandidates candidates) => [.. candidates.Items.Select(candidate => $"{candidate.ProfileId ?? candidate.Source} {candidate.State}")];
}
