using Moltbot.Core.Text;

namespace Moltbot.Core.Migrating;

/// <summary>Models that the doctor of today's gateway replaces in a configuration (docs/gateway/later.md §1.5).</summary>
internal static class RetiredModels
{
    private const string Opus = "opus";
    private const string Sonnet = "sonnet";

    private static readonly Dictionary<string, string> OfOpenAI = Table(
        ("gpt-5.3-codex", "gpt-5.2-codex gpt-5.1-codex gpt-5-codex"),
        ("gpt-5.5-pro", "gpt-5-pro gpt-5.2-pro"),
        ("gpt-5.4-nano", "gpt-4.1-nano gpt-5-nano"),
        ("gpt-5.4-mini", "gpt-4.1-mini gpt-4o-mini gpt-5.1-codex-mini gpt-5-mini"),
        ("gpt-5.5", "gpt-4 gpt-4-turbo gpt-4.1 gpt-4o gpt-4o-2024-05-13 gpt-4o-2024-08-06 gpt-4o-2024-11-20 gpt-5 gpt-5-chat-latest gpt-5.1 gpt-5.1-chat-latest gpt-5.1-codex-max gpt-5.2 gpt-5.2-chat-latest"));

    /// <summary>Of the plan that was a provider of its own, before what the provider has.</summary>
    private static readonly Dictionary<string, string> OfCodex = Table(
        ("gpt-5.5", "gpt-5.2 gpt-5.2-codex gpt-5.1-codex gpt-5-codex"),
        ("gpt-5.4-mini", "gpt-4.1-nano gpt-5-nano"));

    private static readonly Dictionary<string, string> OfGroq = Table(
        ("llama-3.3-70b-versatile", "deepseek-r1-distill-llama-70b llama3-70b-8192"),
        ("llama-3.1-8b-instant", "gemma2-9b-it llama3-8b-8192"),
        ("openai/gpt-oss-120b", "meta-llama/llama-4-maverick-17b-128e-instruct moonshotai/kimi-k2-instruct moonshotai/kimi-k2-instruct-0905"),
        ("qwen/qwen3-32b", "mistral-saba-24b qwen-qwq-32b"));

    private static readonly Dictionary<string, string> OfXai = Table(
        ("grok-build-0.1", "grok-code-fast grok-code-fast-1 grok-code-fast-1-0825"),
        ("grok-4.3", "grok-4-fast-reasoning grok-4-1-fast-reasoning grok-4-0709"),
        ("grok-imagine-image-quality", "grok-imagine-image-pro"));

    private static readonly Dictionary<string, string> OfGoogle = Table(
        ("gemini-3.1-pro-preview", "gemini-3-pro gemini-3-pro-preview gemini-3.1-pro"),
        ("gemini-3-flash-preview", "gemini-3-flash gemini-3.1-flash gemini-3.1-flash-preview"),
        ("gemini-3.1-flash-lite", "gemini-3.1-flash-lite-preview"),
        ("gemma-4-26b-a4b-it", "gemma-4-26b"));

    private static readonly string[] WithClaude = ["", "anthropic", "github-copilot", "copilot-proxy", "venice", "vercel-ai-gateway"];
    private static readonly string[] OldOpus = ["claude-opus-4-5", "claude-opus-4.5", "claude-opus-4-1", "claude-opus-4.1", "claude-opus-4-0", "claude-opus-4.0"];
    private static readonly string[] OldSonnet = ["claude-sonnet-4-5", "claude-sonnet-4.5", "claude-sonnet-4-1", "claude-sonnet-4.1", "claude-sonnet-4-0", "claude-sonnet-4.0"];
    private static readonly string[] OpusNames = ["opus-4.5", "opus-4.1", "opus-4", "opus-3"];
    private static readonly string[] SonnetNames = ["sonnet-4.5", "sonnet-4.1", "sonnet-4.0", "sonnet-4", "sonnet-3.7", "sonnet-3.5", "sonnet-3", "haiku-3.5", "haiku-3"];

