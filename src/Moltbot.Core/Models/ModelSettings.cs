using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Models;

/// <summary>The models that the configuration names: the default, what is tried after it, and aliases. Changes keep its comments and layout.</summary>
public sealed class ModelSettings
{
    private readonly ConfigurationFile file;
    private readonly string stateDirectory;

    /// <summary>The models of an installation.</summary>
    /// <param name="file">Its configuration.</param>
    /// <param name="stateDirectory">The absolute path of its state directory.</param>
    internal ModelSettings(ConfigurationFile file, string stateDirectory)
    {
        this.file = file;
        this.stateDirectory = stateDirectory;
    }

    /// <summary>The configuration file.</summary>
    public string ConfigPath => file.Path;

    /// <summary>The models that a role falls back on, the first one first.</summary>
    public IReadOnlyList<FallbackModel> GetFallbacks(ModelRole role) =>
        [.. ChoiceIn(file.Configuration, role).Fallbacks.Select((written, index) => new FallbackModel(stateDirectory, Resolved(written), written, index + 1, role == ModelRole.Image))];

    /// <summary>The aliases, with the references that they stand for as these are written.</summary>
    public IReadOnlyDictionary<string, string> Aliases => new ConfiguredModels(file.Configuration).Aliases;

    /// <summary>The model that a text names, by an alias or as <c>provider/model</c>.</summary>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.ModelNotFound"/> or <see cref="ErrorCode.AliasAmbiguous"/>, or the configuration cannot be used.
    /// </exception>
    public ModelReference Resolve(string model)
    {
        return Changes.Resolve(file.Require(), model);
    }

    /// <summary>Finds out what <see cref="SetPrimary"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="SetPrimary"/>.</exception>
    public PlannedChange PlanPrimary(ModelRole role, string model) => Plan(
        model,
        (configuration, reference) => ModelChanges.SetPrimary(configuration, role, reference),
        reference => $"Set the {(role == ModelRole.Image ? "image" : "default")} model to {reference}");

    /// <summary>Finds out what <see cref="SetAgentModel"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="SetAgentModel"/>.</exception>
    public PlannedChange PlanAgentModel(AgentId agent, string model) => Plan(
        model,
        (configuration, reference) => Changes.SetAgentModel(configuration, agent, reference),
        reference => $"Set the model of agent {agent} to {reference}");

    /// <summary>Finds out what <see cref="AddFallback"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="AddFallback"/>.</exception>
    public PlannedChange PlanFallback(ModelRole role, string model) => Plan(
        model,
        (configuration, reference) => Changes.AddFallback(configuration, role, reference),
        reference => $"Put {reference} behind the {NameOfFallbacks(role)}");

    /// <summary>Finds out what <see cref="RemoveFallback"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="RemoveFallback"/>.</exception>
    public PlannedChange PlanFallbackRemoval(ModelRole role, string model) => Plan(
        model,
        (configuration, reference) => Changes.RemoveFallback(configuration, role, reference),
        reference => $"Take {reference} out of the {NameOfFallbacks(role)}");

    /// <summary>Finds out what <see cref="ClearFallbacks"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="ClearFallbacks"/>.</exception>
    public PlannedChange PlanNoFallbacks(ModelRole role)
    {
        string taken = string.Join(", ", GetFallbacks(role));
        return Plan(configuration => ModelChanges.ClearFallbacks(configuration, role), $"Take {taken} out of the {NameOfFallbacks(role)}") with { IsDone = taken.Length == 0 };
    }

    /// <summary>Finds out what <see cref="AddAlias"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="AddAlias"/>.</exception>
    public PlannedChange PlanAlias(string alias, string model)
    {
        string name = ModelChanges.ParseAlias(alias);
        return Plan(model, (configuration, reference) => Changes.AddAlias(configuration, name, reference), reference => $"Give {reference} the alias {name}");
    }

    /// <summary>Finds out what <see cref="RemoveAlias"/> would do, and changes nothing.</summary>
    /// <exception cref="MoltbotException">As <see cref="RemoveAlias"/>.</exception>
    public PlannedChange PlanAliasRemoval(string alias)
    {
        string name = ModelChanges.ParseAlias(alias);
        string from = Aliases.TryGetValue(name, out string? model) ? $" from {model}" : "";
        return Plan(configuration => Changes.RemoveAlias(configuration, name), $"Take the alias {name}{from}");
    }

    /// <summary>Makes a model the first to be used, and allows it.</summary>
    /// <returns>The model.</returns>
    /// <exception cref="MoltbotException">As <see cref="Resolve"/>, or the configuration cannot be edited or written.</exception>
    public ChosenModel SetPrimary(ModelRole role, string model, CancellationToken cancellation = default)
    {
        ModelReference chosen = Change(model, (configuration, reference) => ModelChanges.SetPrimary(configuration, role, reference), cancellation);
        return new ChosenModel(stateDirectory, Agent: null, chosen.ToString(), role == ModelRole.Image);
    }

