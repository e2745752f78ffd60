using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Models;

/// <summary>
/// What it takes to change the models of a configuration, as changes for <see cref="ConfigurationEditor"/>
/// (docs/gateway/models.md §9). Each rule is given the configuration without defaults; built-in aliases count all the same.
/// </summary>
/// <param name="loaded">What was read: whose the configuration is, and the variables.</param>
internal sealed class ModelChanges(LoadedConfiguration loaded)
{
    private bool IsOfToday => loaded.Layout.Kind == LayoutKind.Today;

    /// <summary>Makes a model the primary one, keeps the fallbacks, and allows it.</summary>
    public static IReadOnlyList<ConfigurationChange> SetPrimary(MoltbotConfiguration configuration, ModelRole role, ModelReference model)
    {
        string[] path = PathOf(role);
        JsonNode? choice = configuration.Json.At(path);
        ConfigurationChange set = choice is JsonObject
            ? ConfigurationChange.Set([.. path, "primary"], model.ToString())
            : ConfigurationChange.Set(path, new JsonObject { ["primary"] = model.ToString() });
        return [.. Allow(configuration, model), set];
    }

    /// <summary>
    /// Makes a model an agent's own primary one. A list of allowed models gets it too, but is not begun for it: it would
    /// shut all others out, and an agent may always use its own.
    /// </summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AgentNotFound"/>: the agent has no entry.</exception>
    public IReadOnlyList<ConfigurationChange> SetAgentModel(MoltbotConfiguration configuration, AgentId agent, ModelReference model)
    {
        (string[] entry, JsonObject members) = EntryOf(agent, configuration);
        string[] path = [.. entry, "model"];
        ConfigurationChange set = ConfigurationChange.Set(members["model"] is JsonObject ? [.. path, "primary"] : path, model.ToString());
        return [.. configuration.Models.Any() ? Allow(configuration, model) : [], set];
    }

    /// <summary>Puts a model behind the fallbacks and allows it; nothing if it is one of them already.</summary>
    public IReadOnlyList<ConfigurationChange> AddFallback(MoltbotConfiguration configuration, ModelRole role, ModelReference model)
    {
        string[] fallbacks = FallbacksIn(configuration, role);
        if (PlacesOf(model, fallbacks, AliasesOf(configuration)).Length > 0)
            return [];

        return [.. SetFallbacks(configuration, role, [.. fallbacks, model.ToString()]), .. Allow(configuration, model)];
    }

    /// <summary>Takes a model out of the fallbacks, however it is written there.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.FallbackNotFound"/>.</exception>
    public IReadOnlyList<ConfigurationChange> RemoveFallback(MoltbotConfiguration configuration, ModelRole role, ModelReference model)
    {
        string[] fallbacks = FallbacksIn(configuration, role);
        int[] places = PlacesOf(model, fallbacks, AliasesOf(configuration));
        if (places.Length == 0)
            throw FallbackNotFound(role, model, fallbacks);

        string[] path = [.. PathOf(role), "fallbacks"];
        return [.. places.OrderDescending().Select(place => ConfigurationChange.Remove([.. path, place.ToString(CultureInfo.InvariantCulture)]))];
    }

    /// <summary>Leaves no fallback.</summary>
    public static IReadOnlyList<ConfigurationChange> ClearFallbacks(MoltbotConfiguration configuration, ModelRole role) => SetFallbacks(configuration, role, []);

    /// <summary>Gives a model an alias, in place of the one it has.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AliasTaken"/>: another model has it.</exception>
    public IReadOnlyList<ConfigurationChange> AddAlias(MoltbotConfiguration configuration, string alias, ModelReference model)
    {
        if (AliasesOf(configuration).Meanings(alias).FirstOrDefault(other => other != model) is { } other)
            throw new MoltbotException(ErrorCode.AliasTaken, $"Alias {alias} already points to {other}. Remove it there first, or choose another.") { Subject = alias };

        string key = KeyIn(configuration, model);
        return configuration.Json.At("agents", "defaults", "models", key) is JsonObject
            ? [ConfigurationChange.Set(["agents", "defaults", "models", key, "alias"], alias)]
            : [ConfigurationChange.Set(["agents", "defaults", "models", key], new JsonObject { ["alias"] = alias })];
    }

    /// <summary>Takes an alias away. One that the gateway would bring back is replaced by an empty one.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AliasNotFound"/>.</exception>
    public IReadOnlyList<ConfigurationChange> RemoveAlias(MoltbotConfiguration configuration, string alias)
    {
        ConfiguredModel found = WithAliases(configuration).Models.FirstOrDefault(model => EcmaScriptText.Trim(model.Alias ?? "") == alias)
            ?? throw AliasNotFound(alias, AliasesOf(configuration).Effective.Select(known => known.Name));
        string[] path = ["agents", "defaults", "models", found.Reference, "alias"];
        if (IsOfToday && !configuration.Models.Any(model => model.Reference == found.Reference && model.Alias is not null))
            throw MoltbotException.About(alias, ErrorCode.AliasNotFound, $"Alias {alias} cannot be removed: the gateway has it for {found.Reference} by itself, and the configuration does not name it. Give it to another model to change what it stands for.");

        return [!IsOfToday && ModelDefaults.HasBuiltInAlias(found.Reference) ? ConfigurationChange.Set(path, "") : ConfigurationChange.Remove(path)];
    }

