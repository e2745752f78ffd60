using Moltbot.Core.Configuration;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Probing;

/// <summary>Which model of a provider is asked: one that is named, else the cheapest that the configuration names, else one that is known to be cheap.</summary>
/// <param name="configuration">The configuration.</param>
/// <param name="named">The models that were named for the run, as <c>provider/model</c> or alias.</param>
internal sealed class ProbeModels(MoltbotConfiguration configuration, IReadOnlyList<string> named)
{
    private readonly ConfiguredModels models = new(configuration);

    /// <summary>The model of a provider as it spells it, or <see langword="null"/>.</summary>
    public string? Of(ProbeEndpoint endpoint) => Referred(named, endpoint.Provider).FirstOrDefault() ?? Cheapest(endpoint) ?? endpoint.CheapModel;

    private string? Cheapest(ProbeEndpoint endpoint)
    {
        Dictionary<string, double?> costs = endpoint.Models.DistinctBy(model => model.Id, StringComparer.Ordinal).ToDictionary(model => model.Id, model => model.Cost, StringComparer.Ordinal);
        return Referred(
            [
                configuration.DefaultModel.Primary, .. configuration.DefaultModel.Fallbacks, configuration.ImageModel.Primary, .. configuration.ImageModel.Fallbacks, .. models.Allowed,
            ],
            endpoint.Provider)
            .Concat(costs.Keys)
            .OrderBy(model => costs.GetValueOrDefault(model) ?? double.MaxValue)
            .FirstOrDefault();
    }

    private IEnumerable<string> Referred(IEnumerable<string> references, ProviderId provider) => references
        .Where(reference => reference.Length > 0)
        .Select(reference => models.FindAlias(reference) ?? ModelReference.Parse(reference))
        .OfType<ModelReference>()
        .Where(reference => reference.Provider == provider)
        .Select(reference => reference.Model);
}
