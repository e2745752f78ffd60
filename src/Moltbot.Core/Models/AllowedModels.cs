using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Models;

/// <summary>The models that a conversation may choose (docs/gateway/models.md §8).</summary>
public sealed class AllowedModels
{
    private static readonly string[] CommandLineProviders = ["claude-cli", "codex-cli"];

    private const string AllBelow = "/*";

    private readonly HashSet<string> keys;
    private readonly string[] prefixes;

    /// <summary>Finds out what a configuration allows.</summary>
    /// <param name="configuration">
    /// The configuration; what <c>agents.defaults.models</c> lists is allowed if it is known, and everything when that lists nothing.
    /// A list of a gateway of today counts in its place, whether it is known or not.
    /// </param>
    /// <param name="catalog">The models that are known, as <c>provider/model</c>.</param>
    /// <param name="default">The default model, which is always allowed, or <see langword="null"/>.</param>
    /// <param name="agent">The agent, which can have a list of its own; <see langword="null"/> for what all have.</param>
    public AllowedModels(MoltbotConfiguration configuration, IEnumerable<string> catalog, ModelReference? @default, AgentId? agent = null)
    {
        HashSet<string> known = new(catalog, StringComparer.Ordinal);
        IReadOnlyList<string>? policy = configuration.ModelPolicyOf(agent);
        string[] listed = policy is null ? [.. configuration.Models.Select(model => model.Reference)] : [.. policy];
        prefixes = policy is null ? [] : [.. policy.Where(entry => entry.EndsWith(AllBelow, StringComparison.Ordinal)).Select(entry => entry[..^1])];
        List<string> allowed = policy is null ? [.. Listed(configuration, listed, known, @default?.Provider.Value)] : [.. ListedToday(configuration, policy, known)];
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
    public bool Contains(ModelReference model) => keys.Contains(model.ToString()) || IsBelow(model.ToString());

    /// <summary>Whether a model may be used.</summary>
    internal bool Allows(ModelReference model) => AllowsAny || Contains(model);

    /// <summary>What a list of a gateway of today names: references, aliases, and whatever is known of a provider (docs/gateway/later.md §6).</summary>
    private IEnumerable<string> ListedToday(MoltbotConfiguration configuration, IReadOnlyList<string> policy, IEnumerable<string> known)
    {
        ModelAliases aliases = new(configuration);
        return policy.Where(entry => !entry.EndsWith(AllBelow, StringComparison.Ordinal))
            .Select(entry => aliases.Resolve(entry)?.Reference.ToString())
            .OfType<string>()
            .Concat(known.Where(IsBelow));
    }

    private bool IsBelow(string model) => Array.Exists(prefixes, prefix => model.StartsWith(prefix, StringComparison.Ordinal));

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