    /// <summary>The alias that a text is, if it can be one.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>.</exception>
    public static string ParseAlias(string text)
    {
        string alias = EcmaScriptText.Trim(text);
        if (alias.Length == 0)
            throw Invalid("Alias cannot be empty.", text);

        return alias.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or ':' or '-') ? alias : throw Invalid("Alias must use letters, numbers, dots, underscores, colons, or dashes.", text);
    }

    /// <summary>The model that a text names, by an alias or as <c>provider/model</c>; a word alone is a model of the default provider. One that a gateway of today has retired is the one that it names in its place.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ModelNotFound"/> or <see cref="ErrorCode.AliasAmbiguous"/>.</exception>
    public ModelReference Resolve(MoltbotConfiguration configuration, string text)
    {
        ModelAliases aliases = AliasesOf(configuration);
        ModelChooser.RefuseAmbiguous(text, aliases);
        ModelReference? named = aliases.Resolve(text, IsOfToday ? TodayConfiguration.StandardProvider : null)?.Reference;
        return (IsOfToday && named is not null ? RefusedModels.ReplacementOf(named) : null)
            ?? named
            ?? throw new MoltbotException(ErrorCode.ModelNotFound, $"Invalid model reference: {text}. Write it as provider/model, or as an alias.") { Subject = text };
    }

    private static IEnumerable<ConfigurationChange> Allow(MoltbotConfiguration configuration, ModelReference model) =>
        configuration.Json.At("agents", "defaults", "models", KeyIn(configuration, model)) is JsonObject
            ? []
            : [ConfigurationChange.Set(["agents", "defaults", "models", model.ToString()], new JsonObject())];

    private static IReadOnlyList<ConfigurationChange> SetFallbacks(MoltbotConfiguration configuration, ModelRole role, string[] fallbacks)
    {
        string[] path = PathOf(role);
        JsonArray list = [.. fallbacks.Select(fallback => (JsonNode?)fallback)];
        if (configuration.Json.At(path) is not JsonObject choice)
        {
            JsonObject created = configuration.Json.At(path).AsText() is { } primary ? new() { ["primary"] = primary } : [];
            created["fallbacks"] = list;
            return [ConfigurationChange.Set(path, created)];
        }

        return choice["fallbacks"] is JsonArray existing && fallbacks.Length == existing.Count + 1
            ? [ConfigurationChange.Insert([.. path, "fallbacks"], existing.Count, fallbacks[^1])]
            : [ConfigurationChange.Set([.. path, "fallbacks"], list)];
    }

    private static int[] PlacesOf(ModelReference model, string[] fallbacks, ModelAliases aliases) =>
        [.. Enumerable.Range(0, fallbacks.Length).Where(index => aliases.Resolve(fallbacks[index])?.Reference == model)];

    private static string[] FallbacksIn(MoltbotConfiguration configuration, ModelRole role) =>
        [.. (role == ModelRole.Text ? configuration.DefaultModel : configuration.ImageModel).Fallbacks];

    /// <summary>The name under which the model is listed, however it is spelled there.</summary>
    private static string KeyIn(MoltbotConfiguration configuration, ModelReference model) =>
        configuration.Models.FirstOrDefault(listed => listed.Reference == model.ToString())?.Reference
        ?? configuration.Models.FirstOrDefault(listed => ModelReference.Parse(listed.Reference) == model)?.Reference
        ?? model.ToString();

    /// <summary>An agent's entry with its path, in a list or, where a gateway of today is at work, under its id.</summary>
    private (string[] Path, JsonObject Entry) EntryOf(AgentId agent, MoltbotConfiguration configuration)
    {
        JsonArray list = configuration.Json.At("agents", "list") as JsonArray ?? [];
        for (int index = 0; index < list.Count; index++)
        {
            if (list[index] is JsonObject entry && AgentId.Parse(entry.Member("id").AsText()) == agent)
                return (["agents", "list", index.ToString(CultureInfo.InvariantCulture)], entry);
        }

        if (IsOfToday && configuration.Json.At("agents", "entries").Entries().FirstOrDefault(entry => AgentId.Parse(entry.Key) == agent) is { Key: { } id, Value: JsonObject members })
            return (["agents", "entries", id], members);

        throw MoltbotException.About(agent.Value, ErrorCode.AgentNotFound,
            $"Agent {agent} has no entry in {(IsOfToday ? "agents.entries" : "agents.list")} of the configuration, so it cannot have a model of its own. Add an entry for it there, or set the common default without naming an agent.");
    }

    private static string[] PathOf(ModelRole role) => ["agents", "defaults", role == ModelRole.Text ? "model" : "imageModel"];

    private ModelAliases AliasesOf(MoltbotConfiguration configuration) => new(WithAliases(configuration), IsOfToday ? TodayConfiguration.StandardProvider : null);

    /// <summary>The configuration with the aliases that the gateway fills in.</summary>
    private MoltbotConfiguration WithAliases(MoltbotConfiguration configuration) => IsOfToday
        ? new MoltbotConfiguration(TodayConfiguration.Read(configuration.Json, loaded.Variables))
        : ModelDefaults.WithAliases(configuration);

    private static MoltbotException AliasNotFound(string alias, IEnumerable<string> aliases)
    {
        Advice hint = NearName.Hint(alias, aliases) ?? (Advice)$"{NextSteps.ListAliases} shows those there are.";
        return new MoltbotException(ErrorCode.AliasNotFound, $"Alias not found: {alias}. {hint}") { Subject = alias };
    }

    private static MoltbotException FallbackNotFound(ModelRole role, ModelReference model, string[] fallbacks) => new(
        ErrorCode.FallbackNotFound,
        $"{(role == ModelRole.Text ? "Fallback" : "Image fallback")} not found: {model}. {(fallbacks.Length > 0 ? $"There is: {string.Join(", ", NearName.Order(model.ToString(), fallbacks))}." : "There are none.")}")
    {
        Subject = model.ToString(),
    };

    private static MoltbotException Invalid(string message, string text) => new(ErrorCode.InvalidArgument, message) { Subject = text };
}
