using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Models;

/// <summary>The models that a conversation may choose (docs/gateway/models.md §8).</summary>
public sealed class AllowedModels
{
    private static readonly string[] CommandLineProviders = ["claude-cli", "codex-cli"];

    private readonly HashSet<string> keys;

    /// <summary>Finds out what a configuration allows.</summary>
    /// <param name="configuration">The configuration; what <c>agents.defaults.models</c> lists is allowed if it is known, and everything when that lists nothing.</param>
    /// <param name="catalog">The models that are known, as <c>provider/model</c>.</param>
    /// <param name="default">The default model, which is always allowed, or <see langword="null"/>.</param>
    public AllowedModels(MoltbotConfiguration configuration, IEnumerable<string> catalog, ModelReference? @default)
    {
        HashSet<string> known = new(catalog, StringComparer.Ordinal);
        string[] listed = [.. configuration.Models.Select(model => model.Reference)];
        List<string> allowed = [.. Listed(configuration, listed, known, @default?.Provider.Value)];
        if (@default is not null)
            allowed.Add(@default.ToString());

        AllowsAny = listed.Length == 0 || allowed.Count == 0;
        Keys = [.. (AllowsAny ? known.Concat(allowed) : allowed).Distinct(StringComparer.Ordinal)];
        keys = new HashSet<string>(Keys, StringComparer.Ordinal);
    }

    /// <summary>Whether nothing is forbidden, so that the keys are merely what is known.</summary>
    public bool AllowsAny { get; }

    /// <summary>The allowed models as <c>provider/model</c>.</summary>
    public IReadOnlyList<string> Keys { get; }

    /// <summary>Whether a model is one of them. A conversation takes no other, even where nothing is forbidden.</summary>
    public bool Contains(ModelReference model) => keys.Contains(model.ToString());

    /// <summary>Whether a model may be used.</summary>
    public bool Allows(ModelReference model) => AllowsAny || Contains(model);

    private static IEnumerable<string> Listed(MoltbotConfiguration configuration, string[] listed, HashSet<string> known, string? defaultProvider)
    {
        foreach (string reference in listed)
        {
            if (ModelReference.Parse(reference, defaultProvider) is { } model
                && (IsOfCommandLine(model.Provider, configuration) || known.Contains(model.ToString()) || configuration.Describes(model.Provider)))
            {
                yield return model.ToString();
            }
        }
    }

    private static bool IsOfCommandLine(ProviderId provider, MoltbotConfiguration configuration) =>
        CommandLineProviders.Contains(provider.Value, StringComparer.Ordinal)
        || configuration.Json.At("agents", "defaults", "cliBackends").Entries().Any(backend => ProviderId.Parse(backend.Key) == provider);
}
