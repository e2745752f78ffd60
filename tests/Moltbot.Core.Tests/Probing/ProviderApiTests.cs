using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Http;
using Moltbot.Core.Probing;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Probing;

/// <summary>What providers are sent: where it goes, and that the credential stands in a header field.</summary>
public sealed class ProviderApiTests : IDisposable
{
    private const string Key = "zz-key/with+signs=";

    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    public static TheoryData<string, string, string> Lists => new()
    {
        { "anthropic", "GET https://api.anthropic.com/v1/models?limit=1", "x-api-key: *" },
        { "openai", "GET https://api.openai.com/v1/models", "Authorization: Bearer *" },
        { "openai-codex", "GET https://chatgpt.com/backend-api/wham/usage", "Authorization: Bearer *" },
        { "google", "GET https://generativelanguage.googleapis.com/v1beta/models?pageSize=1", "x-goog-api-key: *" },
        { "google-gemini-cli", "POST https://cloudcode-pa.googleapis.com/v1internal:retrieveUserQuota", "Authorization: Bearer *" },
        { "google-antigravity", "POST https://cloudcode-pa.googleapis.com/v1internal:fetchAvailableModels", "Authorization: Bearer *" },
        { "amazon-bedrock", "GET https://bedrock.us-east-1.amazonaws.com/foundation-models", "Authorization: Bearer *" },
        { "github-copilot", "GET https://api.github.com/copilot_internal/v2/token", "Authorization: Bearer *" },
        { "openrouter", "GET https://openrouter.ai/api/v1/key", "Authorization: Bearer *" },
        { "vercel-ai-gateway", "GET https://ai-gateway.vercel.sh/v1/credits", "Authorization: Bearer *" },
        { "groq", "GET https://api.groq.com/openai/v1/models", "Authorization: Bearer *" },
        { "cerebras", "GET https://api.cerebras.ai/v1/models", "Authorization: Bearer *" },
        { "xai", "GET https://api.x.ai/v1/api-key", "Authorization: Bearer *" },
        { "mistral", "GET https://api.mistral.ai/v1/models", "Authorization: Bearer *" },
        { "zai", "GET https://api.z.ai/api/monitor/usage/quota/limit", "Authorization: Bearer *" },
        { "moonshot", "GET https://api.moonshot.ai/v1/users/me/balance", "Authorization: Bearer *" },
        { "kimi-code", "GET https://api.kimi.com/coding/v1/models", "Authorization: Bearer *" },
        { "minimax", "GET https://api.minimax.io/anthropic/v1/models", "x-api-key: *" },
        { "minimax-cn", "GET https://api.minimaxi.com/anthropic/v1/models", "Authorization: Bearer *" },
        { "synthetic", "GET https://api.synthetic.new/openai/v1/models", "Authorization: Bearer *" },
        { "venice", "GET https://api.venice.ai/api/v1/api_keys/rate_limits", "Authorization: Bearer *" },
        { "qwen-portal", "GET https://portal.qwen.ai/v1/models", "Authorization: Bearer *" },
        { "xiaomi", "GET https://api.xiaomimimo.com/anthropic/v1/models", "x-api-key: *" },
        { "ollama", "GET http://127.0.0.1:11434/api/tags", "Authorization: Bearer *" },
        { "copilot-proxy", "GET http://localhost:3000/v1/models", "Authorization: Bearer *" },
        { "deepgram", "GET https://api.deepgram.com/v1/auth/token", "Authorization: Token *" },
    };

