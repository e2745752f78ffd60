using Moltbot.Core.Probing;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Tests.Probing;

/// <summary>What answers mean, as a table: the provider, what was asked, the answer, and what that says.</summary>
public sealed class AnswerVerdictTests
{
    private static readonly DateTimeOffset Now = new(2026, 10, 21, 7, 27, 30, TimeSpan.Zero);

    public static TheoryData<string, string, int, string, string> Answers => new()
    {
        // A credential that is not accepted.
        { "openai", "completion", 401, """{"error":{"message":"Incorrect API key provided: sk-ab***yz.","code":"invalid_api_key"}}""", "auth" },
        { "anthropic", "completion", 401, """{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_1"}""", "auth" },
        { "anthropic", "completion", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"system: This credential is only authorized for use with Claude Code and cannot be used for other API requests."}}""", "auth claude_code_only" },
        { "anthropic", "completion", 403, """{"type":"error","error":{"type":"permission_error","message":"This credential is only authorized for use with Claude Code and cannot be used for other API requests."}}""", "auth claude_code_only" },
        { "google", "list", 400, """{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT","details":[{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"API_KEY_INVALID"}]}}""", "auth" },
        { "google", "completion", 400, """[{"error":{"code":400,"message":"no","details":[{"reason":"API_KEY_INVALID"}]}}]""", "auth" },
        { "xai", "list", 400, """{"error":"Incorrect API key provided"}""", "auth" },
        { "xai", "list", 200, """{"redacted_api_key":"xai-...","api_key_disabled":true,"api_key_blocked":false}""", "auth key_blocked" },
        { "xai", "list", 200, """{"redacted_api_key":"xai-...","api_key_disabled":false,"team_blocked":true}""", "auth key_blocked" },
        { "anthropic", "completion", 403, """{"type":"error","error":{"type":"permission_error","message":"Access is not allowed from this region"}}""", "auth" },
        { "zai", "list", 200, """{"code":401,"msg":"token expired or incorrect","success":false}""", "auth" },
        { "minimax", "list", 200, """{"base_resp":{"status_code":1004,"status_msg":"login fail"}}""", "auth" },
        { "anthropic", "completion", 401, "", "auth" },

        // An account that has to pay.
        { "anthropic", "completion", 400, """{"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade."}}""", "billing" },
        { "openai", "completion", 429, """{"error":{"message":"You exceeded your current quota, please check your plan and billing details.","type":"insufficient_quota","code":"insufficient_quota"}}""", "billing" },
        { "openrouter", "completion", 402, """{"error":{"code":402,"message":"Insufficient credits"}}""", "billing" },
        { "openrouter", "list", 200, """{"data":{"label":"k","limit":5,"limit_remaining":0,"usage":5}}""", "billing nothing_left" },
        { "openrouter", "list", 200, """{"data":{"label":"k","limit":null,"limit_remaining":null,"usage":5}}""", "ok" },
        { "openrouter", "list", 200, """{"data":{"label":"k","limit":5,"limit_remaining":3.5}}""", "ok" },
        { "moonshot", "list", 200, """{"code":0,"data":{"available_balance":0},"status":true}""", "billing nothing_left" },
        { "vercel-ai-gateway", "list", 200, """{"balance":"-0.02","total_used":"5"}""", "billing nothing_left" },
        { "vercel-ai-gateway", "list", 200, """{"balance":"95.5","total_used":"4.5"}""", "ok" },
        { "zai", "completion", 429, """{"error":{"code":"1113","message":"Insufficient balance or no resource package"}}""", "billing" },
        { "minimax", "completion", 200, """{"base_resp":{"status_code":1008,"status_msg":"insufficient balance"}}""", "billing" },

        // Too much at once.
        { "acme", "completion", 429, "", "rate_limit" },
        { "google", "completion", 429, """{"error":{"code":429,"message":"You exceeded your current quota, please check your plan and billing details.","status":"RESOURCE_EXHAUSTED"}}""", "rate_limit" },
        { "anthropic", "completion", 529, """{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}""", "rate_limit" },
        { "openrouter", "completion", 200, """{"error":{"code":429,"message":"Rate limited upstream","metadata":{"raw":"try later"}}}""", "rate_limit" },
        { "kimi-code", "list", 403, """{"error":{"message":"You've reached your usage limit for this period"}}""", "rate_limit" },
        { "openai", "completion", 200, "event: error\ndata: {\"type\":\"error\",\"code\":\"rate_limit_exceeded\",\"message\":\"slow down\"}\n\n", "rate_limit" },

