using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>Lists the models that an agent can use (docs/gateway/models.md §10).</summary>
internal sealed class ModelListing
{
    private readonly AgentContext context;
    private readonly MoltbotConfiguration configuration;
    private readonly bool ofAgent;
    private readonly ConfiguredModels models;
    private readonly ModelAliases aliases;
    private readonly ModelCatalog catalog;
    private readonly CredentialPlanner planner;
    private readonly ProviderAuthLabel label;
    private readonly Dictionary<ProviderId, CredentialPlan> plans = [];

    /// <param name="context">The agent whose credentials count.</param>
    /// <param name="ofAgent">Whether its own default and fallbacks count too, which the gateway's list leaves out.</param>
    public ModelListing(AgentContext context, bool ofAgent)
    {
        this.context = context;
        this.ofAgent = ofAgent;
        configuration = context.Configuration;
        models = new ConfiguredModels(configuration);
        aliases = models.AliasIndex;
        catalog = ModelCatalog.Read(configuration, context.ModelsPath);
        planner = new CredentialPlanner(context);
        label = new ProviderAuthLabel(context);
    }

    /// <summary>The models that the configuration names, in the gateway's order.</summary>
    public IReadOnlyList<ListedModel> Configured()
    {
        OrderedMap<List<string>> marks = Marks();
        return [.. marks.Keys.Select((key, index) => Describe(index + 1, key, marks[key]))];
    }

    /// <summary>The models that files describe, by provider and name.</summary>
    public IReadOnlyList<ListedModel> Described()
    {
        OrderedMap<List<string>> marks = Marks();
        return [.. catalog.Models
            .InLinguisticOrder(model => model.Id)
            .InLinguisticOrder(model => model.Provider)
            .Select((model, index) => Describe(index + 1, model.Key, marks.GetValueOrDefault(model.Key) ?? []))];
    }

    private OrderedMap<List<string>> Marks()
    {
        List<KeyValuePair<string, List<string>>> marks = [];
        Dictionary<string, List<string>> ofModel = new(StringComparer.Ordinal);
        Add((ofAgent ? models.DefaultOf(context.Id) : models.Default).ToString(), "default");
        AddList(ofAgent ? models.FallbacksOf(context.Id) : configuration.DefaultModel.Fallbacks, "fallback");
        if (aliases.Resolve(configuration.ImageModel.Primary) is { } image)
            Add(image.Reference.ToString(), "image");

        AddList(configuration.ImageModel.Fallbacks, "img-fallback");
        foreach (ModelReference model in models.AllowedReferences)
            Add(model.ToString(), "configured");

        return new OrderedMap<List<string>>(marks);

        void AddList(IReadOnlyList<string> references, string mark)
        {
            for (int index = 0; index < references.Count; index++)
            {
                if (aliases.Resolve(references[index]) is { } fallback)
                    Add(fallback.Reference.ToString(), $"{mark}#{index + 1}");
            }
        }

        void Add(string key, string mark)
        {
            if (!ofModel.TryGetValue(key, out List<string>? known))
                marks.Add(KeyValuePair.Create(key, ofModel[key] = [mark]));
            else if (!known.Contains(mark, StringComparer.Ordinal))
                known.Add(mark);
        }
    }

    private ListedModel Describe(int position, string key, List<string> marks)
    {
        ProviderId provider = ProviderId.Parse(key[..key.IndexOf('/', StringComparison.Ordinal)]);
        CredentialPlan plan = PlanOf(provider);
        return new ListedModel
        {
            StateDirectory = context.StateDirectory,
            Agent = ofAgent ? context.Id.Value : null,
            Position = position,
            Model = key,
            Provider = provider.Value,
            Aliases = [.. aliases.Of(key)],
            Marks = [.. marks],
            HasAuth = HasAuth(plan),
            Auth = label.Of(plan, withPlace: false),
            Described = catalog.Find(key),
        };
    }

    private CredentialPlan PlanOf(ProviderId provider)
    {
        if (!plans.TryGetValue(provider, out CredentialPlan? plan))
            plans[provider] = plan = planner.Plan(provider.Value);

        return plan;
    }

    private static bool HasAuth(CredentialPlan plan) => plan.HasCredential || plan.Sdk?.Source.Contains("env: ", StringComparison.Ordinal) == true;
}
