namespace Moltbot.Core.Providers;

/// <summary>How a provider is asked whether it accepts a credential (docs/gateway/probes.md §2).</summary>
internal sealed record ProviderApi
{
    private const string Ai = "https://api.";

    private static readonly ProviderApi[] Known =
    [
        new("anthropic", ApiKind.AnthropicMessages, "https://api.anthropic.com", "claude-haiku-4-5")
        {
            List = new("{base}/v1/models?limit=1", "data"),
            SignInList = new("{base}/api/oauth/usage", "five_hour", "seven_day", "seven_day_opus", "seven_day_sonnet")
            {
                Key = KeyHeader.Bearer,
                Headers = [("anthropic-beta", "oauth-2025-04-20")],
                KnownButNotAllowed = "scope requirement user:profile",
            },
        },
        new("openai", ApiKind.OpenAIResponses, $"{Ai}openai.com/v1", "gpt-5-nano") { List = new("{base}/models", "data") },
        new("openai-codex", ApiKind.CodexResponses, "https://chatgpt.com/backend-api") { List = new("{base}/wham/usage", "rate_limit", "plan_type"), NamesAccount = true },
        new("google", ApiKind.GoogleGenerativeAi, "https://generativelanguage.googleapis.com/v1beta", "gemini-2.0-flash-lite") { List = new("{base}/models?pageSize=1", "models") },
        new("google-gemini-cli", ApiKind.GeminiCli, "https://cloudcode-pa.googleapis.com")
        {
            List = new("{base}/v1internal:retrieveUserQuota", "buckets") { Body = "{}" },
        },
        new("google-antigravity", ApiKind.GeminiCli, "https://cloudcode-pa.googleapis.com")
        {
            List = new("{base}/v1internal:fetchAvailableModels", "models") { Body = "{}" },
        },
        new("google-vertex", ApiKind.Other, "") { NotAsked = "Google's own programs hold its credential, and a key is not sent" },
        new("amazon-bedrock", ApiKind.BedrockConverse, "https://bedrock-runtime.{region}.amazonaws.com", "amazon.nova-micro-v1:0")
        {
            List = new("https://bedrock.{region}.amazonaws.com/foundation-models", "modelSummaries"),
        },
        new("github-copilot", ApiKind.Copilot, "https://api.individual.githubcopilot.com")
        {
            List = new("https://api.github.com/copilot_internal/v2/token", "token"),
        },
        new("openrouter", ApiKind.OpenAICompletions, "https://openrouter.ai/api/v1", "mistralai/mistral-nemo")
        {
            List = new("{base}/key", "data.label", "data.limit_remaining", "data.usage") { Left = ("data.limit_remaining", "limit remaining") },
        },
        new("vercel-ai-gateway", ApiKind.AnthropicMessages, "https://ai-gateway.vercel.sh", "meta/llama-3.1-8b")
        {
            List = new("{base}/v1/credits", "balance") { Key = KeyHeader.Bearer, Left = ("balance", "balance") },
        },
        new("groq", ApiKind.OpenAICompletions, $"{Ai}groq.com/openai/v1", "llama-3.1-8b-instant") { List = new("{base}/models", "data") },
        new("cerebras", ApiKind.OpenAICompletions, $"{Ai}cerebras.ai/v1", "gpt-oss-120b") { List = new("{base}/models", "data") },
        new("xai", ApiKind.OpenAICompletions, $"{Ai}x.ai/v1", "grok-4-1-fast-non-reasoning")
        {
            List = new("{base}/api-key", "api_key_blocked", "api_key_disabled", "redacted_api_key") { Blocked = ["api_key_blocked", "api_key_disabled", "team_blocked"] },
            BadRequestIsRefusal = true,
        },
        new("mistral", ApiKind.OpenAICompletions, $"{Ai}mistral.ai/v1", "ministral-3b-latest") { List = new("{base}/models", "data"), Limit = "max_tokens" },
        new("zai", ApiKind.OpenAICompletions, $"{Ai}z.ai/api/coding/paas/v4", "glm-4.5-air") { List = new($"{Ai}z.ai/api/monitor/usage/quota/limit", "data") },
        new("moonshot", ApiKind.OpenAICompletions, $"{Ai}moonshot.ai/v1", "moonshot-v1-8k")
        {
            List = new("{base}/users/me/balance", "data.available_balance") { Left = ("data.available_balance", "balance") },
        },
        new("kimi-code", ApiKind.OpenAICompletions, $"{Ai}kimi.com/coding/v1", "kimi-for-coding") { List = Unsure("{base}/models", "data") },
        new("minimax", ApiKind.AnthropicMessages, $"{Ai}minimax.io/anthropic", "MiniMax-M2.1") { List = new("{base}/v1/models", "data") },
        new("minimax-cn", ApiKind.AnthropicMessages, $"{Ai}minimaxi.com/anthropic", "MiniMax-M2") { List = new("{base}/v1/models", "data") { Key = KeyHeader.Bearer } },
        new("synthetic", ApiKind.AnthropicMessages, $"{Ai}synthetic.new/anthropic") { List = Unsure($"{Ai}synthetic.new/openai/v1/models", "data") with { Key = KeyHeader.Bearer } },
        new("venice", ApiKind.OpenAICompletions, $"{Ai}venice.ai/api/v1", "llama-3.2-3b") { List = new("{base}/api_keys/rate_limits", "data") },
        new("opencode", ApiKind.OpenAICompletions, "https://opencode.ai/zen/v1")
        {
            List = Public,
            ByModel =
            [
                ("claude-", ApiKind.AnthropicMessages, "https://opencode.ai/zen"),
                ("gpt-", ApiKind.OpenAIResponses, "https://opencode.ai/zen/v1"),
                ("gemini-", ApiKind.GoogleGenerativeAi, "https://opencode.ai/zen/v1"),
            ],
        },
        new("qwen-portal", ApiKind.OpenAICompletions, "https://portal.qwen.ai/v1", "coder-model") { List = Unsure("{base}/models", "data") },
        new("xiaomi", ApiKind.AnthropicMessages, $"{Ai}xiaomimimo.com/anthropic", "mimo-v2-flash") { List = Unsure("{base}/v1/models", "data") },
        new("chutes", ApiKind.OpenAICompletions, "https://llm.chutes.ai/v1") { List = Public, Limit = "max_tokens" },
        new("ollama", ApiKind.OpenAICompletions, "http://127.0.0.1:11434/v1") { List = new("{base}/../api/tags", "models") { Proof = ListProof.Reachability } },
        new("copilot-proxy", ApiKind.OpenAICompletions, "http://localhost:3000/v1") { List = new("{base}/models", "data") { Proof = ListProof.Reachability } },
        new("deepgram", ApiKind.Other, $"{Ai}deepgram.com") { List = new("{base}/v1/auth/token") { Key = KeyHeader.Token } },
    ];

