using Moltbot.Core.Errors;
using Moltbot.Core.Health;
using Moltbot.Core.Providers;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Health;

/// <summary>Whether an agent's credentials are fine, as one answer (docs/gateway/monitoring.md §1).</summary>
public sealed class ModelStatusTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void With_a_credential_for_the_model_all_is_fine()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a"));

        ModelStatus status = Status();

        (status.ExitCode, status.Reason).ShouldBe((0, "All model credentials are fine."));
        status.Providers.ShouldHaveSingleItem().CredentialSource.ShouldBe(CredentialSource.Profiles);
        status.ResolvedDefault!.ToString().ShouldBe("anthropic/claude-opus-4-5");
    }

    [Fact]
    public void A_static_token_is_fine() => Exit(new StoreBuilder().Token("anthropic:a")).ShouldBe(0);

    [Fact]
    public void A_provider_of_a_model_without_a_credential_is_missing()
    {
        installation.Configuration(new ConfigurationBuilder());

        ModelStatus status = Status();

        status.ExitCode.ShouldBe(1);
        status.MissingProviders.ShouldBe(["anthropic"]);
        status.Reason.ShouldBe("No credential for anthropic: add a profile, or set its environment variable");
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void A_provider_whose_only_profile_has_nothing_to_send_is_missing(string key)
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a", key));

        ModelStatus status = Status();

        (status.ExitCode, status.Reason).ShouldBe(
            (1, "No credential for anthropic: anthropic:a: there is nothing in it that could be sent; add a profile, or set its environment variable"));
        Status("anthropic").MissingProviders.ShouldBe(["anthropic"]);
        installation.Agent("main").GetModels().ShouldHaveSingleItem().HasAuth.ShouldBeFalse();
    }

    [Fact]
    public void A_provider_whose_profiles_are_excluded_is_missing_and_each_says_why()
    {
        installation
            .Store(new StoreBuilder().ApiKey("anthropic:typed").ApiKey("anthropic:left"))
            .Configuration(new ConfigurationBuilder().Profile("anthropic:typed", "oauth"));

        Status().MissingBecause["anthropic"].ShouldBe(
        [
            "anthropic:typed: the configuration says anthropic/oauth, the store anthropic/api_key",
            "anthropic:left: auth.profiles in the configuration does not name it",
        ]);
    }

    [Fact]
    public void What_comes_in_the_place_of_a_blank_key_is_a_credential()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a", " ")).Variable("ANTHROPIC_API_KEY", "from-env");

        Status().ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_profile_at_rest_or_in_a_vault_is_a_credential()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("anthropic:a", Moltbot.Core.Secrets.SecretReference.To(new("SecretStore", "a"))).Usage("anthropic:a", cooldownUntil: Now.AddHours(1)));

        Status().ExitCode.ShouldBe(0);
    }

    [Fact]
    public void The_providers_of_all_models_in_use_are_needed_and_those_of_allowed_models_are_not()
    {
        installation.Configuration(new ConfigurationBuilder()
            .Model("acme/a", "Z.AI/b", "acme/c").ImageModel("img/d", "more/e").Allow("allowed/x"));

        Status().MissingProviders.ShouldBe(["acme", "img", "more", "zai"]);
    }

    [Fact]
    public void A_credential_that_has_expired_is_named()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a").Token("openai:old", expires: Now.AddHours(-1)));

        ModelStatus status = Status();

        (status.ExitCode, status.Reason).ShouldBe((1, "openai:old has expired"));
    }

    [Fact]
    public void A_sign_in_that_does_not_say_when_it_expires_is_named_with_its_address()
    {
        installation.Store(new StoreBuilder().OAuth("anthropic:a", email: "kim@example.com"));

        ModelStatus status = Status();

        (status.ExitCode, status.Reason).ShouldBe((1, "anthropic:a (kim@example.com) does not say when it expires"));
    }

    [Fact]
    public void A_credential_that_expires_within_a_day_is_a_warning()
    {
        installation.Store(new StoreBuilder().OAuth("anthropic:a", expires: Now.AddHours(24)));

        ModelStatus status = Status();

        (status.ExitCode, status.Reason).ShouldBe((2, "anthropic:a expires in 24h"));
    }

    [Fact]
    public void What_has_expired_weighs_more_than_what_expires_and_both_are_named()
    {
        installation.Store(new StoreBuilder().Token("anthropic:soon", expires: Now.AddMinutes(50)).Token("anthropic:gone", expires: Now));

        ModelStatus status = Status();

        (status.ExitCode, status.Reason).ShouldBe((1, "anthropic:gone has expired; anthropic:soon expires in 50m"));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(3, 2)]
    [InlineData(48, 2)]
    public void How_early_to_warn_can_be_said(int hours, int exitCode)
    {
        installation.Store(new StoreBuilder().Token("anthropic:a", expires: Now.AddHours(3)));

        ModelStatus status = installation.Agent("main").GetModelStatus(warnWithin: TimeSpan.FromHours(hours));

        status.ExitCode.ShouldBe(exitCode);
        status.Health.WarnAfterMilliseconds.ShouldBe(hours * 3_600_000.0);
    }

    [Fact]
    public void Only_one_provider_can_be_looked_at()
    {
        installation
            .Configuration(new ConfigurationBuilder().Model("anthropic/a", "openai/b", "zai/c"))
            .Store(new StoreBuilder()
                .Token("anthropic:gone", expires: Now).ApiKey("openai:a").ApiKey("other:x", provider: " OpenAI")
                .Usage("anthropic:gone", cooldownUntil: Now.AddHours(1)).Usage("openai:a", cooldownUntil: Now.AddHours(1)));

        ModelStatus status = Status("OpenAI");

        status.ExitCode.ShouldBe(0);
        status.Providers.Select(provider => provider.Provider).ShouldBe(["openai", "OpenAI"], ignoreOrder: true);
        status.MissingProviders.ShouldBeEmpty();
        status.UnusableProfiles.Select(profile => profile.ProfileId).ShouldBe(["openai:a"]);
        status.Health.Profiles.Select(profile => profile.Profile.Id).ShouldNotContain("anthropic:gone");
    }

    [Fact]
    public void A_provider_that_is_looked_at_and_has_no_credential_is_missing_whether_a_model_needs_it_or_not()
    {
        installation.Configuration(new ConfigurationBuilder().Model("zai/c"));

        Status("z.ai").MissingProviders.ShouldBe(["zai"]);
        Status("anthropc").MissingProviders.ShouldBe(["anthropc"]);
        Status("anthropc").ExitCode.ShouldBe(1);
    }

    [Fact]
    public void A_provider_that_is_looked_at_in_another_spelling_is_not_missing()
    {
        installation.Configuration(new ConfigurationBuilder()).Store(new StoreBuilder().ApiKey("zai:a", provider: "Z-AI"));

        Status("z.ai").MissingProviders.ShouldBeEmpty();
        Status("z.ai").ExitCode.ShouldBe(0);
    }

    [Fact]
    public void A_blank_provider_is_an_error_and_not_all_of_them() =>
        Should.Throw<MoltbotException>(() => Status(" ")).Code.ShouldBe(ErrorCode.ProviderMissing);

    [Fact]
    public void Where_there_is_no_installation_the_reason_says_so_and_what_to_do()
    {
        ModelStatus status = Status();

        status.InstallationExists.ShouldBeFalse();
        status.Reasons[0].ShouldContain("There is no Moltbot installation at " + status.StateDirectory);
        status.Reasons[0].ShouldContain("set one up");
    }

    [Fact]
    public void Profiles_that_rest_are_listed_the_soonest_usable_one_first()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a").ApiKey("anthropic:b").ApiKey("anthropic:c")
            .Usage("anthropic:a", disabledUntil: Now.AddHours(5), disabledReason: "billing")
            .Usage("anthropic:b", cooldownUntil: Now.AddMinutes(3))
            .Usage("anthropic:c", cooldownUntil: Now)
            .Usage("anthropic:removed", cooldownUntil: Now.AddMinutes(9)));

        ModelStatus status = Status();

        status.UnusableProfiles.Select(profile => $"{profile.ProfileId} {profile}")
            .ShouldBe(["anthropic:b cooldown 3m", "anthropic:removed cooldown 9m", "anthropic:a disabled:billing 5h"]);
        status.UnusableProfiles[1].Provider.ShouldBeNull();
        status.ExitCode.ShouldBe(0);
        status.Providers[0].ProfileLabels.ShouldContain(label => label.EndsWith(" [disabled:billing 5h]"));
    }

    [Fact]
    public void A_key_in_the_environment_covers_a_provider_masked()
    {
        installation.Variable("ANTHROPIC_API_KEY", StoreBuilder.AnyKey);

        ProviderStatus provider = Status().Providers.ShouldHaveSingleItem();

        provider.CredentialSource.ShouldBe(CredentialSource.Environment);
        provider.Detail.ShouldBe("sk-a-ke...ts-ends");
        provider.EnvironmentSource.ShouldBe("env: ANTHROPIC_API_KEY");
        Status().ExitCode.ShouldBe(0);
    }

    [Fact]
    public void Nothing_is_shown_of_an_OAuth_token_in_the_environment()
    {
        installation.Variable("ANTHROPIC_OAUTH_TOKEN", "oauth-token-value-that-is-long");

        ModelStatus status = Status();

        status.Providers[0].Detail.ShouldBe("OAuth (env)");
        status.ProvidersWithSignIn.ShouldBe(["anthropic (1)"]);
        status.ToJson().ToJsonString().ShouldNotContain("oauth-token");
    }

    [Fact]
    public void A_key_in_the_configuration_covers_a_provider_masked()
    {
        installation.Configuration(new ConfigurationBuilder().Provider("acme", StoreBuilder.AnyKey).Model("acme/a"));

        ModelStatus status = Status();

        status.ExitCode.ShouldBe(0);
        status.Providers[0].CredentialSource.ShouldBe(CredentialSource.Configuration);
        status.Providers[0].Detail.ShouldBe("sk-a-ke...ts-ends");
        status.Providers[0].ConfigurationSource.ShouldBe(SystemForm.OfText("models.json: ~/.clawdbot/agents/main/agent/models.json"));
    }

    [Fact]
    public void Keys_that_the_configuration_and_env_files_bring_along_count()
    {
        installation.Configuration(new ConfigurationBuilder().Variable("OPENAI_API_KEY", StoreBuilder.AnyKey).Model("openai/a", "groq/b"))
            .File(".clawdbot/.env", "GROQ_API_KEY=" + StoreBuilder.AnyKey);

        Status().ExitCode.ShouldBe(0);
    }

    [Fact]
    public void No_secret_is_in_the_report()
    {
        const string Secret = "s3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3ts3cr3t";
        installation.Variable("OPENAI_API_KEY", Secret)
            .Configuration(new ConfigurationBuilder().Provider("acme", Secret).Model("acme/a"))
            .Store(new StoreBuilder().ApiKey("anthropic:a", Secret).Token("anthropic:b", Secret).OAuth("anthropic:c", Secret, Secret));

        string report = Status().ToJson().ToJsonString() + string.Concat(installation.Agent("main").GetProfiles().Profiles.Select(profile => profile.ToJson().ToJsonString()));

        report.ShouldNotContain(Secret[..9]);
        report.ShouldContain("s3cr3ts3...3ts3cr3t");
    }

    [Fact]
    public void With_a_store_that_cannot_be_read_the_rest_is_shown_and_the_exit_code_is_1()
    {
        installation.Store("{\n  broken").Variable("ANTHROPIC_API_KEY", StoreBuilder.AnyKey)
            .Configuration(new ConfigurationBuilder().Model("anthropic/a"));

        ModelStatus status = Status();

        status.ExitCode.ShouldBe(1);
        status.Reason.ShouldContain($"{installation.StorePath()} (line 2, column 3)");
        status.Errors.ShouldHaveSingleItem().Code.ShouldBe(ErrorCode.StoreUnreadable);
        status.DefaultModel.ShouldBe("anthropic/a");
        status.Providers.ShouldHaveSingleItem().CredentialSource.ShouldBe(CredentialSource.Environment);
    }

    [Fact]
    public void With_a_configuration_that_cannot_be_read_the_rest_is_shown_and_the_exit_code_is_1()
    {
        installation.Configuration("{\n  agents: }").Store(new StoreBuilder().ApiKey("anthropic:a"));

        ModelStatus status = Status();

        status.ExitCode.ShouldBe(1);
        MoltbotException error = status.Errors.ShouldHaveSingleItem();
        (error.Code, error.Path, error.Line, error.Column).ShouldBe((ErrorCode.ConfigUnreadable, installation.ConfigPath, 2, 11));
        status.Reason.ShouldContain(error.Message);
        status.Providers.ShouldHaveSingleItem().Provider.ShouldBe("anthropic");
    }

    [Fact]
    public void When_nothing_can_be_read_both_errors_are_reported()
    {
        installation.Configuration("{").Store("{");

        Status().Errors.Select(error => error.Path).ShouldBe([installation.ConfigPath, installation.StorePath()]);
    }

    [Fact]
    public void Another_agents_status_reports_an_unreadable_store_of_main_too()
    {
        installation.Store("{").Store(new StoreBuilder().ApiKey("anthropic:own"), "ops");

        ModelStatus status = installation.Agent("ops").GetModelStatus();

        status.ExitCode.ShouldBe(1);
        status.Errors.ShouldHaveSingleItem().Path.ShouldBe(installation.StorePath());
        status.Providers.ShouldHaveSingleItem().Profiles.ShouldHaveSingleItem().ProfileId.ShouldBe("anthropic:own");
    }

    [Fact]
    public void JSON_that_is_no_store_is_mentioned()
    {
        installation.Store("[]");

        Status().Warnings.ShouldHaveSingleItem().ShouldContain("is not a credential store");
    }

    [Fact]
    public void A_model_without_a_provider_is_mentioned()
    {
        installation.Configuration(new ConfigurationBuilder().Model("k2"));

        ModelStatus status = Status();

        status.DefaultModel.ShouldBe("k2");
        status.ResolvedDefault!.ToString().ShouldBe("anthropic/k2");
        status.Warnings.ShouldHaveSingleItem().ShouldContain("anthropic/k2");
    }

    [Fact]
    public void The_report_has_the_gateways_members_in_its_order()
    {
        System.Text.Json.Nodes.JsonObject json = Status().ToJson();

        json.Select(member => member.Key).ShouldBe(
            ["configPath", "agentDir", "defaultModel", "resolvedDefault", "fallbacks", "imageModel", "imageFallbacks", "aliases", "allowed", "auth"]);
        json["auth"]!.AsObject().Select(member => member.Key).ShouldBe(
            ["storePath", "shellEnvFallback", "providersWithOAuth", "missingProvidersInUse", "providers", "unusableProfiles", "oauth"]);
    }

    private int Exit(StoreBuilder store)
    {
        installation.Store(store);
        return Status().ExitCode;
    }

    private ModelStatus Status(string? provider = null) =>
        installation.Agent("main").GetModelStatus(provider is null ? null : ProviderId.Parse(provider));
}
