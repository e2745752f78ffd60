using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Resolving;
using Moltbot.Core.Selection;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests.Selection;

/// <summary>Which credential is used for a provider, and where it comes from (docs/gateway/credentials.md §2, §9).</summary>
public sealed class CredentialResolverTests
{
    private ProcessEnvironment environment = new() { HomeDirectory = "/nowhere", WorkingDirectory = "/nowhere" };

    [Fact]
    public void A_profile_beats_the_environment_and_the_configuration()
    {
        environment = environment.With("OPENAI_API_KEY", "env-key");

        EffectiveCredential credential = Resolver(new StoreBuilder().ApiKey("openai:a", "profile-key"), new ConfigurationBuilder().Provider("openai", "config-key"))
            .Resolve("openai");

        ShouldBe(credential, "profile-key", CredentialMode.ApiKey, "profile:openai:a", "openai:a");
    }

    [Fact]
    public void The_environment_beats_the_configuration()
    {
        environment = environment.With("OPENAI_API_KEY", " env-key ");

        ShouldBe(
            Resolver(new StoreBuilder(), new ConfigurationBuilder().Provider("openai", "config-key")).Resolve("openai"),
            "env-key", CredentialMode.ApiKey, "env: OPENAI_API_KEY");
    }

    [Fact]
    public void An_OAuth_token_in_the_environment_is_used_as_one()
    {
        environment = environment.With("ANTHROPIC_OAUTH_TOKEN", "t");

        ShouldBe(Resolver().Resolve("anthropic"), "t", CredentialMode.OAuth, "env: ANTHROPIC_OAUTH_TOKEN");
    }

    [Theory]
    [InlineData("acme")]
    [InlineData("ACME")]
    public void The_configurations_key_comes_last_under_any_spelling(string provider) =>
        ShouldBe(Resolver(configuration: new ConfigurationBuilder().Provider("Acme", " key ")).Resolve(provider), "key", CredentialMode.ApiKey, "models.json");

    [Fact]
    public void The_older_variable_of_Zai_counts()
    {
        environment = environment.With("Z_AI_API_KEY", "z-1");

        EffectiveCredential credential = Resolver().Resolve("zai");

        credential.Value!.Value.Reveal().ShouldBe("z-1");
        credential.Source.ShouldContain("Z_AI_API_KEY");
    }

    [Fact]
    public void The_first_candidate_that_works_is_used() =>
        Resolver(new StoreBuilder().OAuth("zai:expired", expires: Now).Token("zai:token", " t ").ApiKey("zai:key"))
            .Resolve("zai").ProfileId.ShouldBe("zai:token");

    [Fact]
    public void A_preferred_profile_is_used_if_it_works()
    {
        StoreBuilder store = new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").OAuth("zai:expired", expires: Now);

        Resolver(store).Resolve("zai", preferred: "zai:b").ProfileId.ShouldBe("zai:b");
        Resolver(store).Resolve("zai", preferred: "zai:expired").ProfileId.ShouldBe("zai:a");
    }

    [Fact]
    public void A_token_is_trimmed_and_a_key_is_not()
    {
        PlanResolver resolver = Resolver(new StoreBuilder().Token("a:token", " t ").ApiKey("a:key", " k "));

        resolver.ResolveProfile("a:token").Value!.Value.Reveal().ShouldBe("t");
        resolver.ResolveProfile("a:key").Value!.Value.Reveal().ShouldBe(" k ");
    }

    [Theory]
    [InlineData("google-gemini-cli")]
    [InlineData("google-antigravity")]
    public void Some_services_of_Google_want_the_project_beside_the_token(string provider)
    {
        StoreBuilder store = new StoreBuilder().Profile("g:1", new System.Text.Json.Nodes.JsonObject
        {
            ["type"] = "oauth", ["provider"] = provider, ["access"] = "a\"é", ["projectId"] = "p", ["expires"] = NowMilliseconds + 1,
        });

        Resolver(store).Resolve(provider).Value!.Value.Reveal().ShouldBe("""{"token":"a\"é","projectId":"p"}""");
    }