    public static TheoryData<string, string, string> Completions => new()
    {
        { "anthropic", "https://api.anthropic.com/v1/messages", """{"model":"m","messages":[{"role":"user","content":"Reply with OK."}],"max_tokens":1}""" },
        { "openai", "https://api.openai.com/v1/responses", """{"model":"m","input":"Reply with OK.","store":false,"max_output_tokens":16}""" },
        { "groq", "https://api.groq.com/openai/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Reply with OK."}],"max_completion_tokens":8}""" },
        { "mistral", "https://api.mistral.ai/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":"Reply with OK."}],"max_tokens":8}""" },
        { "google", "https://generativelanguage.googleapis.com/v1beta/models/m:generateContent", """{"contents":[{"role":"user","parts":[{"text":"Reply with OK."}]}],"generationConfig":{"maxOutputTokens":8}}""" },
        { "amazon-bedrock", "https://bedrock-runtime.us-east-1.amazonaws.com/model/m/converse", """{"messages":[{"role":"user","content":[{"text":"Reply with OK."}]}],"inferenceConfig":{"maxTokens":1}}""" },
    };

    [Theory]
    [MemberData(nameof(Lists))]
    public void The_free_question_of_a_provider_goes_to_its_own_host(string provider, string request, string header)
    {
        ProbeEndpoint endpoint = Endpoint(provider);

        ProbeRequest sent = endpoint.ListRequest(endpoint.List(isSubscription: false)!, Key);

        $"{(sent.Body is null ? "GET" : "POST")} {sent.Address.AbsoluteUri}".ShouldBe(request);
        sent.Headers.Select(field => $"{field.Name}: {field.Value}").ShouldContain(header.Replace("*", Key, StringComparison.Ordinal));
        sent.IsSafe.ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Completions))]
    public void The_smallest_request_is_that_of_the_protocol(string provider, string address, string body)
    {
        ProbeEndpoint endpoint = Endpoint(provider);
        SmallestCompletion completion = endpoint.Completion("m")!;

        ProbeRequest sent = endpoint.CompletionRequest(completion, "m", completion.Tokens, Key);

        sent.Address.AbsoluteUri.ShouldBe(address);
        sent.Body.ShouldBe(body);
        sent.Address.AbsoluteUri.ShouldNotContain("zz-key");
    }

    [Fact]
    public void Every_provider_is_either_asked_or_says_why_not()
    {
        foreach (ProviderApi api in ProviderApi.All)
            (api.List is not null || api.NotAsked is not null).ShouldBeTrue(api.Provider.Value);
    }

    [Theory]
    [InlineData("claude-x", "https://opencode.ai/zen/v1/messages", "x-api-key")]
    [InlineData("gpt-x", "https://opencode.ai/zen/v1/responses", "Authorization")]
    [InlineData("gemini-x", "https://opencode.ai/zen/v1/models/gemini-x:generateContent", "x-goog-api-key")]
    [InlineData("glm-x", "https://opencode.ai/zen/v1/chat/completions", "Authorization")]
    public void A_provider_of_many_protocols_is_asked_in_that_of_the_model(string model, string address, string header)
    {
        ProbeEndpoint endpoint = Endpoint("opencode");

        ProbeRequest sent = endpoint.CompletionRequest(endpoint.Completion(model)!, model, 1, Key);

        sent.Address.AbsoluteUri.ShouldBe(address);
        sent.Headers.ShouldContain(field => field.Name == header);
    }

    [Theory]
    [InlineData("openai-codex")]
    [InlineData("google-gemini-cli")]
    [InlineData("google-antigravity")]
    [InlineData("github-copilot")]
    public void What_only_other_programs_may_ask_is_not_asked(string provider) => Endpoint(provider).AsksModels.ShouldBeFalse();

    [Fact]
    public void A_token_of_a_subscription_has_a_question_of_its_own()
    {
        ProbeEndpoint endpoint = Endpoint("anthropic");

        ProbeRequest sent = endpoint.ListRequest(endpoint.List(isSubscription: true)!, Key);

        sent.Address.AbsoluteUri.ShouldBe("https://api.anthropic.com/api/oauth/usage");
        sent.Headers.ShouldContain(("Authorization", $"Bearer {Key}"));
        sent.Headers.ShouldContain(("anthropic-beta", "oauth-2025-04-20"));
        sent.Headers.ShouldNotContain(field => field.Name == "x-api-key");
    }

    [Fact]
    public void The_configuration_says_where_requests_go_and_what_they_carry()
    {
        ProbeEndpoint endpoint = Endpoint("openai", """{ "baseUrl": "https://llm.corp.example/v1/", "api": "anthropic-messages", "authHeader": true, "headers": { "x-team": "red" } }""");

        ProbeRequest sent = endpoint.ListRequest(endpoint.List(isSubscription: false)!, Key);

        sent.Address.AbsoluteUri.ShouldBe("https://llm.corp.example/v1/v1/models");
        sent.Headers.ShouldBe([("anthropic-version", "2023-06-01"), ("x-team", "red"), ("x-api-key", Key), ("Authorization", $"Bearer {Key}")]);
        sent.Secrets.ShouldBe(["red"]);
        endpoint.List(isSubscription: false)!.Proof.ShouldBe(ListProof.UnlessPublic);
        endpoint.CheapModel.ShouldBeNull();
    }

    [Theory]
    [InlineData("http://10.1.2.3/v1", true)]
    [InlineData("http://192.168.1.9:8080/v1", true)]
    [InlineData("http://172.20.0.2/v1", true)]
    [InlineData("http://litellm:4000/v1", true)]
    [InlineData("http://127.0.0.1:1/v1", true)]
    [InlineData("http://[fd00::1]/v1", true)]
    [InlineData("https://llm.example/v1", true)]
    [InlineData("http://llm.example/v1", false)]
    [InlineData("http://172.40.0.2/v1", false)]
    [InlineData("http://8.8.8.8/v1", false)]
    [InlineData("http://169.254.169.254/v1", false)]
    [InlineData("ftp://10.1.2.3/v1", false)]
    [InlineData("llm.example/v1", false)]
    public void Nothing_goes_unencrypted_but_to_private_hosts_that_a_person_named(string baseUrl, bool isSafe)
    {
        ProbeEndpoint endpoint = Endpoint("acme", new JsonObject { ["baseUrl"] = baseUrl }.ToJsonString());

        endpoint.ListRequest(endpoint.List(isSubscription: false)!, Key).IsSafe.ShouldBe(isSafe);
    }

    [Fact]
    public void The_region_of_AWS_is_the_environments()
    {
        MoltbotConfiguration configuration = MoltbotConfiguration.Empty;
        ProbeEndpoint endpoint = new("amazon-bedrock", configuration, home.Environment.With("AWS_REGION", "eu-west-1"), EndpointReplacements.Read(home["none.json"]));

        endpoint.ListRequest(endpoint.List(isSubscription: false)!, Key).Address.Host.ShouldBe("bedrock.eu-west-1.amazonaws.com");
    }

    [Theory]
    [InlineData("google-vertex", "{}", "Google")]
    [InlineData("nobody", "{}", "baseUrl")]
    [InlineData("acme", """{ "baseUrl": "https://x.example", "api": "telepathy" }""", "telepathy")]
    public void A_provider_that_cannot_be_asked_says_why(string provider, string entry, string reason) => Endpoint(provider, entry).NotAsked!.ShouldContain(reason);

    private ProbeEndpoint Endpoint(string provider, string entry = "{}")
    {
        MoltbotConfiguration configuration = new(new JsonObject { ["models"] = new JsonObject { ["providers"] = new JsonObject { [provider] = JsonNode.Parse(entry) } } });
        return new ProbeEndpoint(provider, configuration, home.Environment, EndpointReplacements.Read(home["none.json"]));
    }
}
