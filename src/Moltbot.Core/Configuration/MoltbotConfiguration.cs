using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Configuration;

/// <summary>
/// What <c>moltbot.json</c> says, read tolerantly: a member of the wrong type counts as missing. A view over the JSON
/// after includes, variables and defaults; it is never changed.
/// </summary>
public sealed class MoltbotConfiguration
{
    private readonly Lazy<IReadOnlyDictionary<string, ConfiguredProfile>> profiles;
    private readonly Lazy<ILookup<ProviderId, ConfiguredProfile>> profilesOf;
    private readonly Lazy<Dictionary<ProviderId, JsonNode?>> orders;
    private readonly Lazy<IReadOnlyList<ConfiguredAgent>> agents;

    /// <summary>Wraps a configuration. The JSON must not be changed afterwards.</summary>
    public MoltbotConfiguration(JsonObject json)
    {
        Json = json;
        profiles = new(ReadProfiles);
        profilesOf = new(() => Profiles.Values.ToLookup(profile => ProviderId.Parse(profile.Provider)));
        orders = new(ReadOrders);
        agents = new(ReadAgents);
    }

    /// <summary>A configuration that says nothing.</summary>
    public static MoltbotConfiguration Empty { get; } = new([]);

    /// <summary>The whole configuration. Read only.</summary>
    internal JsonObject Json { get; }

    /// <summary>The entries of <c>auth.profiles</c> by profile id, in their order.</summary>
    public IReadOnlyDictionary<string, ConfiguredProfile> Profiles => profiles.Value;

    /// <summary>The keys of <c>models.providers</c> as they are written.</summary>
    public IEnumerable<string> ProviderNames
    {
        get
        {
            foreach ((string name, _) in Json.At("models", "providers").Entries())
                yield return name;
        }
    }

    /// <summary>The primary model and its fallbacks from <c>agents.defaults.model</c>.</summary>
    public ModelChoice DefaultModel => ModelChoice.Read(Json.At("agents", "defaults", "model"));

    /// <summary>The primary image model and its fallbacks from <c>agents.defaults.imageModel</c>.</summary>
    public ModelChoice ImageModel => ModelChoice.Read(Json.At("agents", "defaults", "imageModel"));

    /// <summary>The model that a gateway of today uses for small tasks, or <see langword="null"/>.</summary>
    internal string? UtilityModel => ModelChoice.Read(Json.At("agents", "defaults", "utilityModel")).Primary is { Length: > 0 } model ? model : null;

    /// <summary>The entries of <c>agents.defaults.models</c>: allowed models and their aliases, in their order.</summary>
    public IEnumerable<ConfiguredModel> Models
    {
        get
        {
            foreach ((string reference, JsonNode? entry) in Json.At("agents", "defaults", "models").Entries())
                yield return new ConfiguredModel(reference, entry.Member("alias").AsText());
        }
    }

    /// <summary>The models that may be chosen as they are written: those of <c>agents.defaults.modelPolicy.allow</c> where a gateway of today has one, else those of <c>agents.defaults.models</c>.</summary>
    internal IReadOnlyList<string> AllowedModels => ModelPolicyOf(null) ?? [.. Models.Select(model => model.Reference)];

    /// <summary>The list of models that a gateway of today lets an agent choose from: its own, or the one of all; <see langword="null"/> where there is none.</summary>
    /// <param name="agent">The agent; <see langword="null"/> for what all have.</param>
    internal IReadOnlyList<string>? ModelPolicyOf(AgentId? agent)
    {
        JsonArray? own = Agents.FirstOrDefault(configured => configured.Id == agent)?.ModelPolicy;
        return (own ?? Json.At("agents", "defaults", "modelPolicy", "allow") as JsonArray) is { } allowed ? [.. allowed.Texts()] : null;
    }

    /// <summary>The entries of <c>agents.list</c>. Of two with the same id the first counts.</summary>
    public IReadOnlyList<ConfiguredAgent> Agents => agents.Value;

    /// <summary>The agent that is meant where none is named: the first marked as default, else the first, else main.</summary>
    public AgentId DefaultAgent => (Agents.FirstOrDefault(agent => agent.IsDefault) ?? (Agents is [ConfiguredAgent first, ..] ? first : null))?.Id ?? AgentId.Main;

    /// <summary>Whether <c>env.shellEnv.enabled</c> asks for keys from the login shell.</summary>
    public bool LoginShellEnabled => Json.At("env", "shellEnv", "enabled").IsTrue();

    /// <summary>The providers that have an entry in <c>auth.order</c>, each once.</summary>
    public IEnumerable<ProviderId> OrderedProviders => Json.At("auth", "order").Entries().Select(entry => ProviderId.Parse(entry.Key)).Distinct();

    /// <summary>The profile ids of a provider's entry in <c>auth.order</c>, or <see langword="null"/> when there is none.</summary>
    public IReadOnlyList<string>? Order(ProviderId provider) =>
        orders.Value.TryGetValue(provider, out JsonNode? ids) ? [.. ids.Texts()] : null;

    /// <summary>The entries of <c>auth.profiles</c> that are of a provider, in their order.</summary>
    internal IEnumerable<ConfiguredProfile> ProfilesOf(ProviderId provider) => profilesOf.Value[provider];

    /// <summary>How long the cooldown of a provider's profiles lasts after failures.</summary>
    internal CooldownTimes Cooldowns(ProviderId provider) => CooldownTimes.Read(Json.At("auth", "cooldowns"), provider);

    /// <summary>A provider's entry in <c>models.providers</c>: the exact name, else the normal id, else any that means the same provider.</summary>
    public ConfiguredProvider? Provider(string name)
    {
        JsonNode? providers = Json.At("models", "providers");
        ProviderId id = ProviderId.Parse(name);
        foreach (string exact in (string[])[name, id.Value])
        {
            if (providers.Member(exact) is { } entry)
                return new ConfiguredProvider(exact, entry);
        }

        foreach ((string key, JsonNode? entry) in providers.Entries())
        {
            if (ProviderId.Parse(key) == id)
                return new ConfiguredProvider(key, entry);
        }

        return null;
    }

    /// <summary>Whether <c>models.providers</c> has an entry under a provider's normal id.</summary>
    internal bool Describes(ProviderId provider) => Json.At("models", "providers", provider.Value) is not null;

    /// <summary>Of two spellings of a provider the first counts.</summary>
    private Dictionary<ProviderId, JsonNode?> ReadOrders()
    {
        Dictionary<ProviderId, JsonNode?> first = [];
        foreach ((string name, JsonNode? ids) in Json.At("auth", "order").Entries())
            first.TryAdd(ProviderId.Parse(name), ids);

        return first;
    }

    private Dictionary<string, ConfiguredProfile> ReadProfiles()
    {
        Dictionary<string, ConfiguredProfile> byId = new(StringComparer.Ordinal);
        foreach ((string id, JsonNode? entry) in Json.At("auth", "profiles").Entries())
            byId[id] = new ConfiguredProfile(id, entry.Member("provider").AsText() ?? "", entry.Member("mode").AsText(), entry.Member("email").AsText());

        return byId;
    }

    private IReadOnlyList<ConfiguredAgent> ReadAgents() => Json.At("agents", "list") is JsonArray list
        ? [.. list.OfType<JsonObject>().Select(entry => new ConfiguredAgent(entry)).DistinctBy(agent => agent.Id)]
        : [];
}