    [Fact]
    public void A_sign_in_is_fresh_until_it_expires()
    {
        Resolver(new StoreBuilder().OAuth("a:1", "acc", expires: Now.AddMilliseconds(1))).ResolveProfile("a:1").Value!.Value.Reveal().ShouldBe("acc");
        ShouldFail(() => Resolver(new StoreBuilder().OAuth("a:1", "acc", expires: Now)).ResolveProfile("a:1"), ErrorCode.RefreshNeeded, "a:1");
    }

    [Theory]
    [InlineData("\"4000000000000\"", true)]
    [InlineData("\"soon\"", true)]
    [InlineData("\"1\"", false)]
    [InlineData("null", false)]
    public void An_expiry_that_is_no_number_means_what_it_means_to_the_gateway(string expires, bool isUsed)
    {
        PlanResolver resolver = Resolver(new StoreBuilder().Profile("a:1", new System.Text.Json.Nodes.JsonObject
        {
            ["type"] = "oauth", ["provider"] = "a", ["access"] = "acc", ["expires"] = System.Text.Json.Nodes.JsonNode.Parse(expires),
        }));

        if (isUsed)
            resolver.ResolveProfile("a:1").Value!.Value.Reveal().ShouldBe("acc");
        else
            ShouldFail(() => resolver.ResolveProfile("a:1"), ErrorCode.RefreshNeeded, "a:1");
    }

    [Theory]
    [InlineData("anthropic", true)]
    [InlineData("chutes", false)]
    [InlineData("qwen-portal", false)]
    public void A_sign_in_without_expiry_is_used_except_where_it_is_always_renewed(string provider, bool isUsed)
    {
        PlanResolver resolver = Resolver(new StoreBuilder().OAuth($"{provider}:x"));

        if (isUsed)
            resolver.Resolve(provider).Mode.ShouldBe(CredentialMode.OAuth);
        else
            ShouldFail(() => resolver.ResolveProfile($"{provider}:x"), ErrorCode.RefreshNeeded, $"{provider}:x");
    }

    [Fact]
    public void A_fresh_sign_in_of_main_serves_for_an_expired_copy()
    {
        AuthProfileStore main = new StoreBuilder().OAuth("a:1", "mains", expires: Now.AddHours(1)).Build();
        AuthProfileStore own = new StoreBuilder().OAuth("a:1", "own", expires: Now.AddHours(-1)).Build();

        PlanResolver resolver = new(own, main, new ConfigurationBuilder().Build(), environment, NowMilliseconds);

        resolver.ResolveProfile("a:1").Value!.Value.Reveal().ShouldBe("mains");
    }

    [Fact]
    public void The_only_other_sign_in_serves_for_an_expired_default_one() =>
        Resolver(new StoreBuilder().OAuth("a:default", "old", expires: Now.AddHours(-1)).OAuth("a:kim@x.y", "new", expires: Now.AddHours(1)))
            .ResolveProfile("a:default").Value!.Value.Reveal().ShouldBe("new");

    [Fact]
    public void No_other_profile_serves_for_an_expired_one_with_a_name() =>
        ShouldFail(
            () => Resolver(new StoreBuilder().OAuth("a:work", expires: Now).OAuth("a:kim@x.y", expires: Now.AddHours(1))).ResolveProfile("a:work"),
            ErrorCode.RefreshNeeded,
            "a:work");

    [Theory]
    [InlineData("a:gone")]
    [InlineData("a:blank")]
    [InlineData("a:mode")]
    [InlineData("a:provider")]
    public void A_pinned_profile_that_cannot_be_used_is_an_error_and_no_other_takes_its_place(string id)
    {
        environment = environment.With("ANTHROPIC_API_KEY", "env-key");
        PlanResolver resolver = Resolver(
            new StoreBuilder().Token("a:blank", " ").ApiKey("a:mode").ApiKey("a:provider").ApiKey("a:good"),
            new ConfigurationBuilder().Profile("a:mode", "oauth").Profile("a:provider", "api_key", provider: "A"));

        MoltbotException error = ShouldFail(() => resolver.ResolveProfile(id), ErrorCode.ProfileUnusable, id);

        error.Message.ShouldContain($"No credentials found for profile \"{id}\"");
    }

