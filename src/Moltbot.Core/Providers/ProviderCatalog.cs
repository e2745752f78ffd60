using Moltbot.Core.Text;

namespace Moltbot.Core.Providers;

/// <summary>What is known about providers without asking anyone (docs/gateway/credentials.md §5).</summary>
public static class ProviderCatalog
{
    private const int MostTypingErrors = 2;

    private static readonly Entry[] Known =
    [
        new("anthropic", ["ANTHROPIC_OAUTH_TOKEN", "ANTHROPIC_API_KEY"]),
        new("openai", ["OPENAI_API_KEY"]),
        new("openai-codex", []),
        new("google", ["GEMINI_API_KEY"]),
        new("google-vertex", []),
        new("google-gemini-cli", []),
        new("google-antigravity", []),
        new("github-copilot", ["COPILOT_GITHUB_TOKEN", "GH_TOKEN", "GITHUB_TOKEN"]),
        new("amazon-bedrock", []),
        new("chutes", ["CHUTES_OAUTH_TOKEN", "CHUTES_API_KEY"]),
        new("qwen-portal", ["QWEN_OAUTH_TOKEN", "QWEN_PORTAL_API_KEY"]),
        new("zai", ["ZAI_API_KEY", "Z_AI_API_KEY"]),
        new("opencode", ["OPENCODE_API_KEY", "OPENCODE_ZEN_API_KEY"]),
        new("groq", ["GROQ_API_KEY"]),
        new("cerebras", ["CEREBRAS_API_KEY"]),
        new("xai", ["XAI_API_KEY"]),
        new("mistral", ["MISTRAL_API_KEY"]),
        new("openrouter", ["OPENROUTER_API_KEY"]),
        new("vercel-ai-gateway", ["AI_GATEWAY_API_KEY"]),
        new("minimax", ["MINIMAX_API_KEY"]),
        new("deepgram", ["DEEPGRAM_API_KEY"]),
        new("moonshot", ["MOONSHOT_API_KEY"]),
        new("kimi-code", ["KIMICODE_API_KEY"]),
        new("synthetic", ["SYNTHETIC_API_KEY"]),
        new("venice", ["VENICE_API_KEY"]),
        new("ollama", []),
        new("copilot-proxy", []),
    ];

    /// <summary>The ids of the providers that the gateway knows.</summary>
    public static IEnumerable<ProviderId> Ids => Known.Select(entry => entry.Provider);

    /// <summary>Those of some names that a person who wrote another one may have meant, the likeliest first.</summary>
    internal static IReadOnlyList<string> Similar(ProviderId provider, IEnumerable<string> names) =>
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
        foreach (Entry entry in Known)
        {
            if (entry.Provider == provider)
                return entry.Variables;
        }

        return [];
    }

    private sealed class Entry(string provider, string[] variables)
    {
        public ProviderId Provider { get; } = ProviderId.Parse(provider);

        public string[] Variables => variables;
    }
}