    /// <summary>What takes the place of a model; <see langword="null"/> when it stays.</summary>
    /// <param name="reference">The model as it is configured: <c>provider/model</c>, or the model alone.</param>
    public static string? SuccessorOf(string reference)
    {
        string trimmed = EcmaScriptText.Trim(reference);
        int slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        string provider = slash > 0 ? trimmed[..slash] : "";
        string model = slash > 0 ? trimmed[(slash + 1)..] : trimmed;
        string? successor = SuccessorOf(EcmaScriptText.ToLower(EcmaScriptText.Trim(provider)), EcmaScriptText.Trim(model));
        return successor is null || successor == model ? null : slash > 0 ? $"{provider}/{successor}" : successor;
    }

    private static string? SuccessorOf(string provider, string model)
    {
        string name = EcmaScriptText.ToLower(model);
        return provider switch
        {
            "groq" => OfGroq.GetValueOrDefault(name),
            "xai" => OfXai.GetValueOrDefault(name),
            "google" or "google-gemini-cli" or "google-vertex" => OfGoogle.GetValueOrDefault(model),
            "together" => model == "moonshotai/Kimi-K2.5" ? "moonshotai/Kimi-K2.6" : null,
            "openai" when name == "gpt-5.6" => "gpt-5.6-sol",
            "openai" => OfOpenAI.GetValueOrDefault(name),
            "openai-codex" => OfCodex.GetValueOrDefault(name) ?? OfOpenAI.GetValueOrDefault(name),
            "github-copilot" when OfOpenAI.TryGetValue(name, out string? successor) => successor,
            "github-copilot" or "copilot-proxy" when name == "grok-code-fast-1" => "gpt-5.4-mini",
            _ when Array.IndexOf(WithClaude, provider) >= 0 => OfClaude(provider, model),
            _ => null,
        };
    }

    /// <summary>A model of Anthropic's, be it behind the names of others.</summary>
    private static string? OfClaude(string provider, string model)
    {
        int last = model.LastIndexOf('/') + 1;
        string? family = FamilyOf(EcmaScriptText.ToLower(model[last..]));
        return family is null ? null : $"{model[..last]}{Newest(family, provider)}";
    }

    private static string? FamilyOf(string name)
    {
        if (IsOld(name, OldOpus, "claude-opus-4") || Array.IndexOf(OpusNames, name) >= 0)
            return Opus;
        if (IsOld(name, OldSonnet, "claude-sonnet-4") || Array.IndexOf(SonnetNames, name) >= 0)
            return Sonnet;
        if (!name.StartsWith("claude-3", StringComparison.Ordinal))
            return null;

        return name.Contains(Opus, StringComparison.Ordinal) ? Opus : name.Contains(Sonnet, StringComparison.Ordinal) || name.Contains("haiku", StringComparison.Ordinal) ? Sonnet : null;
    }

    private static bool IsOld(string name, string[] versions, string family) =>
        name == family
        || Array.Exists(versions, version => name == version || (name.StartsWith(version, StringComparison.Ordinal) && name[version.Length] is '-' or '.' or ':' or '@'))
        || (name.StartsWith($"{family}-20", StringComparison.Ordinal) && name.Length >= family.Length + 9 && name[(family.Length + 1)..(family.Length + 9)].All(char.IsAsciiDigit));

    private static string Newest(string family, string provider)
    {
        string version = family == Opus && provider is not ("venice" or "vercel-ai-gateway") ? "4.7" : "4.6";
        return $"claude-{family}-{(provider is "github-copilot" or "copilot-proxy" ? version : version.Replace('.', '-'))}";
    }

    private static Dictionary<string, string> Table(params (string Successor, string Models)[] groups) =>
        groups.SelectMany(group => group.Models.Split(' '), (group, model) => (model, group.Successor)).ToDictionary(pair => pair.model, pair => pair.Successor, StringComparer.Ordinal);
}
