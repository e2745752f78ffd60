using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>
/// The configuration of a gateway of today (docs/gateway/later.md §6), as far as it is about models and credentials. Its
/// other sections are the gateway's business: they are neither read nor judged.
/// </summary>
internal static class TodayConfiguration
{
    /// <summary>The provider of a model that is given without one.</summary>
    public const string StandardProvider = "openai";

    private const string StandardModel = "openai/gpt-6-astra";
    private const string AliasedModel = "anthropic/claude-sonnet-5";

    /// <summary>The sections whose members are all known, with these.</summary>
    private static readonly (string Section, string[] Members)[] Known =
    [
        ("auth", ["profiles", "order"]),
        ("env", ["shellEnv", "vars"]),
    ];

    /// <summary>The sections that January's gateways had, and these refuse.</summary>
    private static readonly string[] Gone = ["audio", "media", "web", "canvasHost"];

    /// <summary>The sections in which it is known what the gateway takes for valid.</summary>
    private static readonly string[] Served = ["agents", "auth", "env", "models", "secrets"];

    /// <summary>Whether something may be changed, because it is known what the gateway makes of it.</summary>
    /// <param name="path">The steps to it.</param>
    public static bool IsServed(IReadOnlyList<string> path) => Served.Contains(path[0], StringComparer.Ordinal) || path is ["meta", "migrations", _];

    /// <summary>What the gateway refuses of the sections that are read.</summary>
    public static IReadOnlyList<SchemaIssue> Check(JsonNode? root) => root is not JsonObject sections
        ? [new SchemaIssue([], "Invalid input: expected object", IsFatal: true)]
        : [.. CheckNames(sections), .. CheckAgents(sections.Member("agents"))];

    /// <summary>The configuration in the shape that January's has, with what the gateway puts in where it says nothing.</summary>
    /// <param name="json">The configuration.</param>
    /// <param name="environment">The environment with the configuration's own variables.</param>
    public static JsonObject Read(JsonObject json, ProcessEnvironment environment)
    {
        JsonObject read = json.Copy()!.AsObject();
        JsonObject agents = ConfigurationDefaults.ObjectAt(read, "agents");
        JsonObject defaults = ConfigurationDefaults.ObjectAt(agents, "defaults");
        ReadAgents(agents, defaults);
        ReadAllowed(read, defaults);
        AddModel(defaults);
        AddAlias(read, defaults, environment);
        return read;
    }

    /// <summary>The members that the gateway does not know, where it knows all there may be.</summary>
    private static IEnumerable<SchemaIssue> CheckNames(JsonObject sections)
    {
        foreach ((string section, _) in sections)
        {
            if (Gone.Contains(section, StringComparer.Ordinal))
                yield return Unrecognized([], section);
        }

        foreach ((string section, string[] members) in Known)
        {
            foreach ((string member, _) in sections.Member(section).Entries())
            {
                if (!members.Contains(member, StringComparer.Ordinal))
                    yield return Unrecognized([section], member);
            }
        }
    }

    /// <summary>Of several agents it has to be said which one answers, or that each owns what is its own.</summary>
    private static IEnumerable<SchemaIssue> CheckAgents(JsonNode? agents)
    {
        int count = 0;
        int marked = 0;
        foreach ((_, JsonNode? entry) in agents.Member("entries").Entries())
        {
            count++;
            if (entry.Member("default").IsTrue())
                marked++;
        }

        bool isExplicit = agents.Member("ownership").AsText() == "explicit";
        if (marked > 1)
            yield return new SchemaIssue(["agents", "entries"], string.Create(PlainNumbers.Format, $"agents.entries must contain at most one default=true entry (found {marked})"), IsFatal: false);
        if (isExplicit && marked > 0)
            yield return new SchemaIssue(["agents", "ownership"], "agents.ownership=explicit cannot be combined with a legacy default=true marker", IsFatal: false);
        if (count > 1 && marked == 0 && !isExplicit)
            yield return new SchemaIssue(["agents", "ownership"], "multi-agent rosters require agents.ownership=\"explicit\" or one legacy default=true marker; add agents.ownership=\"explicit\" or run openclaw doctor", IsFatal: false);
    }

    /// <summary>The agents by their ids, one of which answers where none is named.</summary>
    private static void ReadAgents(JsonObject agents, JsonObject defaults)
    {
        string? answering = defaults.At("systemAgent", "agentId").AsText();
        if (agents.Member("entries") is not JsonObject entries)
            return;

        JsonArray list = [];
        foreach ((string id, JsonNode? entry) in entries)
        {
            JsonObject agent = entry is JsonObject members ? members.DeepClone().AsObject() : [];
            agent["id"] = id;
            agent["default"] = answering is null ? agent.Member("default").IsTrue() : id == answering;
            list.Add((JsonNode)agent);
        }

        agents["list"] = list;
    }

    /// <summary>The models that may be chosen; before they had a list of their own, those that have settings.</summary>
    private static void ReadAllowed(JsonObject root, JsonObject defaults)
    {
        bool isSeparate = defaults.Member("modelPolicy") is JsonObject || root.At("meta", "migrations", "modelPolicyAllowlist").IsTrue();
        JsonObject policy = ConfigurationDefaults.ObjectAt(defaults, "modelPolicy");
        if (policy.Member("allow") is JsonArray)
            return;

        policy["allow"] = new JsonArray([.. isSeparate ? [] : defaults.Member("models").Entries().Select(model => (JsonNode?)model.Key)]);
    }

    /// <summary>The alias that the gateway adds for those who use a model of Anthropic with a key.</summary>
    private static void AddAlias(JsonObject root, JsonObject defaults, ProcessEnvironment environment)
    {
        bool isDefault = ModelChoice.Read(defaults.Member("model")).Primary.StartsWith("anthropic/", StringComparison.Ordinal);
        bool hasKey = environment.GetNonBlank("ANTHROPIC_API_KEY") is not null
            || root.At("auth", "profiles").Entries().Any(profile => profile.Value.Member("provider").AsText() == "anthropic" && profile.Value.Member("mode").AsText() == "api_key");
        if (!isDefault || !hasKey || environment.GetNonBlank("ANTHROPIC_OAUTH_TOKEN") is not null)
            return;

        JsonObject model = ConfigurationDefaults.ObjectAt(ConfigurationDefaults.ObjectAt(defaults, "models"), AliasedModel);
        if (!model.ContainsKey("alias"))
            model["alias"] = "sonnet";
    }

    private static void AddModel(JsonObject defaults)
    {
        string primary = EcmaScriptText.Trim(ModelChoice.Read(defaults.Member("model")).Primary);
        bool isWhole = primary.Contains('/', StringComparison.Ordinal) || defaults.Member("models").Entries().Any(model => EcmaScriptText.ToLower(EcmaScriptText.Trim(model.Value.Member("alias").AsText() ?? "")) == EcmaScriptText.ToLower(primary));
        if (primary.Length > 0 && isWhole)
            return;

        JsonObject model = defaults.Member("model") as JsonObject ?? [];
        model["primary"] = primary.Length == 0 ? StandardModel : $"{StandardProvider}/{primary}";
        defaults["model"] = model.Parent is null ? model : model.DeepClone();
    }

    private static SchemaIssue Unrecognized(string[] path, string name) => new(path, $"Unrecognized key: \"{name}\"", IsFatal: false, Culprit: name);
}
