using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Importing;

/// <summary>What it takes to make a provider's model the default one, as changes for <see cref="ConfigurationEditor"/> (spec/onboard.md §2.1).</summary>
internal static class DefaultModelConfiguration
{
    /// <summary>
    /// Makes the provider's first model the primary one and keeps the fallbacks. It gets its alias unless it has one,
    /// and a provider that has to be described is.
    /// </summary>
    public static IReadOnlyList<ConfigurationChange> Set(MoltbotConfiguration configuration, ApiKeyProvider provider)
    {
        if (provider.DefaultModel is not { } model)
            return [];

        return
        [
            .. provider.Endpoint is { } endpoint ? Describe(configuration, provider.Provider, endpoint, model[(provider.Provider.Value.Length + 1)..]) : [],
            .. Allow(configuration, model, provider.Alias),
            Choose(configuration, model),
        ];
    }

    private static ConfigurationChange Choose(MoltbotConfiguration configuration, string model) =>
        configuration.Json.At("agents", "defaults", "model") is JsonObject
            ? ConfigurationChange.Set(["agents", "defaults", "model", "primary"], model)
            : ConfigurationChange.Set(["agents", "defaults", "model"], new JsonObject { ["primary"] = model });

    private static IEnumerable<ConfigurationChange> Allow(MoltbotConfiguration configuration, string model, string? alias)
    {
        string[] path = ["agents", "defaults", "models", model];
        JsonNode? entry = configuration.Json.At(path);
        if (entry is not JsonObject)
            return [ConfigurationChange.Set(path, alias is null ? [] : new JsonObject { ["alias"] = alias })];

        return alias is null || entry.Member("alias") is not null ? [] : [ConfigurationChange.Set([.. path, "alias"], alias)];
    }

    private static IEnumerable<ConfigurationChange> Describe(MoltbotConfiguration configuration, ProviderId provider, ApiEndpoint endpoint, string model)
    {
        string[] path = ["models", "providers", provider.Value];
        JsonObject described = new() { ["id"] = model, ["name"] = endpoint.ModelName };
        IEnumerable<ConfigurationChange> mode = configuration.Json.At("models", "mode") is null ? [ConfigurationChange.Set(["models", "mode"], "merge")] : [];
        if (configuration.Json.At(path) is not JsonObject entry)
            return [.. mode, ConfigurationChange.Set(path, new JsonObject { ["baseUrl"] = endpoint.BaseUrl, ["api"] = endpoint.Api, ["models"] = new JsonArray(described) })];

        JsonArray models = entry["models"] as JsonArray ?? [];
        bool isDescribed = models.Any(known => known.Member("id").AsText() == model);
        return
        [
            .. mode,
            ConfigurationChange.Set([.. path, "baseUrl"], endpoint.BaseUrl),
            ConfigurationChange.Set([.. path, "api"], endpoint.Api),
            .. isDescribed ? (ConfigurationChange[])[] : [ConfigurationChange.Set([.. path, "models", models.Count.ToString(CultureInfo.InvariantCulture)], described)],
        ];
    }
}
