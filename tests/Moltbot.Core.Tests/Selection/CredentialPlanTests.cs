using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Selection;

/// <summary>What a provider's credential could be taken from, and what is to be done for each (docs/gateway/credentials.md §2, §3).</summary>
public sealed class CredentialPlanTests
{
    private static readonly SecretReference Elsewhere = SecretReference.To(new VaultSecret("SecretStore", "zai"));

    private ProcessEnvironment environment = new() { HomeDirectory = "/nowhere", WorkingDirectory = "/nowhere" };

    /// <summary>One profile, and what is to be done with it.</summary>
    public static TheoryData<string, StoreBuilder, string> Steps => new()
    {
        { "key", new StoreBuilder().ApiKey("zai:a", "k"), "Ready k" },
        { "key with white space", new StoreBuilder().ApiKey("zai:a", " k "), "Ready  k " },
        { "empty key", new StoreBuilder().ApiKey("zai:a", ""), "NoSecret" },
        { "blank key", new StoreBuilder().ApiKey("zai:a", " \u00a0"), "NoSecret" },
        { "no key", new StoreBuilder().ApiKey("zai:a", key: null), "NoSecret" },
        { "key elsewhere", new StoreBuilder().ApiKeyAt("zai:a", Elsewhere), "NeedsSecret vault: SecretStore/zai" },
        { "key elsewhere and here", new StoreBuilder().ApiKeyAt("zai:a", Elsewhere, key: "k"), "NeedsSecret vault: SecretStore/zai" },
        { "token", new StoreBuilder().Token("zai:a", " t "), "Ready t" },
        { "token that expires", new StoreBuilder().Token("zai:a", "t", Now.AddMilliseconds(1)), "Ready t" },
        { "expired token", new StoreBuilder().Token("zai:a", "t", Now), "Expired" },
        { "blank token", new StoreBuilder().Token("zai:a", " "), "NoSecret" },
        { "token elsewhere", new StoreBuilder().TokenAt("zai:a", Elsewhere), "NeedsSecret vault: SecretStore/zai" },
        { "expired token elsewhere", new StoreBuilder().TokenAt("zai:a", Elsewhere, expires: Now), "Expired" },
        { "sign-in", new StoreBuilder().OAuth("zai:a", "t", expires: Now.AddMilliseconds(1)), "Ready t" },
        { "sign-in without expiry", new StoreBuilder().OAuth("zai:a", "t"), "Ready t" },
        { "expired sign-in", new StoreBuilder().OAuth("zai:a", "t", expires: Now), "NeedsRefresh zai:a" },
        { "expired sign-in that cannot be renewed", new StoreBuilder().OAuth("zai:a", "t", refresh: null, expires: Now), "Expired" },
        { "sign-in without access token", new StoreBuilder().OAuth("zai:a", access: " ", expires: Now.AddHours(1)), "NeedsRefresh zai:a" },
        { "sign-in without anything", new StoreBuilder().OAuth("zai:a", access: "", refresh: "", expires: Now.AddHours(1)), "NoSecret" },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Each_profile_has_one_next_step(string what, StoreBuilder store, string step)
    {
        CredentialPlan plan = Planner(store).Plan("zai");

        Show(plan.Candidates.ShouldHaveSingleItem(what).Step).ShouldBe(step, what);
        plan.HasCredential.ShouldBe(step != "NoSecret", what);
    }

    [Fact]
    public void One_that_can_be_sent_is_enough_and_why_others_cannot_is_told_of_profiles_alone()
    {
        environment = environment.With("ZAI_API_KEY", "e");

        CredentialPlan plan = Planner(new StoreBuilder().ApiKey("zai:blank", " ").ApiKey("zai:a")).Plan("zai");

        plan.HasCredential.ShouldBeTrue();
        plan.Refusals.ShouldBe(["zai:blank: there is nothing in it that could be sent"]);
    }

    [Fact]
    public void A_gateway_of_today_looks_at_other_variables_under_other_names()
    {
        environment = environment.With("MODELSTUDIO_API_KEY", "e").With("XAI_API_KEY", "x");
        AuthProfileStore today = AuthProfileStore.EmptyOfToday;

        KeysOf(today, "alibaba").ShouldBe(["env: MODELSTUDIO_API_KEY"]);
        KeysOf(AuthProfileStore.Empty, "alibaba").ShouldBeEmpty();
        new CredentialPlanner(today, today, MoltbotConfiguration.Empty, environment, NowMilliseconds).Plan("x-ai").Provider.Value.ShouldBe("xai");
        new CredentialPlanner(AuthProfileStore.Empty, AuthProfileStore.Empty, MoltbotConfiguration.Empty, environment, NowMilliseconds).Plan("x-ai").Provider.Value.ShouldBe("x-ai");
    }

    [Fact]
    public void A_key_is_shown_masked_unless_it_only_says_that_there_is_one()
    {
        new EnvironmentKey(new Secret("<authenticated>"), EnvironmentKey.GoogleCloud).ShownValue.ShouldBe("<authenticated>");
        new EnvironmentKey(new Secret("sk-a-key-that-is-long-enough"), "env: A").ShownValue.ShouldNotContain("that-is");
    }

    private IEnumerable<string?> KeysOf(AuthProfileStore view, string provider) =>
        new CredentialPlanner(view, view, MoltbotConfiguration.Empty, environment, NowMilliseconds).Plan(provider).Keys.Select(key => key.Source);

    [Fact]
    public void What_comes_first_is_tried_first_and_what_is_not_tried_says_why()
    {
        environment = environment.With("ZAI_API_KEY", "e1").With("Z_AI_API_KEY", "e2");
        StoreBuilder store = new StoreBuilder()
            .ApiKey("zai:second", "2").ApiKey("zai:first", "1").ApiKey("zai:typed", "x").ApiKey("openai:x").ApiKey("zai:blank", " ").Token("zai:old", expires: Now).ApiKey("zai:left")
            .Order("zai", "zai:first", "zai:second", "zai:gone", "openai:x", "zai:typed", "zai:blank", "zai:old");
        ConfigurationBuilder configuration = new ConfigurationBuilder().Profile("zai:typed", "oauth").Provider("zai", "c");

        Show(Planner(store, configuration).Plan("zai")).ShouldBe(
        [
            "profile:zai:first Ready 1", "profile:zai:second Ready 2",
            "profile:zai:gone NotStored", "profile:openai:x OtherProvider", "profile:zai:typed ModeMismatch", "profile:zai:blank NoSecret", "profile:zai:old Expired", "profile:zai:left ExcludedByOrder",
            "env: ZAI_API_KEY Ready e1", "env: Z_AI_API_KEY Ready e2", "models.json Ready c",
        ]);
    }

    [Fact]
    public void A_preferred_profile_comes_first_even_while_it_rests()
    {
        CredentialPlan plan = Planner(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Usage("zai:b", cooldownUntil: Now.AddHours(1))).Plan("zai", preferred: "zai:b");

        plan.Tried.Select(planned => (planned.ProfileId, planned.Unusable)).ShouldBe([("zai:b", CandidateState.Cooldown), ("zai:a", null)]);
    }

    [Fact]
    public void A_rest_changes_no_step_and_is_no_want_of_a_credential()
    {
        CredentialPlan plan = Planner(new StoreBuilder().ApiKey("zai:a", "k").Usage("zai:a", disabledUntil: Now.AddHours(1))).Plan("zai");

        PlannedCredential only = plan.Tried.ShouldHaveSingleItem();
        (Show(only.Step), only.Unusable).ShouldBe(("Ready k", CandidateState.Disabled));
        plan.HasCredential.ShouldBeTrue();
        plan.OfNextRun.ShouldBeEmpty();
    }

    [Fact]
    public void While_a_profile_is_tried_a_run_takes_nothing_in_its_place()
    {
        environment = environment.With("ZAI_API_KEY", "e");

        Planner(new StoreBuilder().ApiKey("zai:a")).Plan("zai").OfNextRun.Select(planned => planned.Source).ShouldBe(["profile:zai:a"]);
        Planner(new StoreBuilder().ApiKey("zai:a", " ")).Plan("zai").OfNextRun.Select(planned => planned.Source).ShouldBe(["env: ZAI_API_KEY"]);
    }

    [Fact]
    public void The_AWS_SDK_comes_first_where_the_configuration_says_so_and_last_for_Bedrock()
    {
        environment = environment.With("AWS_PROFILE", "dev");
        StoreBuilder store = new StoreBuilder().ApiKey("zai:a", "k").ApiKey("amazon-bedrock:a", "k");

        Show(Planner(store, new ConfigurationBuilder().Provider("zai", auth: "aws-sdk")).Plan("zai")).ShouldBe(["env: AWS_PROFILE Ready", "profile:zai:a Ready k"]);
        Show(Planner(store).Plan("amazon-bedrock")).ShouldBe(["profile:amazon-bedrock:a Ready k", "env: AWS_PROFILE Ready"]);
    }

    [Fact]
    public void What_is_left_to_the_AWS_SDK_is_taken_from_nothing_else_by_a_run()
    {
        environment = environment.With("AWS_PROFILE", "dev");

        Planner(new StoreBuilder().ApiKey("zai:a", "k"), new ConfigurationBuilder().Provider("zai", auth: "aws-sdk")).Plan("zai").OfNextRun.Select(planned => planned.Source).ShouldBe(["env: AWS_PROFILE"]);
    }

    [Fact]
    public void One_credential_of_several_is_enough() =>
        Planner(new StoreBuilder().ApiKey("zai:a", " ").ApiKey("zai:b")).Plan("zai").HasCredential.ShouldBeTrue();

    [Fact]
    public void What_the_AWS_SDK_may_find_is_not_known_to_be_a_credential() => Planner().Plan("amazon-bedrock").HasCredential.ShouldBeFalse();

    [Fact]
    public void A_plan_does_not_show_its_secrets()
    {
        environment = environment.With("ZAI_API_KEY", "s3cr3t");
        CredentialPlan plan = Planner(new StoreBuilder().ApiKey("zai:a", "s3cr3t"), new ConfigurationBuilder().Provider("zai", "s3cr3t")).Plan("zai");

        string.Join('\n', plan.Candidates).ShouldNotContain("s3cr3t");
    }

    [Theory]
    [InlineData("api_key", CredentialMode.ApiKey)]
    [InlineData("token", CredentialMode.Token)]
    [InlineData("oauth", CredentialMode.OAuth)]
    public void The_mode_of_a_profile_is_that_of_its_kind(string stored, CredentialMode mode)
    {
        StoreBuilder store = stored switch
        {
            "api_key" => new StoreBuilder().ApiKey("a:1"),
            "token" => new StoreBuilder().Token("a:1"),
            _ => new StoreBuilder().OAuth("a:1", expires: Now.AddDays(-1)),
        };

        Planner(store).Plan("a").Candidates.ShouldHaveSingleItem().Mode.ShouldBe(mode);
    }

    [Theory]
    [InlineData("anthropic", CredentialMode.OAuth)]
    [InlineData("openai", CredentialMode.ApiKey)]
    [InlineData("acme", CredentialMode.ApiKey)]
    [InlineData("aws", CredentialMode.AwsSdk)]
    [InlineData("amazon-bedrock", CredentialMode.AwsSdk)]
    public void Without_profiles_the_mode_is_that_of_the_environment_or_the_configuration(string provider, CredentialMode mode)
    {
        environment = environment.With("ANTHROPIC_OAUTH_TOKEN", "t").With("OPENAI_API_KEY", "k");
        CredentialPlanner planner = Planner(configuration: new ConfigurationBuilder().Provider("acme", "key").Provider("aws", auth: "aws-sdk"));

        planner.Plan(provider).Candidates.ShouldHaveSingleItem().Mode.ShouldBe(mode);
    }

    private static string[] Show(CredentialPlan plan) => [.. plan.Candidates.Select(planned => $"{planned.Source} {Show(planned.Step)}")];

    private static string Show(CredentialStep step) => step switch
    {
        CredentialStep.Ready { Value: { } value } => $"Ready {value.Reveal()}",
        CredentialStep.NeedsSecret needed => $"NeedsSecret {needed.Reference.Description}",
        CredentialStep.NeedsRefresh needed => $"NeedsRefresh {needed.Profile.Id}",
        CredentialStep.None none => none.State.ToString(),
        _ => "Ready",
    };

    private CredentialPlanner Planner(StoreBuilder? store = null, ConfigurationBuilder? configuration = null)
    {
        AuthProfileStore view = (store ?? new StoreBuilder()).Build();
        return new CredentialPlanner(view, view, (configuration ?? new ConfigurationBuilder()).Build(), environment, NowMilliseconds);
    }
}
