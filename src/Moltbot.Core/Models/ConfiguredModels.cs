using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Models;

/// <summary>What the configuration says about models, resolved (docs/gateway/models.md §4, §5).</summary>
internal sealed class ConfiguredModels
{
    private readonly MoltbotConfiguration configuration;

    /// <summary>Resolves the models of a configuration.</summary>
    public ConfiguredModels(MoltbotConfiguration configuration) => this.configuration = configuration;

    /// <summary>The aliases and the references they stand for, as they are written, in their order.</summary>
    public IReadOnlyDictionary<string, string> Aliases
    {
        get
        {
            List<KeyValuePair<string, string>> aliases = [];
            foreach (ConfiguredModel model in configuration.Models)
            {
                if (EcmaScriptText.Trim(model.Alias ?? "") is { Length: > 0 } alias)
                    aliases.Add(new(alias, model.Reference));
            }

            return new OrderedMap<string>(aliases);
        }
    }

    /// <summary>The same, to be looked up.</summary>
    public ModelAliases AliasIndex => new(configuration);

    /// <summary>The references that the configuration allows as they are written; none means that every model is allowed.</summary>
    public IReadOnlyList<string> Allowed => configuration.AllowedModels;

    /// <summary>The primary model that is configured for every agent, or the built-in one.</summary>
    public ModelReference Default => Resolve(configuration.DefaultModel.Primary);

    /// <summary>The same, as far as these are references.</summary>
    public IEnumerable<ModelReference> AllowedReferences =>
        Allowed.Select(model => ModelReference.Parse(model)).OfType<ModelReference>();

    /// <summary>
    /// The configured primary model when it names no provider and is no alias, a form that the gateway accepts with a
    /// warning; else <see langword="null"/>.
    /// </summary>
    public string? DefaultWithoutProvider
    {
        get
        {
            string primary = configuration.DefaultModel.Primary;
            return primary.Length > 0 && !primary.Contains('/', StringComparison.Ordinal) && FindAlias(primary) is null ? primary : null;
        }
    }

    /// <summary>The model that an alias stands for, whatever its case, or <see langword="null"/>. Of two the later counts.</summary>
    public ModelReference? FindAlias(string alias) => AliasIndex.Find(alias)?.Reference;

    /// <summary>The primary model of an agent: its own if it has one, else the common one.</summary>
    public ModelReference DefaultOf(AgentId agent) => OwnChoice(agent) is { Primary.Length: > 0 } own ? Resolve(own.Primary) : Default;

    /// <summary>The fallbacks of an agent as they are written: its own if it names any or none, else the common ones.</summary>
    public IReadOnlyList<string> FallbacksOf(AgentId agent) =>
        OwnChoice(agent) is { NamesFallbacks: true } own ? own.Fallbacks : configuration.DefaultModel.Fallbacks;

    private ModelChoice? OwnChoice(AgentId agent) => configuration.Agents.FirstOrDefault(configured => configured.Id == agent)?.Model;

    private ModelReference Resolve(string primary)
    {
        if (primary.Length == 0)
            return ModelReference.Default;
        if (primary.Contains('/', StringComparison.Ordinal))
            return ModelReference.Parse(primary) ?? ModelReference.Default;

        return FindAlias(primary) ?? new ModelReference(ModelReference.Default.Provider, primary);
    }
}
