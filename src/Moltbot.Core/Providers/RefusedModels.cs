using Moltbot.Core.Text;

namespace Moltbot.Core.Providers;

/// <summary>
/// The models that a gateway of today refuses in its configuration, all of which is not valid then, with those that it names in
/// their place (docs/gateway/later.md §6).
/// </summary>
internal static class RefusedModels
{
    private static readonly string[] OfGoogle = ["google", "google-gemini-cli", "google-vertex"];

    private static readonly Dictionary<string, string> Replacements = new(StringComparer.Ordinal)
    {
        ["gemini-1.5-flash"] = "gemini-2.5-flash",
        ["gemini-1.5-flash-8b"] = "gemini-2.5-flash-lite",
        ["gemini-1.5-pro"] = "gemini-3.1-pro-preview",
        ["gemini-2.0-flash"] = "gemini-2.5-flash",
        ["gemini-2.0-flash-001"] = "gemini-2.5-flash",
        ["gemini-2.0-flash-exp"] = "gemini-2.5-flash",
        ["gemini-2.0-flash-exp-image-generation"] = "gemini-2.5-flash-image",
        ["gemini-2.0-flash-live-001"] = "gemini-3.1-flash-live-preview",
        ["gemini-2.0-flash-lite"] = "gemini-2.5-flash-lite",
        ["gemini-2.0-flash-lite-001"] = "gemini-2.5-flash-lite",
        ["gemini-2.0-flash-lite-preview"] = "gemini-2.5-flash-lite",
        ["gemini-2.0-flash-lite-preview-02-05"] = "gemini-2.5-flash-lite",
        ["gemini-2.0-flash-preview-image-generation"] = "gemini-2.5-flash-image",
        ["gemini-2.0-flash-thinking-exp"] = "gemini-2.5-flash",
        ["gemini-2.0-flash-thinking-exp-01-21"] = "gemini-2.5-flash",
        ["gemini-2.0-flash-thinking-exp-1219"] = "gemini-2.5-flash",
        ["gemini-2.0-pro-exp"] = "gemini-3.1-pro-preview",
        ["gemini-2.0-pro-exp-02-05"] = "gemini-3.1-pro-preview",
        ["gemini-2.5-flash-exp-native-audio-thinking-dialog"] = "gemini-3.1-flash-live-preview",
        ["gemini-2.5-flash-image-preview"] = "gemini-2.5-flash-image",
        ["gemini-2.5-flash-lite-preview-06-17"] = "gemini-2.5-flash-lite",
        ["gemini-2.5-flash-lite-preview-09-25"] = "gemini-3.1-flash-lite",
        ["gemini-2.5-flash-lite-preview-09-2025"] = "gemini-3.1-flash-lite",
        ["gemini-2.5-flash-preview-04-17"] = "gemini-2.5-flash",
        ["gemini-2.5-flash-preview-05-20"] = "gemini-2.5-flash",
        ["gemini-2.5-flash-preview-09-25"] = "gemini-3-flash-preview",
        ["gemini-2.5-flash-preview-09-2025"] = "gemini-3-flash-preview",
        ["gemini-2.5-flash-preview-native-audio-dialog"] = "gemini-3.1-flash-live-preview",
        ["gemini-2.5-pro-exp-03-25"] = "gemini-3.1-pro-preview",
        ["gemini-2.5-pro-preview-03-25"] = "gemini-3.1-pro-preview",
        ["gemini-2.5-pro-preview-05-06"] = "gemini-3.1-pro-preview",
        ["gemini-2.5-pro-preview-06-05"] = "gemini-3.1-pro-preview",
        ["gemini-3-pro-preview"] = "gemini-3.1-pro-preview",
        ["gemini-3.1-pro-preview-customtools"] = "gemini-3.1-pro-preview",
        ["gemini-live-2.5-flash"] = "gemini-3.1-flash-live-preview",
        ["gemini-live-2.5-flash-preview"] = "gemini-3.1-flash-live-preview",
        ["gemini-live-2.5-flash-preview-native-audio"] = "gemini-3.1-flash-live-preview",
    };

    private static readonly string[] Refused =
    [
        "azure-openai-responses/gpt-5.3-codex-spark",
        "xai/grok-4.20-multi-agent",
        "xai/grok-4.20-multi-agent-0309",
        "xai/grok-4.20-multi-agent-beta-0309",
        "xai/grok-4.20-multi-agent-beta-latest",
        "xai/grok-4.20-multi-agent-experimental-beta-0304",
        "xai/grok-4.20-multi-agent-experimental-beta-latest",
        "xai/grok-4.20-multi-agent-latest",
    ];

    /// <summary>Why a gateway of today refuses a text where it expects a model; <see langword="null"/> when it does not.</summary>
    public static string? RefusalOf(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal) || ModelReference.Parse(text) is not { } model)
            return null;
        if (ReplacementOf(model) is { } other)
            return $"Unknown model: {text}. Use {other}";

        return Refused.Contains(EcmaScriptText.ToLower(model.ToString()), StringComparer.Ordinal) ? $"Unknown model: {text}. The gateway does not support it" : null;
    }

    /// <summary>What takes the place of a model; <see langword="null"/> when nothing needs to.</summary>
    public static ModelReference? ReplacementOf(ModelReference model) =>
        OfGoogle.Contains(model.Provider.Value, StringComparer.Ordinal) && Replacements.TryGetValue(EcmaScriptText.ToLower(model.Model), out string? name) ? model with { Model = name } : null;
}
