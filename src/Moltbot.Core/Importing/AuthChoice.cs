using Moltbot.Core.Providers;

namespace Moltbot.Core.Importing;

/// <summary>A way to sign in that onboarding offers, under the name that scripts use (spec/onboard.md §2).</summary>
/// <param name="Id">The name.</param>
/// <param name="Label">What it is called for people.</param>
/// <param name="KeyProvider">The provider whose API key is wanted, or <see langword="null"/> when it is a setup-token of Anthropic.</param>
public sealed record AuthChoice(string Id, string Label, ApiKeyProvider? KeyProvider)
{
    /// <summary>The choice of no sign-in.</summary>
    public const string Skip = "skip";

    private static readonly (string Id, string Provider)[] Keys =
    [
        ("openai-api-key", "openai"),
        ("apiKey", "anthropic"),
        ("minimax-api", "minimax"),
        ("synthetic-api-key", "synthetic"),
        ("venice-api-key", "venice"),
        ("gemini-api-key", "google"),
        ("openrouter-api-key", "openrouter"),
        ("ai-gateway-api-key", "vercel-ai-gateway"),
        ("moonshot-api-key", "moonshot"),
        ("kimi-code-api-key", "kimi-code"),
        ("zai-api-key", "zai"),
        ("opencode-zen", "opencode"),
    ];

    private static readonly string[] NeedingBrowser =
        ["oauth", "chutes", "openai-codex", "qwen-portal", "google-antigravity", "google-gemini-cli", "github-copilot", "copilot-proxy"];

    /// <summary>All that need nothing but a token or a key.</summary>
    public static IReadOnlyList<AuthChoice> All { get; } =
    [
        new("token", "Anthropic setup-token", null),
        .. Keys.Select(key => (key.Id, Provider: ApiKeyProvider.Find(ProviderId.Parse(key.Provider))!)).Select(key => new AuthChoice(key.Id, $"{key.Provider.Label} API key", key.Provider)),
    ];

    /// <summary>The choice with a name.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: it needs a browser, is not offered any more, or does not exist.</exception>
    public static AuthChoice Find(string id) => All.FirstOrDefault(choice => choice.Id == id) ?? throw new MoltbotException(ErrorCode.InvalidArgument, Refusal(id)) { Subject = id };

    private static string Refusal(string id) => id switch
    {
        "setup-token" => "The auth choice setup-token is for people. Use token, which means the same, with --stdin.",
        "claude-cli" or "codex-cli" => $"The auth choice {id} is not offered any more. Use token for Anthropic, or openai-api-key.",
        _ when NeedingBrowser.Contains(id) => $"The auth choice {id} signs in with a browser or another program, which only the gateway's own `moltbot onboard` does.",
        _ => $"There is no auth choice of this name. There is: {string.Join(", ", All.Select(choice => choice.Id))}, {Skip}.",
    };
}
