using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Providers of models in use for which there is no credential.</summary>
internal sealed class ProviderCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.ProviderWithoutCredential];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        if (installation.ConfigurationFile.Loaded.Error is not null)
            yield break; // which models are in use is not known, and told as such

        HashSet<ProviderId> ofMain = [.. ProvidersOf(installation, installation.Main)];
        foreach (AgentContext agent in installation.Agents.Where(agent => agent.Reading.Unseen is null))
        {
            bool isMain = agent == installation.Main;
            foreach (ProviderId provider in isMain ? ofMain : [.. ProvidersOf(installation, agent).Where(provider => !ofMain.Contains(provider))])
            {
                if (installation.PlannerOf(agent).Plan(provider.Value) is { HasCredential: false } plan)
                    yield return Missing(installation, agent, plan);
            }
        }
    }

    /// <summary>The providers of the models that an agent's runs use.</summary>
    public static IEnumerable<ProviderId> ProvidersOf(ExaminedInstallation installation, AgentContext agent)
    {
        ConfiguredModels models = new(installation.Configuration);
        IEnumerable<string> images = [installation.Configuration.ImageModel.Primary, .. installation.Configuration.ImageModel.Fallbacks];
        return models.FallbacksOf(agent.Id).Concat(agent.Id == AgentId.Main ? images : [])
            .Select(reference => ModelReference.Parse(reference))
            .OfType<ModelReference>()
            .Prepend(models.DefaultOf(agent.Id))
            .Select(model => model.Provider)
            .Where(provider => !provider.IsEmpty)
            .Distinct();
    }

    private static Finding Missing(ExaminedInstallation installation, AgentContext agent, CredentialPlan plan)
    {
        FindingPlace place = new(agent.StorePath) { Entry = plan.Provider.Value, Agent = agent.Id.Value };
        if (plan.Sdk is not null)
        {
            return installation.Found(
                FindingKinds.ProviderWithoutCredential, $"Whether the AWS SDK finds a credential for {plan.Provider} is not known here.", place) with { Severity = FindingSeverity.Note };
        }

        string refusals = string.Concat(plan.Refusals.Select(refusal => $" {refusal}."));
        string near = Meant(installation, agent, plan.Provider) is [string name, ..] ? $" Is {name} meant? There is a credential for it, or the gateway knows it." : "";
        return installation.Found(
            FindingKinds.ProviderWithoutCredential,
            $"There is no credential for {plan.Provider}, which a model in use is of.{refusals}{near} Add a profile ({NextSteps.ImportApiKeyOf(plan.Provider.Value)}), or set its environment variable.",
            place);
    }

    /// <summary>What a provider that nobody knows may be a slip for.</summary>
    private static IReadOnlyList<string> Meant(ExaminedInstallation installation, AgentContext agent, ProviderId provider)
    {
        if (ProviderCatalog.Ids.Contains(provider) || installation.Configuration.Describes(provider))
            return [];

        IEnumerable<string> known = agent.Reading.Store.Profiles.Select(profile => profile.Provider.Value)
            .Concat(ProviderCatalog.Ids.Select(id => id.Value))
            .Concat(installation.Configuration.ProviderNames);
        return ProviderCatalog.Similar(provider, known.Where(name => name != provider.Value));
    }
}