    private ProviderApi(string provider, ApiKind kind, string baseUrl, string? cheapModel = null)
    {
        Provider = ProviderId.Parse(provider);
        Kind = kind;
        BaseUrl = baseUrl;
        CheapModel = cheapModel;
    }

    /// <summary>The provider.</summary>
    public ProviderId Provider { get; }

    /// <summary>The protocol that it speaks.</summary>
    public ApiKind Kind { get; }

    /// <summary>Where its requests go; <c>{region}</c> stands for the region of AWS.</summary>
    public string BaseUrl { get; }

    /// <summary>A model that costs next to nothing, for where the configuration names none; <see langword="null"/> where none is known.</summary>
    public string? CheapModel { get; }

    /// <summary>The free question; <see langword="null"/> where none is known.</summary>
    public ListQuestion? List { get; private init; }

    /// <summary>The free question for tokens of a subscription, where it is another.</summary>
    public ListQuestion? SignInList { get; private init; }

    /// <summary>Why nothing is asked; <see langword="null"/> where something is.</summary>
    public string? NotAsked { get; private init; }

    /// <summary>The member for the limit of an answer, where it is another than the protocol's.</summary>
    public string? Limit { get; private init; }

    /// <summary>Whether the account that a token names goes along in a header field.</summary>
    public bool NamesAccount { get; private init; }

    /// <summary>Whether it answers a wrong key with the status 400.</summary>
    public bool BadRequestIsRefusal { get; private init; }

    /// <summary>The protocol and the base of models whose names begin so, where not all are alike.</summary>
    public IReadOnlyList<(string Prefix, ApiKind Kind, string BaseUrl)> ByModel { get; private init; } = [];

    /// <summary>How all providers that are known are asked.</summary>
    public static IReadOnlyList<ProviderApi> All => Known;

    /// <summary>How a provider is asked; <see langword="null"/> when it is known from the configuration alone.</summary>
    public static ProviderApi? Find(ProviderId provider) => Array.Find(Known, known => known.Provider == provider);

    private static ListQuestion Public => new("") { Proof = ListProof.Nothing };

    private static ListQuestion Unsure(string address, string member) => new(address, member) { Proof = ListProof.UnlessPublic };
}
