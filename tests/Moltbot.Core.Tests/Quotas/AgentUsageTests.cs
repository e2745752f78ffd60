using System.Net;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Providers;
using Moltbot.Core.Quotas;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Quotas;

/// <summary>Who is asked how much is left, with which credential, and what becomes of it.</summary>
public sealed class AgentUsageTests : IDisposable
{
    private const string Anthropic = "https://api.anthropic.com/api/oauth/usage";
    private const string Codex = "https://chatgpt.com/backend-api/wham/usage";
    private const string Copilot = "https://api.github.com/copilot_internal/user";
    private const string Gemini = "https://cloudcode-pa.googleapis.com/v1internal:retrieveUserQuota";
    private const string Zai = "https://api.z.ai/api/monitor/usage/quota/limit";
    private const string MiniMax = "https://api.minimaxi.com/v1/api/openplatform/coding_plan/remains";
    private const string Organizations = "https://claude.ai/api/organizations";
    private const string ScopeMissing = """{"error":{"message":"OAuth token does not meet scope requirement user:profile"}}""";

    private static readonly ProviderId[] All = [.. QuotaProvider.All.Select(known => known.Provider)];
    private static readonly DateTimeOffset Later = TestClock.Now.AddYears(1);

    private readonly TemporaryInstallation installation = new TemporaryInstallation().Configuration("{}");
    private readonly ScriptedProviders network = new();

    public void Dispose()
    {
        installation.Dispose();
        network.Dispose();
    }

    [Fact]
    public async Task A_token_that_the_order_names_is_sent_and_its_answer_told()
    {
        installation.Store(new StoreBuilder().Token("anthropic:default", "tok-a", Later).Order("anthropic", "anthropic:default"));
        network.Answer(Anthropic, """{"five_hour":{"utilization":20,"resets_at":"2026-01-28T13:30:00Z"}}""");

        ProviderUsage usage = (await AskAsync()).ShouldHaveSingleItem();

        (usage.Provider, usage.DisplayName, usage.Error, usage.Agent, usage.UpdatedAt).ShouldBe(("anthropic", "Claude", null, "main", TestClock.Now));
        usage.StateDirectory.ShouldBe(installation.Home[".clawdbot"]);
        UsageWindow window = usage.Windows.ShouldHaveSingleItem();
        (window.Label, window.UsedPercent, window.LeftPercent, window.ResetsIn).ShouldBe(("5h", 20, 80, TimeSpan.FromMinutes(90)));
        ScriptedProviders.Question question = network.Questions.ShouldHaveSingleItem();
        (question.Method, question.Headers["Authorization"], question.Headers["anthropic-beta"], question.Headers["Accept"]).ShouldBe(("GET", "Bearer tok-a", "oauth-2025-04-20", "application/json"));
    }

