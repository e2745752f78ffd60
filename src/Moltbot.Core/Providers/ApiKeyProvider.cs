namespace Moltbot.Core.Providers;

/// <summary>A provider that works with an API key, and what onboarding knows about it (spec/onboard.md §2).</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Variable">The variable for its key.</param>
/// <param name="Label">Its name for people.</param>
public sealed record ApiKeyProvider(ProviderId Provider, string Variable, string Label)
{
    private static readonly ApiKeyProvider[] Known =
    [
        Of("anthropic", "ANTHROPIC_API_KEY", "Anthropic"),
        Of("openai", "OPENAI_API_KEY", "OpenAI") with { IsKeptInEnvironment = true },
        Of("minimax", "MINIMAX_API_KEY", "MiniMax") with { DefaultModel = "minimax/MiniMax-M2.1", Alias = "Minimax", Endpoint = new("https://api.minimax.io/anthropic", "anthropic-messages", "MiniMax M2.1") },
        Of("synthetic", "SYNTHETIC_API_KEY", "Synthetic") with { DefaultModel = "synthetic/hf:MiniMaxAI/MiniMax-M2.1", Alias = "MiniMax M2.1", Endpoint = new("https://api.synthetic.new/anthropic", "anthropic-messages", "MiniMax M2.1") },
        Of("venice", "VENICE_API_KEY", "Venice") with { DefaultModel = "venice/llama-3.3-70b", Alias = "Llama 3.3 70B", Endpoint = new("https://api.venice.ai/api/v1", "openai-completions", "Llama 3.3 70B") },
        Of("google", "GEMINI_API_KEY", "Google Gemini") with { DefaultModel = "google/gemini-3-pro-preview" },
        Of("openrouter", "OPENROUTER_API_KEY", "OpenRouter") with { DefaultModel = "openrouter/auto", Alias = "OpenRouter" },
        Of("vercel-ai-gateway", "AI_GATEWAY_API_KEY", "Vercel AI Gateway") with { DefaultModel = "vercel-ai-gateway/anthropic/claude-opus-4.5", Alias = "Vercel AI Gateway" },
        Of("moonshot", "MOONSHOT_API_KEY", "Moonshot") with { DefaultModel = "moonshot/kimi-k2-0905-preview", Alias = "Kimi K2", Endpoint = new("https://api.moonshot.ai/v1", "openai-completions", "Kimi K2 0905 Preview") },
        Of("kimi-code", "KIMICODE_API_KEY", "Kimi Code") with { DefaultModel = "kimi-code/kimi-for-coding", Alias = "Kimi Code", Endpoint = new("https://api.kimi.com/coding/v1", "openai-completions", "Kimi For Coding") },
        Of("zai", "ZAI_API_KEY", "Z.AI") with { DefaultModel = "zai/glm-4.7", Alias = "GLM" },
        Of("opencode", "OPENCODE_API_KEY", "OpenCode Zen") with { DefaultModel = "opencode/claude-opus-4-5", Alias = "Opus" },
    ];

    /// <summary>All that onboarding offers.</summary>
    public static IReadOnlyList<ApiKeyProvider> All => Known;

    /// <summary>Whether the gateway looks for the key in its environment, so that the <c>.env</c> file is the place for it.</summary>
    public bool IsKeptInEnvironment { get; private init; }

    /// <summary>The model to start with, or <see langword="null"/> when there is none.</summary>
    public string? DefaultModel { get; private init; }

    /// <summary>The alias of that model, or <see langword="null"/>.</summary>
    public string? Alias { get; private init; }

    /// <summary>Where requests go, for providers that have to be described; otherwise <see langword="null"/>.</summary>
    public ApiEndpoint? Endpoint { get; private init; }

    /// <summary>What onboarding knows about a provider, or <see langword="null"/>.</summary>
    public static ApiKeyProvider? Find(ProviderId provider) => Array.Find(Known, known => known.Provider == provider);

    private static ApiKeyProvider Of(string provider, string variable, string label) => new(ProviderId.Parse(provider), variable, label);
}
