using Moltbot.Core.Text;

namespace Moltbot.Core.Providers;

/// <summary>A model of a provider: <c>provider/model</c> (docs/gateway/models.md §3).</summary>
/// <param name="Provider">The provider.</param>
/// <param name="Model">The model as the provider spells it. Case counts.</param>
public sealed record ModelReference(ProviderId Provider, string Model)
{
    /// <summary>The model that is used where none is configured.</summary>
    public static ModelReference Default { get; } = new(ProviderId.Default, "claude-opus-4-5");

    /// <summary>
    /// Reads <c>provider/model</c>, split at the first slash, or a model alone, which is then the default provider's;
    /// <see langword="null"/> when either half is empty.
    /// </summary>
    public static ModelReference? Parse(string text, string? defaultProvider = null)
    {
        string trimmed = EcmaScriptText.Trim(text);
        if (trimmed.Length == 0)
            return null;

        int slash = trimmed.IndexOf('/', StringComparison.Ordinal);
        if (slash < 0)
            return Named(ProviderId.Parse(defaultProvider ?? ProviderId.Default.Value), trimmed);

        ProviderId provider = ProviderId.Parse(trimmed[..slash]);
        string model = EcmaScriptText.Trim(trimmed[(slash + 1)..]);
        return provider.IsEmpty || model.Length == 0 ? null : Named(provider, model);
    }

    /// <summary>The model of a provider, both as they are given.</summary>
    public static ModelReference Of(string provider, string model) => new(ProviderId.Parse(provider), model);

    /// <inheritdoc/>
    public override string ToString() => $"{Provider}/{Model}";

    /// <summary>A model under the name that the provider knows it by.</summary>
    private static ModelReference Named(ProviderId provider, string model) => new(provider, (provider.Value, model) switch
    {
        ("anthropic", _) => EcmaScriptText.ToLower(model) switch
        {
            "opus-4.5" => "claude-opus-4-5",
            "sonnet-4.5" => "claude-sonnet-4-5",
            _ => model,
        },
        ("google", "gemini-3-pro" or "gemini-3-flash") => model + "-preview",
        _ => model,
    });
}