        // A request that was not understood.
        { "openai", "completion", 404, """{"error":{"message":"The model `gpt-4290` does not exist","code":"model_not_found"}}""", "format model_not_found" },
        { "anthropic", "completion", 404, """{"type":"error","error":{"type":"not_found_error","message":"model: claude-x"}}""", "format model_not_found" },
        { "openrouter", "completion", 403, """{"error":{"code":403,"message":"Your input was flagged"}}""", "format moderation" },
        { "acme", "completion", 400, """{"error":{"message":"unknown field"}}""", "format" },
        { "acme", "completion", 422, """{"detail":"no"}""", "format" },
        { "acme", "completion", 404, "Not here", "format" },

        // What proves nothing.
        { "openai", "list", 403, """{"error":{"message":"You have insufficient permissions for this operation. Missing scopes: api.model.read."}}""", "unknown list_forbidden" },
        { "acme", "list", 403, "", "unknown list_forbidden" },
        { "groq", "list", 403, "", "auth" },
        { "acme", "list", 404, """{"error":"nothing here"}""", "unknown list_unsupported" },
        { "acme", "list", 405, "", "unknown list_unsupported" },
        { "acme", "list", 400, """{"error":{"message":"no"}}""", "unknown list_unsupported" },
        { "acme", "completion", 200, "{}", "unknown unexpected_answer" },
        { "acme", "completion", 200, "", "unknown unexpected_answer" },
        { "acme", "completion", 200, "<html><body>zz-page</body></html>", "unknown unexpected_answer" },
        { "acme", "completion", 200, "null", "unknown unexpected_answer" },
        { "acme", "completion", 200, "[]", "unknown unexpected_answer" },
        { "acme", "completion", 200, """{"choices":[]}""", "unknown unexpected_answer" },
        { "acme", "completion", 200, """{"error":{"message":"something happened"}}""", "unknown unexpected_answer" },
        { "acme", "list", 200, """{"models":[]}""", "unknown unexpected_answer" },
        { "acme", "list", 200, "<html></html>", "unknown unexpected_answer" },
        { "acme", "completion", 302, "", "unknown redirect" },
        { "acme", "completion", 500, """{"error":{"message":"request 84293 failed"}}""", "unknown server_error" },
        { "acme", "completion", 502, "<html></html>", "unknown server_error" },
        { "acme", "completion", 503, "", "unknown server_error" },

        // No answer in time, and a proxy that says no.
        { "acme", "completion", 408, "", "timeout" },
        { "acme", "completion", 504, "", "timeout" },
        { "acme", "completion", 407, "", "network proxy" },

        // Proofs.
        { "acme", "completion", 200, """{"choices":[{"message":{"content":""},"finish_reason":"length"}]}""", "ok" },
        { "anthropic", "completion", 200, """{"type":"message","content":[],"stop_reason":"max_tokens"}""", "ok" },
        { "openai", "completion", 200, """{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}""", "ok" },
        { "openai", "completion", 200, """{"status":"failed"}""", "unknown unexpected_answer" },
        { "google", "completion", 200, """{"candidates":[{"finishReason":"MAX_TOKENS"}]}""", "ok" },
        { "google", "completion", 200, """{"usageMetadata":{"totalTokenCount":4}}""", "ok" },
        { "anthropic", "list", 200, """{"data":[],"has_more":false}""", "ok" },
        { "openai", "list", 200, """{"object":"list","data":[]}""", "ok" },
        { "google", "list", 200, """{"models":[]}""", "ok" },
        { "deepgram", "list", 200, """{"api_key_id":"1"}""", "ok" },
        { "amazon-bedrock", "list", 200, """{"modelSummaries":[]}""", "ok" },
        { "zai", "list", 200, """{"code":200,"msg":"ok","data":{"limits":[]},"success":true}""", "ok" },
        { "ollama", "list", 200, """{"models":[]}""", "unknown list_unsupported" },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_means_what_it_proves(string provider, string level, int status, string body, string meaning)
    {
        ProbeVerdict verdict = AnswerVerdict.Of(Question(provider, level), new ProbeAnswer(status, body), Now);

        string.Join(' ', new[] { verdict.State.ToName(), verdict.ReasonCode }.OfType<string>()).ShouldBe(meaning);
        (verdict.Message ?? "").ShouldNotContain("zz-page");
        if (verdict.State != ProbeState.Ok)
            verdict.Message.ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData(401, """{"error":{"message":"no such key"}}""", "HTTP 401: no such key")]
    [InlineData(402, "", "HTTP 402")]
    [InlineData(500, "Internal Server Error", "HTTP 500: Internal Server Error")]
    [InlineData(502, "<html>long</html>", "HTTP 502: unexpected HTML answer")]
    [InlineData(200, "", "HTTP 200: an empty answer")]
    public void The_words_of_the_provider_come_with_the_status(int status, string body, string message) =>
        AnswerVerdict.Of(Question("acme", "completion"), new ProbeAnswer(status, body), Now).Message.ShouldBe(message);

