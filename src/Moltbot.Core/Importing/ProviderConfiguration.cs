using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Importing;

/// <summary>What the configuration says of a provider that gets a key, as changes for <see cref="ConfigurationEditor"/> (docs/gateway/onboard.md §2.1).</summary>
internal static class ProviderConfiguration
{
    private static readonly string[] Allowed = ["agents", "defaults", "models"];

    /// <summary>
    /// Makes a model of the provider the primary one and keeps the fallbacks. The model gets its alias, and a provider
    /// that has to be described is described as it is today.
    /// </summary>
    public static IReadOnlyList<ConfigurationChange> Choose(MoltbotConfiguration configuration, ApiKeyProvider provider, StartModel model) =>
    [
        .. provider.Endpoint is { } endpoint ? Describe(configuration, provider, endpoint, model) : [],
        .. Allow(configuration, provider.ReferenceTo(model), model),
        SetPrimary(configuration, provider.ReferenceTo(model)),
    ];

    /// <summary>
    /// Lets the provider's model be chosen and nothing more: what is described already stays, and a list of the models
    /// that may be used is added to, but not begun, because all others would be shut out by that.
    /// </summary>
    public static IReadOnlyList<ConfigurationChange> Offer(MoltbotConfiguration configuration, ApiKeyProvider provider, StartModel model) =>
    [
        .. provider.Endpoint is { } endpoint && configuration.Json.At("models", "providers", provider.Provider.Value) is null ? Describe(configuration, provider, endpoint, model) : [],
        .. configuration.Json.At(Allowed) is JsonObject { Count: > 0 } ? Allow(configuration, provider.ReferenceTo(model), model) : [],
    ];

    private static ConfigurationChange SetPrimary(MoltbotConfiguration configuration, string reference) =>
        configuration.Json.At("agents", "defaults", "model") is JsonObject
            ? ConfigurationChange.Set(["agents", "defaults", "model", "primary"], reference)
            : ConfigurationChange.Set(["agents", "defaults", "model"], new JsonObject { ["primary"] = reference });

    private static IEnumerable<ConfigurationChange> Allow(MoltbotConfiguration configuration, string reference, StartModel model)
    {
        string[] path = [.. Allowed, reference];
        JsonNode? entry = configuration.Json.At(path);
        if (entry is not JsonObject)
            return [ConfigurationChange.Set(path, model.Alias is null ? [] : new JsonObject { ["alias"] = model.Alias })];

        bool isNamed = entry.Member("alias") is not null && !model.HasFixedAlias;
        return model.Alias is null || isNamed ? [] : [ConfigurationChange.Set([.. path, "alias"], model.Alias)];
    }

    private static IEnumerable<ConfigurationChange> Describe(MoltbotConfiguration configuration, ApiKeyProvider provider, ApiEndpoint endpoint, StartModel model)
    {
        string[] path = ["models", "providers", provider.Provider.Value];
        IEnumerable<ConfigurationChange> mode = configuration.Json.At("models", "mode") is null ? [ConfigurationChange.Set(["models", "mode"], "merge")] : [];
        if (configuration.Json.At(path) is not JsonObject entry)
            return [.. mode, ConfigurationChange.Set(path, new JsonObject { ["baseUrl"] = endpoint.BaseUrl, ["api"] = endpoint.Api, ["models"] = new JsonArray(model.ToJson()) })];

        JsonArray models = entry["models"] as JsonArray ?? [];
        return
        [
            .. mode,
            ConfigurationChange.Set([.. path, "baseUrl"], endpoint.BaseUrl),
            ConfigurationChange.Set([.. path, "api"], endpoint.Api),
            .. When(endpoint.Placeholder is { } placeholder && entry["apiKey"].AsText() == placeholder, () => ConfigurationChange.Remove([.. path, "apiKey"])),
            .. When(!models.Any(known => known.Member("id").AsText() == model.Id), () => ConfigurationChange.Set([.. path, "models", models.Count.ToString(CultureInfo.InvariantCulture)], model.ToJson())),
        ];
    }

    private static ConfigurationChange[] When(bool isNeeded, Func<ConfigurationChange> change) => isNeeded ? [change()] : [];
}
