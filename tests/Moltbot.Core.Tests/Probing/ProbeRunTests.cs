using System.Net;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Probing;

/// <summary>Which credentials of an agent are asked about, and what becomes of them.</summary>
public sealed class ProbeRunTests : IDisposable
{
    private const string Fine = """{"data":[]}""";

    private static readonly SecretReference Elsewhere = SecretReference.Create(SecretReferenceSource.Environment, "default", "NAME");

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public async Task Of_an_order_each_profile_is_told_why_it_is_not_asked()
    {
        installation.Configuration("""{ models: { providers: { z: { baseUrl: "https://z.example/v1", models: [] } } } }""")
            .Store(new StoreBuilder()
                .ApiKey("z:a").ApiKey("z:b").ApiKey("z:c", "").Token("z:d", expires: installation.Time.GetUtcNow().AddDays(-1))
                .Order("z", "z:d", "z:a", "z:c"));

        ProbeReport report = await ProbeAsync(new StubbedProviders(HttpStatusCode.Unauthorized, ""));

        Told(report).ShouldBe(
        [
            "z:b skipped excluded_by_auth_order Excluded by auth.order for this provider.",
            "z:c skipped missing_credential Auth profile credentials are missing or expired.",
            "z:d skipped expired Auth profile credentials are missing or expired.",
            "z:a auth  HTTP 401",
        ]);
        report.TotalTargets.ShouldBe(1);
    }

    [Fact]
    public async Task Without_an_order_what_cannot_be_sent_is_not_asked_about_either()
    {
        installation.Store(new StoreBuilder().Token("groq:tok", expires: installation.Time.GetUtcNow().AddDays(-1)).ApiKey("groq:blank", " "));
        StubbedProviders network = new(HttpStatusCode.OK, Fine);

        ProbeReport report = await ProbeAsync(network);

        report.Results.Select(result => result.ReasonCode).ShouldBe(["expired", "missing_credential"]);
        network.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Spellings_of_a_provider_are_one()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").ApiKey("other:b", provider: "Z.AI"));

        ProbeReport report = await ProbeAsync(new StubbedProviders(HttpStatusCode.OK, """{"code":200,"success":true,"data":{}}"""));

        report.Results.Select(result => result.ProfileId).ShouldBe(["zai:a", "other:b"]);
        report.Results.ShouldAllBe(result => result.Provider == "zai" && result.Succeeded);
    }

    [Fact]
    public async Task Keys_of_the_environment_and_the_configuration_are_asked_about_beside_profiles()
    {
        installation.Variable("GROQ_API_KEY", "key-of-the-environment")
            .Configuration("""{ models: { providers: { groq: { baseUrl: "https://api.groq.com/openai/v1", apiKey: "key-of-the-configuration", models: [] } } } }""")
            .Store(new StoreBuilder().ApiKey("groq:a", "key-of-the-profile"));
        StubbedProviders network = new(HttpStatusCode.OK, Fine);

        ProbeReport report = await ProbeAsync(network);

        report.Results.Select(result => $"{result.Label} {result.Source} {result.ModeName} {result.IsInUse}")
            .ShouldBe(["groq:a profile:groq:a api_key True", "env: GROQ_API_KEY env: GROQ_API_KEY api_key False", "models.json models.json api_key False"]);
        network.Sent.Select(request => request.Headers.Authorization!.Parameter).ShouldBe(["key-of-the-profile", "key-of-the-environment", "key-of-the-configuration"]);
    }