    /// <summary>
    /// Makes a model the first that one agent uses, in the place of the common one, and allows it where only some models
    /// are allowed. The agent's own fallbacks stay; where it has none it keeps to the common ones.
    /// </summary>
    /// <returns>The model.</returns>
    /// <exception cref="MoltbotException">
    /// It has no entry in <c>agents.list</c> (<see cref="ErrorCode.AgentNotFound"/>), or as <see cref="SetPrimary"/>.
    /// </exception>
    public ChosenModel SetAgentModel(AgentId agent, string model, CancellationToken cancellation = default)
    {
        ModelReference chosen = Change(model, (configuration, reference) => Changes.SetAgentModel(configuration, agent, reference), cancellation);
        return new ChosenModel(stateDirectory, agent.Value, chosen.ToString(), Image: false);
    }

    /// <summary>Puts a model behind the fallbacks, and allows it; one that is there stays where it is.</summary>
    /// <returns>The fallbacks afterwards.</returns>
    /// <exception cref="MoltbotException">As <see cref="SetPrimary"/>.</exception>
    public IReadOnlyList<FallbackModel> AddFallback(ModelRole role, string model, CancellationToken cancellation = default)
    {
        Change(model, (configuration, reference) => Changes.AddFallback(configuration, role, reference), cancellation);
        return FallbacksNow(role);
    }

    /// <summary>Takes a model out of the fallbacks.</summary>
    /// <returns>The fallbacks afterwards.</returns>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.FallbackNotFound"/>, or as <see cref="SetPrimary"/>.</exception>
    public IReadOnlyList<FallbackModel> RemoveFallback(ModelRole role, string model, CancellationToken cancellation = default)
    {
        Change(model, (configuration, reference) => Changes.RemoveFallback(configuration, role, reference), cancellation);
        return FallbacksNow(role);
    }

    /// <summary>Leaves no fallback.</summary>
    /// <exception cref="MoltbotException">The configuration cannot be used, edited or written.</exception>
    public void ClearFallbacks(ModelRole role, CancellationToken cancellation = default) =>
        Apply(configuration => ModelChanges.ClearFallbacks(configuration, role), cancellation);

    /// <summary>Gives a model an alias, in place of the one it has.</summary>
    /// <returns>The alias.</returns>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AliasTaken"/>, <see cref="ErrorCode.InvalidArgument"/>, or as <see cref="SetPrimary"/>.</exception>
    public AddedAlias AddAlias(string alias, string model, CancellationToken cancellation = default)
    {
        string name = ModelChanges.ParseAlias(alias);
        ModelReference changed = Change(model, (configuration, reference) => Changes.AddAlias(configuration, name, reference), cancellation);
        return new AddedAlias(stateDirectory, name, changed.ToString());
    }

    /// <summary>Takes an alias away.</summary>
    /// <returns>Whether there is still an alias.</returns>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AliasNotFound"/>, <see cref="ErrorCode.InvalidArgument"/>, or as <see cref="SetPrimary"/>.</exception>
    public bool RemoveAlias(string alias, CancellationToken cancellation = default)
    {
        string name = ModelChanges.ParseAlias(alias);
        file.Require();
        Apply(configuration => Changes.RemoveAlias(configuration, name), cancellation);
        return new ModelSettings(file.ReadAgain(), stateDirectory).Aliases.Count > 0;
    }

    private ModelChanges Changes => new(file.Loaded);

    private string Resolved(string written) => new ConfiguredModels(file.Configuration).AliasIndex.Resolve(written)?.Reference.ToString() ?? written;

    private PlannedChange Plan(string model, Func<MoltbotConfiguration, ModelReference, IReadOnlyList<ConfigurationChange>> rule, Func<ModelReference, string> describe) =>
        Plan(configuration => rule(configuration, Changes.Resolve(configuration, model)), describe(Resolve(model)));

    private PlannedChange Plan(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule, string action)
    {
        IReadOnlyList<string> changed = file.Prepare(rule).Paths;
        return new PlannedChange(changed is [string first, ..] ? first : file.Path, action) { IsDone = changed.Count == 0 };
    }

    private static string NameOfFallbacks(ModelRole role) => role == ModelRole.Image ? "image fallbacks" : "fallbacks";

    /// <summary>Changes what concerns a model; which one a text names is asked of the configuration that is changed, and not of what it was before.</summary>
    private ModelReference Change(string model, Func<MoltbotConfiguration, ModelReference, IReadOnlyList<ConfigurationChange>> rule, CancellationToken cancellation)
    {
        file.Require();
        ModelReference? resolved = null;
        Apply(configuration => rule(configuration, resolved = Changes.Resolve(configuration, model)), cancellation);
        return resolved!;
    }

    private void Apply(Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule, CancellationToken cancellation) => file.Editor.Apply(rule, cancellation);

    private IReadOnlyList<FallbackModel> FallbacksNow(ModelRole role) => new ModelSettings(file.ReadAgain(), stateDirectory).GetFallbacks(role);

    private static ModelChoice ChoiceIn(MoltbotConfiguration configuration, ModelRole role) =>
        role == ModelRole.Text ? configuration.DefaultModel : configuration.ImageModel;
}
