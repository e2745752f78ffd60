using Moltbot.Core.Errors;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Importing;

/// <summary>A way to sign in that onboarding offers, under the name that scripts use (docs/gateway/onboard.md §2).</summary>
/// <param name="Id">The name.</param>
/// <param name="Label">What it is called for people.</param>
/// <param name="KeyProvider">The provider whose API key is wanted, or <see langword="null"/> when it is a setup-token of Anthropic.</param>
public sealed record AuthChoice(string Id, string Label, ApiKeyProvider? KeyProvider)
{
    /// <summary>The choice of no sign-in.</summary>
    public const string Skip = "skip";

    private const string Lightning = "MiniMax-M2.1-lightning";

    private static readonly AuthChoice SetupToken = new("token", "Anthropic setup-token", null);

    private static readonly string[] NeedingBrowser =
        ["chutes", "openai-codex", "codex-cli", "qwen-portal", "google-antigravity", "google-gemini-cli", "github-copilot", "copilot-proxy"];

    /// <summary>All that need nothing but a token or a key.</summary>
    public static IReadOnlyList<AuthChoice> All { get; } =
    [
        SetupToken,
        OfKey("openai-api-key", "openai"),
        OfKey("apiKey", "anthropic"),
        OfKey("minimax-api", "minimax"),
        OfKey("minimax-api-lightning", "minimax", Lightning),
        OfKey("synthetic-api-key", "synthetic"),
        OfKey("venice-api-key", "venice"),
        OfKey("gemini-api-key", "google"),
        OfKey("openrouter-api-key", "openrouter"),
        OfKey("ai-gateway-api-key", "vercel-ai-gateway"),
        OfKey("moonshot-api-key", "moonshot"),
        OfKey("kimi-code-api-key", "kimi-code"),
        OfKey("zai-api-key", "zai"),
        OfKey("opencode-zen", "opencode"),
    ];

    /// <summary>The model to start with; the provider's usual one when it is <see langword="null"/>.</summary>
    public StartModel? Model { get; private init; }

    /// <summary>The choice with a name, or with one of those that mean the same.</summary>
    /// <param name="id">The name.</param>
    /// <param name="isUnattended">Whether nobody can be asked; some names are for people only.</param>
    /// <param name="provider">The provider of the token or key, for the choices <c>token</c> and <c>apiKey</c>; or <see langword="null"/>.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: it needs a browser, is not offered any more, or does not exist.</exception>
    public static AuthChoice Find(string id, bool isUnattended, string? provider = null)
    {
        AuthChoice choice = Named(id, isUnattended) ?? throw new MoltbotException(ErrorCode.InvalidArgument, Refusal(id)) { Subject = id };
        return provider is null || choice.Id is not ("token" or "apiKey") ? choice : Of(ProviderId.Parse(provider), choice);
    }

    private static AuthChoice? Named(string id, bool isUnattended) => id switch
    {
        "minimax-cloud" => All.First(choice => choice.Id == "minimax-api"),
        "setup-token" or "oauth" or "claude-cli" when !isUnattended => SetupToken,
        _ => All.FirstOrDefault(choice => choice.Id == id),
    };

    private static AuthChoice Of(ProviderId provider, AuthChoice choice)
    {
        if (choice == SetupToken)
        {
            return provider == ProviderId.Default ? choice : throw new MoltbotException(
                ErrorCode.InvalidArgument,
                $"Only {ProviderId.Default} has setup-tokens. Name {ProviderId.Default} as the provider, or use the auth choice apiKey.") { Subject = provider.Value };
        }

        return All.FirstOrDefault(other => other.KeyProvider?.Provider == provider) ?? throw new MoltbotException(
            ErrorCode.InvalidArgument,
            $"No auth choice is known for this provider. There is: {string.Join(", ", ApiKeyProvider.All.Select(known => known.Provider))}.") { Subject = provider.Value };
    }

    private static AuthChoice OfKey(string id, string providerName, string? model = null)
    {
        ApiKeyProvider provider = ApiKeyProvider.Find(ProviderId.Parse(providerName))!;
        StartModel? other = model is null ? null : provider.Models.First(known => known.Id == model);
        return new AuthChoice(id, $"{provider.Label} API key{(other is null ? "" : $", {other.Name}")}", provider) { Model = other };
    }

    private static Advice Refusal(string id) => id switch
    {
        "setup-token" or "oauth" => (Advice)$"The auth choice {id} is for people. Use token, which means the same, with {NextSteps.GiveSecret}.",
        "claude-cli" => "The auth choice claude-cli is not offered any more. Use token, with a token that `claude setup-token` made.",
        "minimax" => "The auth choice minimax is a model server on this machine and needs no credential. The gateway's own `moltbot onboard` enters it in the configuration; minimax-api takes an API key.",
        _ when NeedingBrowser.Contains(id) => $"The auth choice {id} signs in with a browser or another program, which only the gateway's own `moltbot onboard` does.",
        _ => $"There is no auth choice of this name. There is: {string.Join(", ", All.Select(choice => choice.Id))}, {Skip}.",
    };
}