    [Fact]
    public async Task A_placeholder_of_the_configuration_is_no_key()
    {
        installation.Configuration("""{ models: { providers: { "qwen-portal": { baseUrl: "https://portal.qwen.ai/v1", apiKey: "qwen-oauth", models: [] } } } }""");
        StubbedProviders network = new(HttpStatusCode.OK, Fine);

        (await ProbeAsync(network)).Results.Single().ReasonCode.ShouldBe("missing_credential");

        network.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_token_in_a_variable_is_a_sign_in()
    {
        installation.Variable("ANTHROPIC_OAUTH_TOKEN", "a-token");

        CredentialProbe result = (await ProbeAsync(new StubbedProviders(HttpStatusCode.Unauthorized, ""))).Results.Single();

        $"{result.Label} {result.ModeName}".ShouldBe("env: ANTHROPIC_OAUTH_TOKEN oauth");
    }

    [Theory]
    [InlineData("nope", "")]
    [InlineData("groq:b", "groq:b")]
    public async Task Only_the_profiles_that_are_named_are_asked_about(string id, string asked)
    {
        installation.Variable("GROQ_API_KEY", "key-of-the-environment").Store(new StoreBuilder().ApiKey("groq:a").ApiKey("groq:b"));

        ProbeReport report = await ProbeAsync(new StubbedProviders(HttpStatusCode.OK, Fine), new ProbeSelection(ProfileIds: [id]));

        string.Join(' ', report.Results.Select(result => result.ProfileId)).ShouldBe(asked);
        report.ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task Only_the_provider_that_is_named_is_asked()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a").ApiKey("openai:a"));

        (await ProbeAsync(new StubbedProviders(HttpStatusCode.OK, Fine), new ProbeSelection(ProviderId.Parse("GROQ")))).Results.Single().Provider.ShouldBe("groq");
    }

    [Fact]
    public async Task A_rest_does_not_keep_a_profile_from_being_asked_about_and_nothing_is_written()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:cool").Usage("groq:cool", cooldownUntil: installation.Time.GetUtcNow().AddMinutes(30), errorCount: 3));
        string before = installation.Home.Fingerprint();

        CredentialProbe result = (await ProbeAsync(new StubbedProviders(HttpStatusCode.OK, Fine))).Results.Single();

        result.Succeeded.ShouldBeTrue();
        result.UnusableUntil.ShouldBe(installation.Time.GetUtcNow().AddMinutes(30));
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, Fine, null)]
    [InlineData(HttpStatusCode.Unauthorized, "", "auth")]
    [InlineData(HttpStatusCode.PaymentRequired, "", "billing")]
    [InlineData(HttpStatusCode.TooManyRequests, "", "rate_limit")]
    [InlineData(HttpStatusCode.InternalServerError, "", "nothing")]
    [InlineData(HttpStatusCode.NotFound, "", "nothing")]
    public async Task What_is_remembered_is_what_a_use_would_have_come_to(HttpStatusCode status, string body, string? counted)
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a").Usage("groq:a", errorCount: 1));
        ProbeReport report = await ProbeAsync(new StubbedProviders(status, body));
        string before = installation.Home.Fingerprint();

        InstallationProbes.Record(installation.Agent(), report.Results, TestContext.Current.CancellationToken);

        if (counted == "nothing")
            installation.Home.Fingerprint().ShouldBe(before);
        else if (counted is null)
            installation.Stored().Usage("groq:a").ErrorCount.ShouldBe(0);
        else
            installation.Stored().Usage("groq:a").FailureCounts.Keys.ShouldBe([counted]);
    }

    [Fact]
    public async Task Providers_are_asked_side_by_side_and_the_targets_of_one_in_turn()
    {
        StoreBuilder store = new();
        foreach (string provider in (string[])["groq", "openai", "mistral", "cerebras"])
            store.ApiKey($"{provider}:a").ApiKey($"{provider}:b");
        installation.Store(store);
        TaskCompletionSource all = new();
        int first = 0;
        StubbedProviders network = new(async (_, cancellation) =>
        {
            if (Interlocked.Increment(ref first) == 4)
                all.SetResult();

            await all.Task.WaitAsync(cancellation);
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Fine) };
        });

        ProbeReport report = await ProbeAsync(network, time: TimeProvider.System);

        report.Results.Count(result => result.Succeeded).ShouldBe(8);
        network.MostAtOnce.ShouldBe(4);
        network.Sent.Take(4).Select(request => request.RequestUri!.Host).Distinct().Count().ShouldBe(4);
    }

    [Fact]
    public async Task No_more_are_asked_at_once_than_is_said()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a").ApiKey("openai:a").ApiKey("mistral:a"));
        StubbedProviders network = new(async (_, _) =>
        {
            await Task.Yield();
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Fine) };
        });

        await ProbeAsync(network, options: new ProbeOptions { ThrottleLimit = 1 });

        network.MostAtOnce.ShouldBe(1);
        network.Sent.Count.ShouldBe(3);
    }

    [Fact]
    public async Task An_interruption_ends_it_at_once_with_what_is_known()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a").ApiKey("openai:a"));
        using CancellationTokenSource interrupted = new();
        StubbedProviders network = new(async (request, cancellation) =>
        {
            if (request.RequestUri!.Host == "api.openai.com")
                await Task.Delay(Timeout.Infinite, cancellation);

            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(Fine) };
        });
        using InstallationProbes probes = installation.Open().OpenProbes(network);

        ProbeReport report = await probes.ProbeAsync(installation.Agent(), new ProbeSelection(), new ProbeOptions(), NoSecrets, told: _ => interrupted.Cancel(), cancellation: interrupted.Token);

        report.IsComplete.ShouldBeFalse();
        report.Results.Single().Provider.ShouldBe("groq");
    }

    [Fact]
    public async Task A_secret_that_is_not_had_in_time_is_a_timeout_of_its_own_target_alone()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("groq:a", Elsewhere).ApiKey("openai:a"));
        MoltbotInstallation opened = MoltbotInstallation.Open(installation.Environment);
        using InstallationProbes probes = opened.OpenProbes(new StubbedProviders(HttpStatusCode.OK, Fine));

        ProbeReport report = await probes.ProbeAsync(
            opened.GetAgent(null), new ProbeSelection(), new ProbeOptions { Timeout = TimeSpan.FromMilliseconds(50) }, _ => new TaskCompletionSource<IReadOnlyList<FetchedSecret>>().Task, cancellation: TestContext.Current.CancellationToken);

        report.Results.Select(result => $"{result.Provider} {result.State.ToName()}").ShouldBe(["groq timeout", "openai ok"], ignoreOrder: true);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_had_is_skipped_with_the_reason()
    {
        installation.Store(new StoreBuilder().ApiKeyAt("groq:a", Elsewhere));
        StubbedProviders network = new(HttpStatusCode.OK, Fine);

        CredentialProbe result = (await ProbeAsync(network)).Results.Single();

        $"{result.State.ToName()} {result.ReasonCode}".ShouldBe("skipped unresolved_ref");
        result.Message!.ShouldContain("NAME");
        network.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_secret_that_is_kept_elsewhere_is_fetched()
    {
        installation.Variable("NAME", "key-from-elsewhere").Store(new StoreBuilder().ApiKeyAt("groq:a", Elsewhere));
        StubbedProviders network = new(HttpStatusCode.OK, Fine);

        (await ProbeAsync(network)).Results.Single().Succeeded.ShouldBeTrue();

        network.Sent.Single().Headers.Authorization!.Parameter.ShouldBe("key-from-elsewhere");
    }

    [Fact]
    public async Task An_expired_token_is_to_be_imported_anew()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a", expires: installation.Time.GetUtcNow().AddHours(-1)));

        CredentialProbe result = (await ProbeAsync(new StubbedProviders(HttpStatusCode.OK, "{}"))).Results.Single();

        result.NextStep.ShouldBe("Import a new token with `moltbot models auth paste-token`.");
    }

    [Fact]
    public async Task An_expired_sign_in_that_cannot_be_renewed_is_to_be_made_anew()
    {
        installation.Store(new StoreBuilder().OAuth("openai-codex:a", refresh: null, expires: installation.Time.GetUtcNow().AddHours(-1)));

        CredentialProbe result = (await ProbeAsync(new StubbedProviders(HttpStatusCode.OK, "{}"))).Results.Single();

        result.NextStep!.ShouldContain("moltbot models auth login --provider openai-codex");
    }

    [Fact]
    public async Task An_expired_sign_in_is_told_as_such_where_it_is_not_to_be_renewed()
    {
        installation.Store(new StoreBuilder().OAuth("openai-codex:a", expires: installation.Time.GetUtcNow().AddHours(-1)));
        StubbedProviders network = new(HttpStatusCode.OK, "{}");

        ProbeReport report = await ProbeAsync(network, options: new ProbeOptions { NoRefresh = true });

        $"{report.Results.Single().State.ToName()} {report.Results.Single().ReasonCode}".ShouldBe("auth expired");
        report.Results.Single().NextStep.ShouldBe("Renew it with `moltbot models auth refresh`.");
        report.ExitCode.ShouldBe(1);
        network.Sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_expired_sign_in_is_renewed_and_then_asked_about()
    {
        installation.Store(new StoreBuilder().OAuth("openai-codex:a", expires: installation.Time.GetUtcNow().AddHours(-1)));
        StubbedProviders network = new((request, _) => Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(request.RequestUri!.Host == "auth.openai.com"
                ? """{"access_token":"h.eyJodHRwczovL2FwaS5vcGVuYWkuY29tL2F1dGgiOnsiY2hhdGdwdF9hY2NvdW50X2lkIjoiYWRhIn19.s","refresh_token":"r2","expires_in":3600}"""
                : """{"plan_type":"plus"}"""),
        }));

        CredentialProbe result = (await ProbeAsync(network)).Results.Single();

        result.Succeeded.ShouldBeTrue(result.Message);
        HttpRequestMessage asked = network.Sent.Last();
        asked.RequestUri!.AbsoluteUri.ShouldBe("https://chatgpt.com/backend-api/wham/usage");
        asked.Headers.GetValues("ChatGPT-Account-Id").ShouldBe(["ada"]);
        installation.Stored().Find("openai-codex:a")!.Refresh.Reveal().ShouldBe("r2");
    }

    [Fact]
    public async Task A_token_of_Claude_Code_says_what_to_do_instead()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a", "sk-ant-oat01-" + new string('a', 80)));

        CredentialProbe result = (await ProbeAsync(new StubbedProviders(HttpStatusCode.OK, """{"five_hour":{}}"""), options: new ProbeOptions { Level = ProbeLevel.Completion })).Results.Single();

        result.Succeeded.ShouldBeTrue();
        result.Level.ShouldBe(ProbeLevel.List);
        result.NextStep!.ShouldContain("moltbot models auth paste-api-key --provider anthropic");
        result.NextStep!.ShouldContain("moltbot models auth order set --provider anthropic");
    }

    [Theory]
    [InlineData("""{ agents: { defaults: { model: { primary: "groq/first", fallbacks: ["groq/second"] } } } }""", null, "groq/first")]
    [InlineData("""{ agents: { defaults: { model: { primary: "openai/x", fallbacks: ["groq/second"] } } } }""", null, "groq/second")]
    [InlineData("""{ agents: { defaults: { model: { primary: "groq/dear" } } }, models: { providers: { groq: { baseUrl: "https://api.groq.com/openai/v1", models: [ { id: "dear", name: "d", cost: { input: 9, output: 9, cacheRead: 0, cacheWrite: 0 } }, { id: "cheap", name: "c", cost: { input: 1, output: 1, cacheRead: 0, cacheWrite: 0 } } ] } } } }""", null, "groq/cheap")]
    [InlineData("{}", null, "groq/llama-3.1-8b-instant")]
    [InlineData("{}", "groq/named", "groq/named")]
    [InlineData("""{ agents: { defaults: { models: { "groq/aliased": { alias: "quick" } } } } }""", "quick", "groq/aliased")]
    public async Task The_model_that_is_asked_is_the_named_one_or_the_cheapest(string configuration, string? named, string model)
    {
        installation.Configuration(configuration).Store(new StoreBuilder().ApiKey("groq:a"));
        ProbeOptions options = new() { Level = ProbeLevel.Completion, Models = named is null ? [] : [named] };

        ProbeReport report = await ProbeAsync(new StubbedProviders(HttpStatusCode.OK, """{"choices":[{}]}"""), new ProbeSelection(ProviderId.Parse("groq")), options);

        report.Results.Single().Model.ShouldBe(model);
        report.Results.Single().Succeeded.ShouldBeTrue();
    }

    [Fact]
    public async Task Without_a_model_the_free_question_is_asked_all_the_same()
    {
        installation.Configuration("""{ models: { providers: { acme: { baseUrl: "https://acme.example/v1", models: [] } } } }""").Store(new StoreBuilder().ApiKey("acme:a"));

        (await ProbeAsync(new StubbedProviders(HttpStatusCode.Unauthorized, ""))).Results.Single().State.ShouldBe(ProbeState.Auth);
        (await ProbeAsync(new StubbedProviders(HttpStatusCode.Unauthorized, ""), options: new ProbeOptions { Level = ProbeLevel.Completion })).Results.Single().ReasonCode.ShouldBe("no_model");
    }

    [Theory]
    [InlineData(HttpStatusCode.OK, 0)]
    [InlineData(HttpStatusCode.Unauthorized, 1)]
    [InlineData(HttpStatusCode.PaymentRequired, 1)]
    [InlineData(HttpStatusCode.TooManyRequests, 0)]
    [InlineData(HttpStatusCode.BadGateway, 0)]
    [InlineData(HttpStatusCode.GatewayTimeout, 3)]
    [InlineData(null, 3)]
    public async Task The_exit_code_tells_a_refusal_from_a_failure_of_the_network(HttpStatusCode? status, int exitCode)
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a"));
        StubbedProviders network = new((_, _) => status is { } answered
            ? Task.FromResult(new HttpResponseMessage(answered) { Content = new StringContent(Fine) })
            : throw new HttpRequestException(HttpRequestError.ConnectionError));

        (await ProbeAsync(network)).ExitCode.ShouldBe(exitCode);
    }

    [Fact]
    public async Task What_is_not_in_use_does_not_count_for_the_exit_code()
    {
        installation.Store(new StoreBuilder().ApiKey("groq:a").ApiKey("groq:b", "key-of-b").Order("groq", "groq:a", "groq:b"));
        StubbedProviders network = new((request, _) => Task.FromResult(
            new HttpResponseMessage(request.Headers.Authorization!.Parameter == "key-of-b" ? HttpStatusCode.Unauthorized : HttpStatusCode.OK) { Content = new StringContent(Fine) }));

        (await ProbeAsync(network)).ExitCode.ShouldBe(0);
    }

    [Fact]
    public async Task A_credential_that_is_not_stored_can_be_asked_about()
    {
        using InstallationProbes probes = installation.Open().OpenProbes(new StubbedProviders(HttpStatusCode.Unauthorized, ""));

        CredentialProbe result = await probes.ProbeAsync(
            installation.Agent(), ProviderId.Parse("groq"), new Secret("gsk-a-new-key-that-is-long-enough"), AuthProfileKind.ApiKey, new ProbeOptions(), TestContext.Current.CancellationToken);

        result.State.ShouldBe(ProbeState.Auth);
        result.ProfileId.ShouldBeNull();
        result.ToJson().ToJsonString().ShouldNotContain("gsk-a-new-key");
    }

    [Fact]
    public async Task Requests_go_where_the_installation_says_instead()
    {
        installation.File(".clawdbot/providers.endpoints.json", """{ "groq": { "https://api.groq.com": "https://gateway.corp.example/groq" } }""").Store(new StoreBuilder().ApiKey("groq:a"));
        Unix.SetMode(installation.Home[".clawdbot/providers.endpoints.json"], "600");
        StubbedProviders network = new(HttpStatusCode.OK, Fine);

        await ProbeAsync(network);

        network.Sent.Single().RequestUri!.AbsoluteUri.ShouldBe("https://gateway.corp.example/groq/openai/v1/models");
    }

    private static Task<IReadOnlyList<FetchedSecret>> NoSecrets(IReadOnlyList<SecretReference> references) => Task.FromResult<IReadOnlyList<FetchedSecret>>([]);

    private static string[] Told(ProbeReport report) => [.. report.Results.Select(result => $"{result.ProfileId} {result.State.ToName()} {result.ReasonCode} {result.Message}")];

    private async Task<ProbeReport> ProbeAsync(StubbedProviders network, ProbeSelection? selection = null, ProbeOptions? options = null, TimeProvider? time = null)
    {
        // Pauses between targets pass with the system's time; what is stored is of the standing clock.
        MoltbotInstallation opened = MoltbotInstallation.Open(installation.Environment, time: time ?? new PassingTime(installation.Time));
        using InstallationProbes probes = opened.OpenProbes(network);
        SecretResolver secrets = opened.OpenSecrets(vaults: null);
        return await probes.ProbeAsync(
            opened.GetAgent(null),
            selection ?? new ProbeSelection(),
            options ?? new ProbeOptions(),
            references => Task.FromResult(secrets.Resolve(references)),
            cancellation: TestContext.Current.CancellationToken);
    }

    /// <summary>A clock that stands, whose timers run.</summary>
    private sealed class PassingTime(TimeProvider standing) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => standing.GetUtcNow();
    }
}
