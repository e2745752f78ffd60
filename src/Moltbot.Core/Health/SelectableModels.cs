using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Health;

/// <summary>What a session uses, and every model that it can choose (docs/gateway/sessions.md §6).</summary>
public sealed class SelectableModels
{
    private readonly AgentContext context;
    private readonly MoltbotConfiguration configuration;
    private readonly ConfiguredModels models;
    private readonly ModelReference standard;
    private readonly ModelAliases aliases;
    private readonly CredentialPlanner planner;
    private readonly ProviderAuthLabel label;

    internal SelectableModels(AgentContext context, SessionModel session)
    {
        this.context = context;
        configuration = context.Configuration;
        models = new ConfiguredModels(configuration);
        standard = models.DefaultOf(context.Id);
        aliases = models.AliasIndex;
        planner = new CredentialPlanner(context);
        label = new ProviderAuthLabel(context);
        Session = session;
        Providers = [.. Choices().Distinct().GroupBy(model => model.Provider).Select(Describe)];
    }

    /// <summary>What it uses.</summary>
    public SessionModel Session { get; }

    /// <summary>The agent's default model, as <c>provider/model</c>.</summary>
    public string Default => standard.ToString();

    /// <summary>The file that holds the agent's credentials.</summary>
    public string AuthStorePath => context.StorePath;

    /// <summary>The models, provider by provider.</summary>
    public IReadOnlyList<ProviderModels> Providers { get; }

    /// <summary>All of this as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["session"] = Session.ToJson(),
        ["default"] = Default,
        ["authStorePath"] = AuthStorePath,
        ["providers"] = new JsonArray([.. Providers.Select(ToJson)]),
    };

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

    private static JsonObject ToJson(ProviderModels provider) => new()
    {
        ["provider"] = provider.Provider,
        ["endpoint"] = provider.Endpoint,
        ["api"] = provider.Api,
        ["auth"] = provider.Auth,
        ["candidates"] = Texts(provider.Candidates),
        ["next"] = provider.Candidates is [string next, ..] ? next : null,
        ["models"] = new JsonArray([.. provider.Models.Select(model => new JsonObject { ["key"] = model.Key, ["aliases"] = Texts(model.Value) })]),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode?)text)];
}
