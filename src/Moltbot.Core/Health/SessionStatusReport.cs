using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Health;

/// <summary>Gathers the <see cref="SessionModelStatus"/> of a session (docs/gateway/sessions.md §6).</summary>
internal sealed class SessionStatusReport
{
    private readonly AgentContext context;
    private readonly MoltbotConfiguration configuration;
    private readonly ConfiguredModels models;
    private readonly ModelReference standard;
    private readonly ModelAliases aliases;
    private readonly CredentialPlanner planner;
    private readonly ProviderAuthLabel label;

    public SessionStatusReport(AgentContext context)
    {
        this.context = context;
        configuration = context.Configuration;
        models = new ConfiguredModels(configuration);
        standard = models.DefaultOf(context.Id);
        aliases = models.AliasIndex;
        planner = new CredentialPlanner(context);
        label = new ProviderAuthLabel(context);
    }

    public SessionModelStatus Build(SessionModel session) => new(
        session,
        standard.ToString(),
        context.StorePath,
        [.. Choices().Distinct().GroupBy(model => model.Provider).Select(Describe)]);

    private ProviderModels Describe(IGrouping<ProviderId, ModelReference> choices)
    {
        ConfiguredProvider? configured = configuration.Describes(choices.Key) ? configuration.Provider(choices.Key.Value) : null;
        CredentialPlan plan = planner.Plan(choices.Key.Value);
        return new ProviderModels(
            choices.Key.Value,
            configured?.BaseUrl,
            configured?.Api,
            label.Of(plan),
            [.. plan.Tried.Select(tried => tried.ProfileId!)],
            new OrderedMap<IReadOnlyList<string>>(choices.Select(model => KeyValuePair.Create(model.ToString(), aliases.Of(model.ToString())))));
    }

    /// <summary>Where models are listed, these and the default; else all that anything names.</summary>
    private IEnumerable<ModelReference> Choices() => models.Allowed.Count > 0
        ? models.AllowedReferences.Append(standard)
        : ModelCatalog.Read(configuration, context.ModelsPath).Models.Select(model => ModelReference.Of(model.Provider, model.Id)).Concat(Named());

    private IEnumerable<ModelReference> Named() => configuration.DefaultModel.Fallbacks
        .Append(configuration.ImageModel.Primary)
        .Concat(configuration.ImageModel.Fallbacks)
        .Select(reference => aliases.Resolve(reference)?.Reference)
        .Prepend(standard)
        .OfType<ModelReference>();
}
