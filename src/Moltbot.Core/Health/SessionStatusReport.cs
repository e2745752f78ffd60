using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Health;

/// <summary>Gathers the <see cref="SessionModelStatus"/> of a session (docs/gateway/sessions.md §6).</summary>
internal sealed class SessionStatusReport
{
    private readonly MoltbotConfiguration configuration;
    private readonly Agent agent;
    private readonly SessionReview review;
    private readonly ModelAliases aliases;
    private readonly ProviderAuthLabel label;

    public SessionStatusReport(MoltbotInstallation installation, Agent agent)
    {
        this.agent = agent;
        configuration = installation.Configuration;
        review = new SessionReview(agent.Context);
        aliases = review.Models.AliasIndex;
        label = new ProviderAuthLabel(agent.ReadStore().StoreOrThrow(), installation, agent);
    }

    public SessionModelStatus Build(SessionModel session) => new(
        session,
        review.Default.ToString(),
        agent.StorePath,
        [.. Choices().Distinct().GroupBy(model => model.Provider).Select(Describe)]);

    private ProviderModels Describe(IGrouping<ProviderId, ModelReference> models)
    {
        ConfiguredProvider? configured = configuration.Describes(models.Key) ? configuration.Provider(models.Key.Value) : null;
        IReadOnlyList<string> order = review.RuleOf(models.Key).Order;
        return new ProviderModels(
            models.Key.Value,
            configured?.BaseUrl,
            configured?.Api,
            label.Of(models.Key, order),
            order,
            new OrderedMap<IReadOnlyList<string>>(models.Select(model => KeyValuePair.Create(model.ToString(), aliases.Of(model.ToString())))));
    }

    /// <summary>Where models are listed, these and the default; else all that anything names.</summary>
    private IEnumerable<ModelReference> Choices() => review.Models.Allowed.Count > 0
        ? review.Models.AllowedReferences.Append(review.Default)
        : agent.ModelCatalog.Models.Select(model => ModelReference.Of(model.Provider, model.Id)).Concat(Named());

    private IEnumerable<ModelReference> Named() => configuration.DefaultModel.Fallbacks
        .Append(configuration.ImageModel.Primary)
        .Concat(configuration.ImageModel.Fallbacks)
        .Select(reference => aliases.Resolve(reference)?.Reference)
        .Prepend(review.Default)
        .OfType<ModelReference>();
}