    [Fact]
    public void A_pinned_token_that_has_expired_is_an_error_of_its_own() =>
        ShouldFail(() => Resolver(new StoreBuilder().Token("a:expired", expires: Now)).ResolveProfile("a:expired"), ErrorCode.CredentialExpired, "a:expired");

    [Theory]
    [InlineData("AWS_BEARER_TOKEN_BEDROCK AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_PROFILE", "AWS_BEARER_TOKEN_BEDROCK")]
    [InlineData("AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_PROFILE", "AWS_ACCESS_KEY_ID")]
    [InlineData("AWS_PROFILE", "AWS_PROFILE")]
    public void Bedrock_leaves_it_to_the_AWS_SDK(string names, string source)
    {
        foreach (string name in names.Split(' '))
            environment = environment.With(name, "x");

        EffectiveCredential credential = Resolver().Resolve("amazon-bedrock");

        (credential.Mode, credential.Value).ShouldBe((CredentialMode.AwsSdk, null));
        credential.Source.ShouldContain(source);
    }

    [Fact]
    public void A_provider_that_is_configured_for_the_AWS_SDK_needs_nothing_else() =>
        Resolver(new StoreBuilder().ApiKey("acme:a"), new ConfigurationBuilder().Provider("acme", "key", auth: "aws-sdk")).Resolve("acme").Mode.ShouldBe(CredentialMode.AwsSdk);

    [Fact]
    public void Bedrock_with_another_way_to_sign_in_does_not_leave_it_to_the_SDK() =>
        ShouldFail(() => Resolver(configuration: new ConfigurationBuilder().Provider("amazon-bedrock", auth: "api-key")).Resolve("amazon-bedrock"), ErrorCode.CredentialNotFound, "amazon-bedrock");

    [Fact]
    public void Without_any_credential_the_error_says_what_to_do()
    {
        MoltbotException error = ShouldFail(() => Resolver().Resolve("zai"), ErrorCode.CredentialNotFound, "zai");

        error.Message.ShouldStartWith("No API key found for provider \"zai\".");
        error.Message.ShouldContain("Add a profile");
    }

    [Fact]
    public void Who_has_Codex_but_not_OpenAI_is_told_so() =>
        ShouldFail(() => Resolver(new StoreBuilder().OAuth("openai-codex:default")).Resolve("openai"), ErrorCode.CredentialOfOtherProvider, "openai")
            .Message.ShouldContain("openai-codex/gpt-5.2");

    [Fact]
    public void No_error_tells_a_secret()
    {
        const string Secret = "s3cr3t";
        PlanResolver resolver = Resolver(
            new StoreBuilder().OAuth("a:old", Secret, Secret, expires: Now).Token("a:token", Secret, expires: Now).OAuth("openai-codex:x", Secret, Secret),
            new ConfigurationBuilder().Profile("a:old", "oauth"));

        Action[] attempts = [() => resolver.Resolve("openai"), () => resolver.Resolve("a"), () => resolver.ResolveProfile("a:old"), () => resolver.ResolveProfile("a:token")];

        foreach (Action attempt in attempts)
            Should.Throw<MoltbotException>(attempt).ToString().ShouldNotContain(Secret);
    }

    [Fact]
    public void A_credential_does_not_show_its_secret() =>
        Resolver(new StoreBuilder().ApiKey("a:1", "s3cr3t")).Resolve("a").ToString().ShouldNotContain("s3cr3t");

    private static MoltbotException ShouldFail(Action resolve, ErrorCode code, string subject)
    {
        MoltbotException error = Should.Throw<MoltbotException>(resolve);
        (error.Code, error.Subject).ShouldBe((code, subject));
        return error;
    }

    private static void ShouldBe(EffectiveCredential credential, string value, CredentialMode mode, string source, string? profileId = null)
    {
        credential.Value!.Value.Reveal().ShouldBe(value);
        (credential.Mode, credential.Source, credential.ProfileId).ShouldBe((mode, source, profileId));
    }

    private PlanResolver Resolver(StoreBuilder? store = null, ConfigurationBuilder? configuration = null)
    {
        AuthProfileStore view = (store ?? new StoreBuilder()).Build();
        return new PlanResolver(view, view, (configuration ?? new ConfigurationBuilder()).Build(), environment, NowMilliseconds);
    }
}
