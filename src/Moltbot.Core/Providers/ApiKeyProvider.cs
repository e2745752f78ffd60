namespace Moltbot.Core.Providers;

/// <summary>A provider that works with an API key, and what onboarding knows about it (docs/gateway/onboard.md §2).</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Variable">The variable for its key.</param>
/// <param name="Label">Its name for people.</param>
public sealed record ApiKeyProvider(ProviderId Provider, string Variable, string Label)
{
    private const string MiniMaxCost = """{ "cost": { "input": 15, "output": 60, "cacheRead": 2, "cacheWrite": 10 } }""";
    private const string KimiCodeRules = """{ "reasoning": true, "headers": { "User-Agent": "KimiCLI/0.77" }, "compat": { "supportsDeveloperRole": false } }""";

    private static readonly ApiKeyProvider[] Known =
    [
        Of("anthropic", "ANTHROPIC_API_KEY", "Anthropic"),
        Of("openai", "OPENAI_API_KEY", "OpenAI") with { IsKeptInEnvironment = true },
        Of("minimax", "MINIMAX_API_KEY", "MiniMax") with
        {
            Endpoint = new("https://api.minimax.io/anthropic", "anthropic-messages", Placeholder: "minimax"),
            Models =
            [
                new("MiniMax-M2.1", "Minimax") { Name = "MiniMax M2.1", HasFixedAlias = true, More = MiniMaxCost },
                new("MiniMax-M2.1-lightning", "Minimax") { Name = "MiniMax M2.1 Lightning", HasFixedAlias = true, More = MiniMaxCost },
            ],
        },
        Of("synthetic", "SYNTHETIC_API_KEY", "Synthetic") with
        {
            Endpoint = new("https://api.synthetic.new/anthropic", "anthropic-messages"),
            Models = [new("hf:MiniMaxAI/MiniMax-M2.1", "MiniMax M2.1") { Name = "MiniMax M2.1", ContextWindow = 192_000, MaxTokens = 65_536 }],
        },
        Of("venice", "VENICE_API_KEY", "Venice") with
        {
            Endpoint = new("https://api.venice.ai/api/v1", "openai-completions"),
            Models = [new("llama-3.3-70b", "Llama 3.3 70B") { Name = "Llama 3.3 70B", ContextWindow = 131_072 }],
        },
        Of("google", "GEMINI_API_KEY", "Google Gemini") with { Models = [new("gemini-3-pro-preview")] },
        Of("openrouter", "OPENROUTER_API_KEY", "OpenRouter") with { Models = [new("auto", "OpenRouter")] },
        Of("vercel-ai-gateway", "AI_GATEWAY_API_KEY", "Vercel AI Gateway") with { Models = [new("anthropic/claude-opus-4.5", "Vercel AI Gateway")] },
        Of("moonshot", "MOONSHOT_API_KEY", "Moonshot") with
        {
            Endpoint = new("https://api.moonshot.ai/v1", "openai-completions"),
            Models = [new("kimi-k2-0905-preview", "Kimi K2") { Name = "Kimi K2 0905 Preview", ContextWindow = 256_000 }],
        },
        Of("kimi-code", "KIMICODE_API_KEY", "Kimi Code") with
        {
            Endpoint = new("https://api.kimi.com/coding/v1", "openai-completions"),
            Models = [new("kimi-for-coding", "Kimi Code") { Name = "Kimi For Coding", ContextWindow = 262_144, MaxTokens = 32_768, More = KimiCodeRules }],
        },
        Of("zai", "ZAI_API_KEY", "Z.AI") with { Models = [new("glm-4.7", "GLM")] },
        Of("opencode", "OPENCODE_API_KEY", "OpenCode Zen") with { Models = [new("claude-opus-4-5", "Opus")] },
    ];

    /// <summary>All that onboarding offers.</summary>
    public static IReadOnlyList<ApiKeyProvider> All => Known;

    /// <summary>Whether the gateway looks for the key in its environment, so that the <c>.env</c> file is the place for it.</summary>
    public bool IsKeptInEnvironment { get; private init; }

    /// <summary>The models that it is started with, the usual one first; none for providers that the gateway has a model of anyway.</summary>
    public IReadOnlyList<StartModel> Models { get; private init; } = [];

    /// <summary>Where requests go, for providers that have to be described; otherwise <see langword="null"/>.</summary>
    public ApiEndpoint? Endpoint { get; private init; }

    /// <summary>The reference to the model to start with, or <see langword="null"/> when there is none.</summary>
    public string? DefaultModel => Models is [{ } first, ..] ? ReferenceTo(first) : null;

    /// <summary>What onboarding knows about a provider, or <see langword="null"/>.</summary>
    public static ApiKeyProvider? Find(ProviderId provider) => Array.Find(Known, known => known.Provider == provider);

    /// <summary>How the configuration refers to one of its models.</summary>
    internal string ReferenceTo(StartModel model) => $"{Provider}/{model.Id}";

    private static ApiKeyProvider Of(string provider, string variable, string label) => new(ProviderId.Parse(provider), variable, label);
}
