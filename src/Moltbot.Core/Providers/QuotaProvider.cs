namespace Moltbot.Core.Providers;

/// <summary>A provider that tells how much of a plan is left, and all that has to be known to ask it (docs/gateway/usage.md §1, §3 and §5).</summary>
internal sealed record QuotaProvider
{
    private const string CloudCode = "https://cloudcode-pa.googleapis.com/v1internal";

    private static readonly QuotaProvider[] Known =
    [
        new("anthropic", "Claude")
        {
            Request = new("https://api.anthropic.com/api/oauth/usage") { Headers = ["anthropic-version=2023-06-01", "anthropic-beta=oauth-2025-04-20"] },
        },
        new("github-copilot", "Copilot")
        {
            Request = new("https://api.github.com/copilot_internal/user") { Scheme = "token", Headers = ["X-Github-Api-Version=2025-04-01"] },
        },
        new("google-gemini-cli", "Gemini")
        {
            Request = new($"{CloudCode}:retrieveUserQuota") { Body = "{}" },
        },
        new("google-antigravity", "Antigravity")
        {
            Request = new($"{CloudCode}:loadCodeAssist") { Body = """{"metadata":{"ideType":"ANTIGRAVITY","platform":"PLATFORM_UNSPECIFIED","pluginType":"GEMINI"}}""" },
            Second = new($"{CloudCode}:fetchAvailableModels"),
        },
        new("minimax", "MiniMax")
        {
            Request = new("https://api.minimaxi.com/v1/api/openplatform/coding_plan/remains"),
            Variables = ["MINIMAX_CODE_PLAN_KEY", "MINIMAX_API_KEY"],
            IsOfKey = true,
            TakesTokens = true,
        },
        new("openai-codex", "Codex")
        {
            Request = new("https://chatgpt.com/backend-api/wham/usage"),
        },
        new("zai", "z.ai")
        {
            Request = new("https://api.z.ai/api/monitor/usage/quota/limit"),
            Variables = ["ZAI_API_KEY", "Z_AI_API_KEY"],
            IsOfKey = true,
            OtherProgram = (".pi/agent/auth.json", ["z-ai", "zai"]),
        },
    ];

    private QuotaProvider(string id, string label)
    {
        Provider = ProviderId.Parse(id);
        Label = label;
    }

    /// <summary>Those that there are, in the order in which they are shown.</summary>
    public static IReadOnlyList<QuotaProvider> All => Known;

    /// <summary>The provider.</summary>
    public ProviderId Provider { get; }

    /// <summary>What people call it.</summary>
    public string Label { get; }

    /// <summary>What it is asked.</summary>
    public required QuotaRequest Request { get; init; }

    /// <summary>What it is asked then, where one question is not enough.</summary>
    public QuotaRequest? Second { get; init; }

    /// <summary>Whether it is a key that is asked with, wherever one is to be had; else only a stored sign-in or token counts.</summary>
    public bool IsOfKey { get; init; }

    /// <summary>Whether a stored token is taken for a key.</summary>
    public bool TakesTokens { get; init; }

    /// <summary>The variables that hold the key, the first one first.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>The file of another program in the home directory that holds the key, and the names that it may have there.</summary>
    public (string Path, string[] Names)? OtherProgram { get; init; }

    /// <summary>The provider of an id, or <see langword="null"/> when that one tells nothing.</summary>
    public static QuotaProvider? Find(ProviderId provider) => Array.Find(Known, known => known.Provider == provider);
}
