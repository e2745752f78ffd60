using Moltbot.Core.Json;

namespace Moltbot.Core.Providers;

/// <summary>The environment variables of each provider as a gateway of today looks for them; some rows are one provider under several names (docs/gateway/later.md §6).</summary>
internal static class TodayVariables
{
    private static readonly OrderedMap<Entry> Known = OrderedMap<Entry>.Of(
    [
        new("alibaba", "MODELSTUDIO_API_KEY", "DASHSCOPE_API_KEY", "QWEN_API_KEY"),
        new("anthropic", "ANTHROPIC_OAUTH_TOKEN", "ANTHROPIC_API_KEY"),
        new("anthropic-openai", "ANTHROPIC_API_KEY"),
        new("cerebras", "CEREBRAS_API_KEY"),
        new("claude-cli", "ANTHROPIC_OAUTH_TOKEN", "ANTHROPIC_API_KEY"),
        new("clawrouter", "CLAWROUTER_API_KEY"),
        new("deepgram", "DEEPGRAM_API_KEY"),
        new("github-copilot", "COPILOT_GITHUB_TOKEN"),
        new("google", "GEMINI_API_KEY", "GOOGLE_API_KEY"),
        new("google-vertex", "GOOGLE_CLOUD_API_KEY"),
        new("huggingface", "HUGGINGFACE_HUB_TOKEN", "HF_TOKEN"),
        new("litellm", "LITELLM_API_KEY"),
        new("lmstudio", "LM_API_TOKEN"),
        new("microsoft-foundry", "AZURE_OPENAI_API_KEY"),
        new("minimax", "MINIMAX_CODE_PLAN_KEY", "MINIMAX_CODING_API_KEY", "MINIMAX_API_KEY"),
        new("minimax-portal", "MINIMAX_OAUTH_TOKEN", "MINIMAX_API_KEY"),
        new("nvidia", "NVIDIA_API_KEY"),
        new("ollama", "OLLAMA_API_KEY"),
        new("ollama-cloud", "OLLAMA_API_KEY"),
        new("openai", "OPENAI_API_KEY"),
        new("opencode-go", "OPENCODE_API_KEY", "OPENCODE_ZEN_API_KEY"),
        new("openrouter", "OPENROUTER_API_KEY"),
        new("sglang", "SGLANG_API_KEY"),
        new("together", "TOGETHER_API_KEY"),
        new("vllm", "VLLM_API_KEY"),
        new("x-ai", "XAI_API_KEY"),
        new("xai", "XAI_API_KEY"),
    ],
    entry => entry.Provider);

    /// <summary>The names under which it looks for credentials in the environment.</summary>
    public static IReadOnlyList<string> Names => Known.Keys;

    /// <summary>The variables of a provider, by one of these names; none where it knows none.</summary>
    public static IReadOnlyList<string> Of(string provider) => Known.TryGetValue(provider, out Entry? entry) ? entry.Variables : [];

    private sealed class Entry(string provider, params string[] variables)
    {
        public string Provider => provider;

        public string[] Variables => variables;
    }
}
