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
    private readonly MoltbotInstallation installation;
    private readonly MoltbotConfiguration configuration;
    private readonly Agent agent;
    private readonly bool ofAgent;
    private readonly ConfiguredModels models;
    private readonly ModelAliases aliases;
    private readonly ModelCatalog catalog;
    private readonly AuthProfileStore store;
    private readonly ProviderAuthLabel label;
    private readonly Dictionary<ProviderId, string> labels = [];

    /// <param name="installation">The installation.</param>
    /// <param name="agent">The agent whose credentials count.</param>
    /// <param name="ofAgent">Whether its own default and fallbacks count too, which the gateway's list leaves out.</param>
    public ModelListing(MoltbotInstallation installation, Agent agent, bool ofAgent)
    {
        this.installation = installation;
        this.agent = agent;
        this.ofAgent = ofAgent;
        configuration = installation.Configuration;
        models = new ConfiguredModels(configuration);
        aliases = models.AliasIndex;
        catalog = agent.ModelCatalog;
        store = agent.ReadStore().StoreOrThrow();
        label = new ProviderAuthLabel(store, installation, agent);
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
        Add((ofAgent ? models.DefaultOf(agent.Id) : models.Default).ToString(), "default");
        AddList(ofAgent ? models.FallbacksOf(agent.Id) : configuration.DefaultModel.Fallbacks, "fallback");
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
            List<string>? known = marks.Find(entry => entry.Key == key).Value;
            if (known is null)
                marks.Add(KeyValuePair.Create<string, List<string>>(key, [mark]));
            else if (!known.Contains(mark, StringComparer.Ordinal))
                known.Add(mark);
        }
    }

    private ListedModel Describe(int number, string key, List<string> marks)
    {
        ProviderId provider = ProviderId.Parse(key[..key.IndexOf('/', StringComparison.Ordinal)]);
        return new ListedModel
        {
            StateDirectory = agent.StateDirectory,
            Agent = ofAgent ? agent.Id.Value : null,
            Number = number,
            Model = key,
            Provider = provider.Value,
            Aliases = aliases.Of(key),
            Marks = marks,
            HasAuth = HasAuth(provider),
            Auth = LabelOf(provider),
            Described = catalog.Find(key),
        };
    }

    private bool HasAuth(ProviderId provider) =>
        store.ProfilesOf(provider).Count > 0
        || EnvironmentKeys.Find(provider, installation.Environment) is not null
        || configuration.Provider(provider.Value)?.HasApiKey == true
        || (provider.Value == "amazon-bedrock" && EnvironmentKeys.AwsSource(installation.Environment).Contains("env: ", StringComparison.Ordinal));

    private string LabelOf(ProviderId provider)
    {
        if (!labels.TryGetValue(provider, out string? known))
            labels[provider] = known = label.Of(provider, CandidateOrder.Resolve(store, configuration, provider, installation.Now), withPlace: false);

        return known;
    }
}
