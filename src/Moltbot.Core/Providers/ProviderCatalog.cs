namespace Moltbot.Core.Providers;

/// <summary>What is known about providers without asking anyone (spec/gateway-auth-use.md §5).</summary>
public static class ProviderCatalog
{
    private const int MostTypingErrors = 2;

    private static readonly (string Provider, string[] Variables)[] Known =
    [
        ("anthropic", ["ANTHROPIC_OAUTH_TOKEN", "ANTHROPIC_API_KEY"]),
        ("openai", ["OPENAI_API_KEY"]),
        ("openai-codex", []),
        ("google", ["GEMINI_API_KEY"]),
        ("google-vertex", []),
        ("google-gemini-cli", []),
        ("google-antigravity", []),
        ("github-copilot", ["COPILOT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"]),
        ("amazon-bedrock", []),
        ("chutes", ["CHUTES_OAUTH_TOKEN", "CHUTES_API_KEY"]),
        ("qwen-portal", ["QWEN_OAUTH_TOKEN", "QWEN_PORTAL_API_KEY"]),
        ("zai", ["ZAI_API_KEY", "Z_AI_API_KEY"]),
        ("opencode", ["OPENCODE_API_KEY", "OPENCODE_ZEN_API_KEY"]),
        ("groq", ["GROQ_API_KEY"]),
        ("cerebras", ["CEREBRAS_API_KEY"]),
        ("xai", ["XAI_API_KEY"]),
        ("mistral", ["MISTRAL_API_KEY"]),
        ("openrouter", ["OPENROUTER_API_KEY"]),
        ("vercel-ai-gateway", ["AI_GATEWAY_API_KEY"]),
        ("minimax", ["MINIMAX_API_KEY"]),
        ("deepgram", ["DEEPGRAM_API_KEY"]),
        ("moonshot", ["MOONSHOT_API_KEY"]),
        ("kimi-code", ["KIMICODE_API_KEY"]),
        ("synthetic", ["SYNTHETIC_API_KEY"]),
        ("venice", ["VENICE_API_KEY"]),
        ("ollama", []),
        ("copilot-proxy", []),
    ];

    /// <summary>The ids of the providers that the gateway knows.</summary>
    public static IEnumerable<ProviderId> Ids => Known.Select(entry => ProviderId.Parse(entry.Provider));

    /// <summary>Those of some names that a person who wrote another one may have meant, the likeliest first.</summary>
    public static IReadOnlyList<string> Similar(ProviderId provider, IEnumerable<string> names) =>
    [
        .. names.Distinct(StringComparer.Ordinal)
            .Select(name => (Name: name, Distance: EditDistance.Between(name, provider.Value)))
            .Where(candidate => candidate.Distance <= MostTypingErrors && candidate.Distance < provider.Value.Length)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name),
    ];

    /// <summary>The variables in which a provider's credential is looked for, the first one first.</summary>
    public static IReadOnlyList<string> EnvironmentVariables(ProviderId provider)
    {
        foreach ((string id, string[] variables) in Known)
        {
            if (id == provider.Value)
                return variables;
        }

        return [];
    }
}
