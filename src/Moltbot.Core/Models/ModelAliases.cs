using Moltbot.Core.Configuration;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Models;

/// <summary>The aliases that a configuration gives to models (docs/gateway/models.md §4). Case does not count.</summary>
internal sealed class ModelAliases
{
    private readonly List<ModelAlias> all = [];
    private readonly Dictionary<string, ModelAlias> byName = new(StringComparer.Ordinal);
    private ILookup<string, string>? ofModel;

    /// <summary>Reads the aliases of a configuration.</summary>
    /// <param name="configuration">The configuration.</param>
    /// <param name="defaultProvider">The provider of models that are written without one; the built-in default if omitted.</param>
    public ModelAliases(MoltbotConfiguration configuration, string? defaultProvider = null)
    {
        foreach (ConfiguredModel model in configuration.Models)
        {
            if (ModelReference.Parse(model.Reference, defaultProvider) is { } reference && EcmaScriptText.Trim(model.Alias ?? "") is { Length: > 0 } name)
            {
                ModelAlias alias = new(name, reference);
                all.Add(alias);
                byName[EcmaScriptText.ToLower(name)] = alias;
            }
        }
    }

    /// <summary>Each alias once, at its first place. Where two models have one alias, the later is meant.</summary>
    public IReadOnlyList<ModelAlias> Effective =>
        [.. all.DistinctBy(alias => EcmaScriptText.ToLower(alias.Name), StringComparer.Ordinal).Select(alias => Find(alias.Name)!)];

    /// <summary>What an alias stands for, or <see langword="null"/>.</summary>
    public ModelAlias? Find(string name) => byName.GetValueOrDefault(EcmaScriptText.ToLower(name));

    /// <summary>Every model that has this alias. Two are one too many.</summary>
    public IReadOnlyList<ModelReference> Meanings(string name) =>
        [.. all.Where(alias => IsNamed(alias, name)).Select(alias => alias.Reference).Distinct()];

    /// <summary>The aliases of a model, in their order.</summary>
    /// <param name="key">The model as <c>provider/model</c>.</param>
    public IReadOnlyList<string> Of(string key)
    {
        ofModel ??= all.ToLookup(alias => alias.Reference.ToString(), alias => alias.Name, StringComparer.Ordinal);
        return [.. ofModel[key]];
    }

    /// <summary>The model that a text names: by an alias, if there is no slash in it, or as <c>provider/model</c>.</summary>
    /// <returns>The model with the alias as it is written, or with an empty name; <see langword="null"/> when the text names none.</returns>
    public ModelAlias? Resolve(string text, string? defaultProvider = null)
    {
        string trimmed = EcmaScriptText.Trim(text);
        if (!trimmed.Contains('/', StringComparison.Ordinal) && Find(trimmed) is { } alias)
            return alias;

        return ModelReference.Parse(trimmed, defaultProvider) is { } reference ? new ModelAlias("", reference) : null;
    }

    private static bool IsNamed(ModelAlias alias, string name) => EcmaScriptText.ToLower(alias.Name) == EcmaScriptText.ToLower(name);
}