    [Fact]
    public async Task No_question_says_that_another_program_asks()
    {
        StoreBuilder store = new();
        foreach (ProviderId provider in All)
            store.Token($"{provider}:a", "tok", Later).ApiKey($"{provider}:b", "key");

        installation.Store(store);

        await AskAsync();

        network.Questions.Select(question => question.Address).Distinct().Count().ShouldBe(All.Length + 1);
        foreach (ScriptedProviders.Question question in network.Questions)
        {
            question.Headers["User-Agent"].ShouldStartWith("moltbot-powershell/");
            question.Headers.Keys.ShouldNotContain(name => name.StartsWith("Editor", StringComparison.OrdinalIgnoreCase) || name.StartsWith("X-Goog", StringComparison.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task Where_there_is_no_credential_nobody_is_asked()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:key").ApiKey("openai-codex:key").Token("openai:token"));

        (await AskAsync()).ShouldBeEmpty();
        network.Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_provider_has_a_result_of_its_own_in_a_fixed_order()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a", "key-z").Token("openai-codex:a", "tok-c").Token("github-copilot:a", "tok-g").Token("anthropic:a", "tok-a").ApiKey("minimax:a", "key-m"));
        network
            .Answer(Anthropic, _ => throw new HttpRequestException(HttpRequestError.SecureConnectionError))
            .Answer(Copilot, "", 500)
            .Answer(MiniMax, """{"total":4,"used":1}""")
            .Answer(Codex, _ => throw new IOException("broken"))
            .Answer(Zai, """{"success":true,"code":200,"data":{"limits":[{"type":"TIME_LIMIT","percentage":3}]}}""");

        (await AskAsync()).Select(usage => $"{usage}").ShouldBe(
            ["Claude: Certificate not trusted", "Copilot: HTTP 500", "MiniMax 75% left (5h)", "Codex: Network error", "z.ai 97% left (Monthly)"]);
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_in_time_is_a_result()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a").ApiKey("zai:a"));
        network.Answer(Anthropic, async cancellation =>
        {
            installation.Time.Advance(TimeSpan.FromSeconds(10));
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        }).Answer(Zai, """{"success":true,"code":200}""");

        (await AskAsync())[0].Error.ShouldBe("Timeout");
    }

    [Fact]
    public async Task The_callers_own_end_is_none_of_the_providers()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a"));
        using CancellationTokenSource ends = new();
        network.Answer(Anthropic, async cancellation =>
        {
            await ends.CancelAsync();
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        });
        using AgentUsage usage = Open(new UsageOptions());

        await Should.ThrowAsync<OperationCanceledException>(usage.AskAsync(ends.Token));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a"));
        network.Answer(Anthropic, _ => Task.FromResult(new HttpResponseMessage(HttpStatusCode.Found) { Headers = { Location = new Uri("https://elsewhere.example/") } }));

        (await AskAsync())[0].Error.ShouldBe("HTTP 302");
        network.Questions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_answer_without_end_is_not_taken()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a"));
        network.Answer(Anthropic, $$"""{"five_hour":"{{new string('x', 2_000_000)}}"}""");

        (await AskAsync())[0].Error.ShouldBe("Answer too large");
    }

    [Fact]
    public async Task A_profile_in_cooldown_comes_last_but_is_asked_with()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a", "tok-a").Token("anthropic:b", "tok-b").Usage("anthropic:a", cooldownUntil: TestClock.Now.AddHours(1)));
        await AskAsync();
        network.Questions[0].Headers["Authorization"].ShouldBe("Bearer tok-b");

        installation.Store(new StoreBuilder().Token("anthropic:a", "tok-a").Usage("anthropic:a", cooldownUntil: TestClock.Now.AddHours(1)));
        await AskAsync();
        network.Questions[1].Headers["Authorization"].ShouldBe("Bearer tok-a");
    }

    [Fact]
    public async Task A_secret_that_is_kept_elsewhere_is_fetched_and_one_that_cannot_be_had_passed_over()
    {
        SecretReference reference = SecretReference.Create(SecretReferenceSource.Environment, "default", "THE_TOKEN");
        installation.Variable("THE_TOKEN", "tok-elsewhere").Store(new StoreBuilder()
            .TokenAt("anthropic:a", SecretReference.Create(SecretReferenceSource.Environment, "default", "NOT_THERE"))
            .TokenAt("anthropic:b", reference)
            .Order("anthropic", "anthropic:a", "anthropic:b"));

        await AskAsync();

        network.Questions.ShouldHaveSingleItem().Headers["Authorization"].ShouldBe("Bearer tok-elsewhere");
    }

    [Fact]
    public async Task Why_no_credential_can_be_had_is_the_result()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a", expires: TestClock.Now.AddDays(-1)).OAuth("openai-codex:b", refresh: "", expires: TestClock.Now.AddDays(-1)));

        IReadOnlyList<ProviderUsage> usages = await AskAsync();

        usages[0].Error!.ShouldContain("has expired (anthropic:a)");
        usages[1].Error!.ShouldContain("sign in again");
        network.Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sign_in_that_has_expired_is_renewed_and_its_account_named()
    {
        installation.Store(new StoreBuilder().Profile("openai-codex:a", CodexEntry(TestClock.Now.AddHours(-1))));
        network.Answer("https://auth.openai.com/oauth/token", """{"access_token":"tok-new","refresh_token":"r-new","expires_in":3600}""").Answer(Codex, """{"plan_type":"plus"}""");

        (await AskAsync())[0].Plan.ShouldBe("plus");

        ScriptedProviders.Question question = network.Questions[^1];
        (question.Headers["Authorization"], question.Headers["ChatGPT-Account-Id"]).ShouldBe(("Bearer tok-new", "account-ada"));
        JsonNode.Parse(File.ReadAllText(installation.StorePath()))!["profiles"]!["openai-codex:a"]!["refresh"]!.GetValue<string>().ShouldBe("r-new");
    }

    [Fact]
    public async Task Several_sign_ins_are_renewed_one_beside_the_other()
    {
        installation.Store(new StoreBuilder()
            .Profile("openai-codex:a", CodexEntry(DateTimeOffset.UtcNow.AddHours(-1)))
            .OAuth("anthropic:a", "tok-old", "r-anthropic", DateTimeOffset.UtcNow.AddHours(-1)));
        network.Answer("https://auth.openai.com/oauth/token", """{"access_token":"tok-c","refresh_token":"r-c","expires_in":3600}""")
            .Answer("https://console.anthropic.com/v1/oauth/token", """{"access_token":"tok-a","refresh_token":"r-a","expires_in":3600}""");
        MoltbotInstallation running = MoltbotInstallation.Open(installation.Environment);
        using AgentUsage usage = running.MainAgent.OpenUsage(new UsageOptions { Limit = TimeSpan.FromMinutes(1) }, SecretResolver.None, network);

        (await usage.AskAsync(TestContext.Current.CancellationToken)).ShouldAllBe(one => one.Error == "HTTP 404");

        network.Questions.Where(question => question.Headers.ContainsKey("Authorization")).Select(question => question.Headers["Authorization"]).ShouldBe(["Bearer tok-a", "Bearer tok-c"], ignoreOrder: true);
    }

    [Fact]
    public async Task Without_renewing_nothing_is_sent_or_changed_for_a_sign_in_that_has_expired()
    {
        installation.Store(new StoreBuilder().Profile("openai-codex:a", CodexEntry(TestClock.Now.AddHours(-1))));
        string before = installation.Home.Fingerprint();

        (await AskAsync(new UsageOptions { NoRefresh = true }))[0].Error!.ShouldContain("has expired");

        network.Questions.ShouldBeEmpty();
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public async Task That_a_sign_in_cannot_be_renewed_is_the_result()
    {
        installation.Store(new StoreBuilder().Profile("openai-codex:a", CodexEntry(TestClock.Now.AddHours(-1))));
        network.Answer("https://auth.openai.com/oauth/token", """{"error":"invalid_grant"}""", 400);

        (await AskAsync())[0].Error!.ShouldContain("invalid_grant");
    }

    [Fact]
    public async Task GitHub_is_asked_with_its_own_token_and_not_with_the_one_that_it_was_exchanged_for()
    {
        installation.Store(new StoreBuilder().OAuth("github-copilot:a", access: "exchanged", refresh: "ghu-own", expires: TestClock.Now.AddHours(-1)));
        network.Answer(Copilot, """{"copilot_plan":"individual"}""");

        (await AskAsync())[0].Plan.ShouldBe("individual");
        network.Questions.ShouldHaveSingleItem().Headers["Authorization"].ShouldBe("token ghu-own");
    }

    [Theory]
    [InlineData("""{"token":"tok-g","projectId":"p"}""")]
    [InlineData("tok-g")]
    public async Task Of_Googles_token_and_project_the_token_is_sent(string stored)
    {
        installation.Store(new StoreBuilder().Token("google-gemini-cli:a", stored));
        await AskAsync();

        (network.Questions[0].Method, network.Questions[0].Address, network.Questions[0].Body, network.Questions[0].Headers["Authorization"]).ShouldBe(("POST", Gemini, "{}", "Bearer tok-g"));
    }

    [Fact]
    public async Task Antigravity_is_asked_twice_and_once_where_it_refuses()
    {
        const string Host = "https://cloudcode-pa.googleapis.com/v1internal";
        installation.Store(new StoreBuilder().OAuth("google-antigravity:a", access: "tok-g", expires: Later));
        network.Answer($"{Host}:loadCodeAssist", """{"cloudaicompanionProject":"projects/alpha"}""").Answer($"{Host}:fetchAvailableModels", """{"models":{"m":{"quotaInfo":{"remainingFraction":0.6}}}}""");

        (await AskAsync())[0].ToString().ShouldBe("Antigravity 60% left (m)");
        network.Questions[1].Body.ShouldBe("""{"project":"projects/alpha"}""");

        network.Answer($"{Host}:loadCodeAssist", "", 401);
        (await AskAsync())[0].Error.ShouldBe("Token expired");
        network.Questions.Count.ShouldBe(3);
    }

    /// <summary>Which key z.ai and MiniMax are asked with: the first of what is there.</summary>
    [Theory]
    [InlineData("zai", "ZAI_API_KEY=v1;Z_AI_API_KEY=v2", true, true, "v1")]
    [InlineData("zai", "ZAI_API_KEY= ;Z_AI_API_KEY= v2 ", true, true, "v2")]
    [InlineData("zai", "", true, true, "configured")]
    [InlineData("zai", "", false, true, "stored")]
    [InlineData("zai", "", false, false, "of-another-program")]
    [InlineData("minimax", "MINIMAX_CODE_PLAN_KEY=v1;MINIMAX_API_KEY=v2", true, true, "v1")]
    [InlineData("minimax", "MINIMAX_API_KEY=v2", true, true, "v2")]
    [InlineData("minimax", "", true, true, "configured")]
    [InlineData("minimax", "", false, true, "stored")]
    public async Task A_key_is_taken_from_the_first_place_that_has_one(string provider, string variables, bool isConfigured, bool isStored, string sent)
    {
        foreach (string[] pair in variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(variable => variable.Split('=', 2)))
            installation.Variable(pair[0], pair[1]);
        if (isConfigured)
            installation.Configuration($$"""{ models: { providers: { '{{(provider == "zai" ? "z-ai" : provider)}}': { apiKey: 'configured', baseUrl: 'https://x.example', models: [] } } } }""");
        if (isStored)
            installation.Store(new StoreBuilder().Token($"{provider}:t", provider == "minimax" ? "stored" : "not-a-key").ApiKey($"{provider}:k", provider == "minimax" ? "later" : "stored"));
        installation.File(".pi/agent/auth.json", """{ "zai": { "access": "older" }, "z-ai": { "access": "of-another-program" } }""");

        await AskAsync(new UsageOptions([ProviderId.Parse(provider)]));

        network.Questions[0].Headers["Authorization"].ShouldBe($"Bearer {sent}");
    }

    /// <summary>The session of a browser that stands in for a token which may not look, and what of the environment is one.</summary>
    [Theory]
    [InlineData("CLAUDE_AI_SESSION_KEY=sk-ant-web-9", "sk-ant-web-9")]
    [InlineData("CLAUDE_AI_SESSION_KEY= ;CLAUDE_WEB_SESSION_KEY=sk-ant-web-8", "sk-ant-web-8")]
    [InlineData("CLAUDE_WEB_COOKIE=Cookie: a=b; sessionKey=sk-ant-web-7; c=d", "sk-ant-web-7")]
    [InlineData("CLAUDE_WEB_COOKIE=sessionKey=sk-ant-web-6", "sk-ant-web-6")]
    [InlineData("CLAUDE_AI_SESSION_KEY=something-else", null)]
    [InlineData("CLAUDE_WEB_COOKIE=sessionKey=else", null)]
    [InlineData("", null)]
    public async Task A_browsers_session_stands_in_for_a_token_that_may_not_look(string variables, string? key)
    {
        installation.Store(new StoreBuilder().Token("anthropic:a", "tok-a"));
        foreach (string[] pair in variables.Split(';', 2, StringSplitOptions.RemoveEmptyEntries) is [var first, var second] && second.StartsWith("CLAUDE", StringComparison.Ordinal) ? [first.Split('=', 2), second.Split('=', 2)] : (string[][])(variables.Length == 0 ? [] : [variables.Split('=', 2)]))
            installation.Variable(pair[0], pair[1]);
        network.Answer(Anthropic, ScopeMissing, 403).Answer(Organizations, """[{"uuid":"org-1"},{"uuid":"org-2"}]""").Answer($"{Organizations}/org-1/usage", """{"five_hour":{"utilization":30}}""");

        ProviderUsage usage = (await AskAsync())[0];

        (usage.Error is null).ShouldBe(key is not null);
        network.Questions.Skip(1).Select(question => question.Headers["Cookie"]).ShouldBe(key is null ? [] : [$"sessionKey={key}", $"sessionKey={key}"]);
        network.Questions.Skip(1).ShouldAllBe(question => new Uri(question.Address).Host == "claude.ai" && !question.Headers.ContainsKey("Authorization"));
        network.Questions[0].Headers.Keys.ShouldNotContain("Cookie");
    }

    [Theory]
    [InlineData(200, "[]", 200)]
    [InlineData(403, "{}", 200)]
    [InlineData(200, """[{"uuid":"org-1"}]""", 500)]
    [InlineData(200, """[{"uuid":"org-1"}]""", 200)]
    public async Task Where_the_browsers_session_tells_nothing_the_refusal_is_the_result(int status, string organizations, int second)
    {
        installation.Variable("CLAUDE_AI_SESSION_KEY", "sk-ant-web-9").Store(new StoreBuilder().Token("anthropic:a"));
        network.Answer(Anthropic, ScopeMissing, 403).Answer(Organizations, organizations, status).Answer($"{Organizations}/org-1/usage", "{}", second);

        (await AskAsync())[0].Error!.ShouldStartWith("HTTP 403: OAuth token does not meet");
    }

    [Fact]
    public async Task Another_refusal_is_no_reason_to_send_the_browsers_session()
    {
        installation.Variable("CLAUDE_AI_SESSION_KEY", "sk-ant-web-9").Store(new StoreBuilder().Token("anthropic:a"));
        network.Answer(Anthropic, """{"error":{"message":"forbidden"}}""", 403);

        await AskAsync();

        network.Questions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_a_provider_says_gives_no_secret_away_and_moves_no_cursor()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a", "a-token-of-no-known-form").ApiKey("zai:a", "a-key-of-no-known-form"));
        network.Answer(Anthropic, """{"error":{"message":"no \u001b[2J a-token-of-no-known-form sk-ant-oat01-abcdefghijklmnopqrstuvwxyz0123456789"}}""", 401)
            .Answer(Zai, """{"success":true,"code":200,"data":{"planName":"a-key-of-no-known-form"}}""");

        IReadOnlyList<ProviderUsage> usages = await AskAsync();

        usages[0].Error!.ShouldSatisfyAllConditions(
            error => error.ShouldStartWith("HTTP 401: no "),
            error => error.ShouldNotContain("no-known-form"),
            error => error.ShouldNotContain("abcdefghijklmnop"),
            error => error.ShouldAllBe(c => !char.IsControl(c)));
        usages[1].Plan.ShouldBe("***");
    }

    [Fact]
    public async Task A_credential_that_no_header_can_hold_is_not_sent()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a", "tok\r\nX-Other: 1"));

        (await AskAsync())[0].Error!.ShouldContain("no credential that could be sent");
        network.Questions.ShouldBeEmpty();
    }

    [Fact]
    public async Task Requests_go_where_the_installation_says()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a", "tok-a")).File(".clawdbot/providers.endpoints.json", """{"anthropic":{"https://api.anthropic.com":"https://gateway.corp.example/claude"}}""");
        Unix.SetMode(installation.Home[".clawdbot/providers.endpoints.json"], "600");

        await AskAsync();

        network.Questions[0].Address.ShouldBe("https://gateway.corp.example/claude/api/oauth/usage");
    }

    [Theory]
    [InlineData("openai", ErrorCode.InvalidArgument, "google-antigravity")]
    [InlineData("anthropic", ErrorCode.CredentialNotFound, "sign-in or token")]
    [InlineData("zai", ErrorCode.CredentialNotFound, "no profile holds a key")]
    public void A_provider_that_cannot_be_asked_is_refused_where_it_is_named(string provider, ErrorCode code, string words)
    {
        using AgentUsage usage = Open(new UsageOptions([ProviderId.Parse(provider)]));

        usage.Providers.ShouldBeEmpty();
        MoltbotException error = usage.Problems.ShouldHaveSingleItem();
        (error.Code, error.Message.Contains(words, StringComparison.Ordinal)).ShouldBe((code, true));
    }

    [Fact]
    public async Task A_glance_asks_nobody_without_a_sign_in_or_a_token()
    {
        installation.Variable("ZAI_API_KEY", "v1").Store(new StoreBuilder().ApiKey("anthropic:a"));

        (await installation.Open().MainAgent.GlanceAtUsageAsync(provider: null, network)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_glance_renews_fetches_and_changes_nothing()
    {
        installation.Store(new StoreBuilder()
            .OAuth("openai-codex:a", expires: TestClock.Now.AddHours(-1))
            .TokenAt("anthropic:a", SecretReference.Create(SecretReferenceSource.Environment, "default", "PATH"))
            .Token("github-copilot:a", "tok-g"));
        string before = installation.Home.Fingerprint();

        await installation.Open().MainAgent.GlanceAtUsageAsync(provider: null, network);

        network.Questions.ShouldHaveSingleItem().Headers["Authorization"].ShouldBe("token tok-g");
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public async Task A_glance_asks_once_even_if_the_provider_is_away_for_a_moment()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a"));
        network.Answer(Anthropic, "", 503);

        (await installation.Open().MainAgent.GlanceAtUsageAsync(provider: null, network))[0].Error.ShouldBe("HTTP 503");

        network.Questions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_glance_ends_after_three_and_a_half_seconds()
    {
        installation.Store(new StoreBuilder().Token("anthropic:a"));
        network.Answer(Anthropic, async cancellation =>
        {
            installation.Time.Advance(TimeSpan.FromSeconds(3.5));
            await Task.Delay(Timeout.Infinite, cancellation);
            throw new InvalidOperationException();
        });

        (await installation.Open().MainAgent.GlanceAtUsageAsync(provider: null, network))[0].Error.ShouldBe("Timeout");
    }

    [Theory]
    [InlineData("1")]
    [InlineData("TRUE")]
    public async Task A_glance_asks_nobody_where_there_is_no_network(string value)
    {
        installation.Variable("MOLTBOT_OFFLINE", value).Store(new StoreBuilder().Token("anthropic:a"));

        (await installation.Open().MainAgent.GlanceAtUsageAsync(provider: null, network)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Offline_nothing_leaves_this_machine_even_where_it_is_asked_for()
    {
        installation.Variable("MOLTBOT_OFFLINE", "1").Store(new StoreBuilder().Token("anthropic:a"));
        using AgentUsage usage = installation.Open().MainAgent.OpenUsage(new UsageOptions(), SecretResolver.None);

        (await usage.AskAsync(TestContext.Current.CancellationToken))[0].Error!.ShouldContain("MOLTBOT_OFFLINE");
    }

    private async Task<IReadOnlyList<ProviderUsage>> AskAsync(UsageOptions? options = null)
    {
        using AgentUsage usage = Open(options ?? new UsageOptions());
        return await usage.AskAsync(TestContext.Current.CancellationToken);
    }

    private AgentUsage Open(UsageOptions options)
    {
        MoltbotInstallation opened = installation.Open();
        return opened.MainAgent.OpenUsage(options, opened.OpenSecrets(vaults: null), network);
    }

    private static JsonObject CodexEntry(DateTimeOffset expires) => new()
    {
        ["type"] = "oauth",
        ["provider"] = "openai-codex",
        ["access"] = "tok-old",
        ["refresh"] = "r-old",
        ["expires"] = expires.ToUnixTimeMilliseconds(),
        ["accountId"] = "account-ada",
    };
}
