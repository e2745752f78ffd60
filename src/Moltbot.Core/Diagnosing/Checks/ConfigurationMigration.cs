using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Json;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>
/// Puts members of older versions where they belong today, as far as they are about models and credentials
/// (docs/gateway/config.md §11). Pure rules, over what the files say together. The rest is left to the gateway's own doctor.
/// </summary>
internal static class ConfigurationMigration
{
    private static readonly string[] Moved = ["model", "modelFallbacks", "imageModel", "imageModelFallbacks", "allowedModels", "modelAliases"];

    /// <summary>What is to be different.</summary>
    public static IReadOnlyList<ConfigurationChange> Of(JsonObject raw) => [.. Agent(raw), .. GatewayToken(raw), .. ClaudeCli(raw)];

    private static IEnumerable<ConfigurationChange> Agent(JsonObject raw)
    {
        if (raw.Member("agent") is not JsonObject agent)
            yield break;

        JsonObject defaults = raw.At("agents", "defaults").Copy() as JsonObject ?? [];
        Choice(agent, defaults, "model", "modelFallbacks");
        Choice(agent, defaults, "imageModel", "imageModelFallbacks");
        foreach ((string name, JsonNode? value) in agent.Where(member => !Moved.Contains(member.Key, StringComparer.Ordinal) && !defaults.ContainsKey(member.Key)).ToArray())
            defaults[name] = value.Copy();

        JsonObject models = Models(agent, defaults);
        foreach ((string name, JsonNode? value) in defaults)
        {
            if (!value.IsSameAs(raw.At("agents", "defaults", name)))
                yield return ConfigurationChange.Set(["agents", "defaults", name], value.Copy());
        }

        foreach ((string reference, JsonNode? entry) in models)
        {
            if (!entry.IsSameAs(raw.At("agents", "defaults", "models", reference)))
                yield return ConfigurationChange.Set(["agents", "defaults", "models", reference], entry.Copy());
        }

        yield return ConfigurationChange.Remove(["agent"]);
    }

    /// <summary>A model and its fallbacks, which were two members; what is there today wins.</summary>
    private static void Choice(JsonObject agent, JsonObject defaults, string name, string fallbacks)
    {
        JsonObject choice = defaults[name].Copy() as JsonObject ?? [];
        switch (agent.Member(name))
        {
            case JsonObject both:
                foreach ((string member, JsonNode? value) in both.Where(member => !choice.ContainsKey(member.Key)).ToArray())
                    choice[member] = value.Copy();
                break;
            case { } primary when primary.AsText() is { } text && !choice.ContainsKey("primary"):
                choice["primary"] = text;
                break;
        }

        if (agent.Member(fallbacks) is JsonArray list && !choice.ContainsKey("fallbacks"))
            choice["fallbacks"] = list.Copy();
        if (choice.Count > 0)
            defaults[name] = choice;
    }

    /// <summary>The models that are allowed: those that were listed, with their aliases. They are changed one by one, so they leave the rest.</summary>
    private static JsonObject Models(JsonObject agent, JsonObject defaults)
    {
        JsonObject models = defaults["models"].Copy() as JsonObject ?? [];
        defaults.Remove("models");
        foreach (string reference in agent.Member("allowedModels").Texts())
            models.TryAdd(reference, new JsonObject());

        foreach ((string alias, JsonNode? target) in agent.Member("modelAliases").Entries())
        {
            if (target.AsText() is not { } reference)
                continue;

            JsonObject entry = models[reference] as JsonObject ?? [];
            entry.TryAdd("alias", alias);
            if (entry.Parent is null)
                models[reference] = entry;
        }

        bool isList = agent.Member("allowedModels") is not null || agent.Member("modelAliases") is not null;
        foreach (string reference in isList ? Referenced(defaults) : [])
            models.TryAdd(reference, new JsonObject());

        return models;
    }

    private static IEnumerable<string> Referenced(JsonObject defaults) =>
        ((string[])["model", "imageModel"]).SelectMany(name => new[] { defaults.At(name, "primary").AsText() }.OfType<string>().Concat(defaults.At(name, "fallbacks").Texts()));

    private static IEnumerable<ConfigurationChange> GatewayToken(JsonObject raw)
    {
        if (raw.At("gateway") is not JsonObject gateway || !gateway.ContainsKey("token"))
            yield break;

        if (raw.At("gateway", "auth", "token") is null && gateway["token"] is { } token)
        {
            yield return ConfigurationChange.Set(["gateway", "auth", "token"], token.Copy());
            if (raw.At("gateway", "auth", "mode") is null)
                yield return ConfigurationChange.Set(["gateway", "auth", "mode"], "token");
        }

        yield return ConfigurationChange.Remove(["gateway", "token"]);
    }

    /// <summary>No reason to change anything by itself.</summary>
    private static IEnumerable<ConfigurationChange> ClaudeCli(JsonObject raw)
    {
        bool isOld = raw.ContainsKey("agent") || raw.At("gateway", "token") is not null;
        if (isOld && raw.At("auth", "profiles", "anthropic:claude-cli", "mode").AsText() == "token")
            yield return ConfigurationChange.Set(["auth", "profiles", "anthropic:claude-cli", "mode"], "oauth");
    }
}