    [Fact]
    public void A_long_text_that_is_no_JSON_is_cut() =>
        AnswerVerdict.Of(Question("acme", "completion"), new ProbeAnswer(500, new string('x', 5000)), Now).Message!.Length.ShouldBeLessThan(250);

    [Theory]
    [InlineData("retry-after", "30", 30_000)]
    [InlineData("retry-after", "1.5", 1_500)]
    [InlineData("retry-after", "Wed, 21 Oct 2026 07:28:00 GMT", 30_000)]
    [InlineData("retry-after", "Wed, 21 Oct 2026 07:00:00 GMT", null)]
    [InlineData("retry-after", "soon", null)]
    [InlineData("retry-after-ms", "250", 250)]
    [InlineData("x-ratelimit-reset-requests", "1s", 1_000)]
    [InlineData("x-ratelimit-reset-tokens", "6m0s", 360_000)]
    [InlineData("x-ratelimit-reset-tokens", "12ms", 12)]
    [InlineData("date", "30", null)]
    public void How_long_to_wait_is_told_in_every_form(string header, string value, int? milliseconds)
    {
        ProbeAnswer answer = new(429, "") { Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { [header] = value } };

        AnswerVerdict.Of(Question("acme", "completion"), answer, Now).RetryAfter.ShouldBe(milliseconds is { } length ? TimeSpan.FromMilliseconds(length) : null);
    }

    [Fact]
    public void Google_tells_in_the_body_how_long_to_wait() => AnswerVerdict.Of(
        Question("google", "completion"),
        new ProbeAnswer(429, """{"error":{"code":429,"message":"slow down","details":[{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"34.5s"}]}}"""),
        Now).RetryAfter.ShouldBe(TimeSpan.FromSeconds(34.5));

    [Fact]
    public void The_name_of_a_request_is_told()
    {
        AnswerVerdict.Of(Question("anthropic", "completion"), new ProbeAnswer(401, """{"type":"error","error":{"message":"x"},"request_id":"req_1"}"""), Now).RequestId.ShouldBe("req_1");
        AnswerVerdict.Of(
            Question("openai", "completion"),
            new ProbeAnswer(401, "") { Headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase) { ["X-Request-Id"] = "req_2" } },
            Now).RequestId.ShouldBe("req_2");
    }

    [Fact]
    public void What_is_left_is_told_beside_a_proof() =>
        AnswerVerdict.Of(Question("openrouter", "list"), new ProbeAnswer(200, """{"data":{"label":"k","limit_remaining":3.5}}"""), Now).Detail.ShouldBe("limit remaining 3.5");

    [Theory]
    [InlineData("""{"object":"list","data":[{"id":"a"},{"id":""", "ok")]
    [InlineData("""{"object":"list","other":[{"data":[""", "unknown")]
    [InlineData("""{"data":"text, and more""", "unknown")]
    [InlineData("<html><body>", "unknown")]
    public void A_list_that_is_longer_than_is_read_is_known_by_its_beginning(string beginning, string meaning) =>
        AnswerVerdict.Of(Question("openai", "list"), new ProbeAnswer(200, beginning) { IsCut = true }, Now).State.ToName().ShouldBe(meaning);

    [Theory]
    [InlineData(403, """{"error":{"type":"permission_error","message":"OAuth token does not meet scope requirement user:profile"}}""", "ok")]
    [InlineData(403, """{"error":{"type":"permission_error","message":"no"}}""", "auth")]
    [InlineData(401, """{"error":{"type":"authentication_error","message":"scope requirement user:profile"}}""", "auth")]
    [InlineData(200, """{"five_hour":{"utilization":20}}""", "ok")]
    public void A_token_that_is_known_and_may_not_read_its_usage_is_known(int status, string body, string meaning) => AnswerVerdict.Of(
        new ProbeQuestion(ProviderId.Parse("anthropic"), ProviderApi.Find(ProviderId.Parse("anthropic"))!.SignInList, null), new ProbeAnswer(status, body), Now).State.ToName().ShouldBe(meaning);

    private static ProbeQuestion Question(string provider, string level)
    {
        ProviderId id = ProviderId.Parse(provider);
        ProviderApi? known = ProviderApi.Find(id);
        ApiKind kind = known?.Kind ?? ApiKind.OpenAICompletions;
        return level == "list"
            ? new ProbeQuestion(id, known?.List ?? new ListQuestion($"{{base}}{kind.ListPath}", kind.ListMember), null)
            : new ProbeQuestion(id, null, kind.Completion!);
    }
}
