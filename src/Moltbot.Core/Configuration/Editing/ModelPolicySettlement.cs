using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Configuration.Editing;

/// <summary>
/// What a gateway of today does when it gives a model settings: as long as nothing says otherwise it takes the models that have
/// some for the only ones that may be chosen, so that the first would shut all others out (docs/gateway/later.md §1.5).
/// </summary>
internal static class ModelPolicySettlement
{
    private static readonly string[] Models = ["agents", "defaults", "models"];
    private static readonly string[] Policy = ["agents", "defaults", "modelPolicy"];
    private static readonly string[] Mark = ["meta", "migrations", "modelPolicyAllowlist"];

    /// <summary>What has to be done along with some changes: the models that may be chosen now get a list of their own.</summary>
    /// <param name="changes">What is to be done.</param>
    /// <param name="configuration">The configuration as it is.</param>
    public static IReadOnlyList<ConfigurationChange> With(IEnumerable<ConfigurationChange> changes, JsonObject configuration)
    {
        if (configuration.At(Mark).IsTrue() || configuration.At(Policy) is JsonObject || !changes.Any(change => Adds(change, configuration)))
            return [];

        JsonNode?[] allowed = [.. configuration.At(Models).Entries().Select(model => (JsonNode?)model.Key)];
        return
        [
            .. allowed.Length > 0 ? [ConfigurationChange.Set([.. Policy, "allow"], new JsonArray(allowed))] : (ConfigurationChange[])[],
            ConfigurationChange.Set(Mark, true),
        ];
    }

    private static bool Adds(ConfigurationChange change, JsonObject configuration) =>
        change.Kind == ConfigurationChangeKind.Set
        && change.Path.Count > Models.Length
        && change.Path.Take(Models.Length).SequenceEqual(Models, StringComparer.Ordinal)
        && configuration.At([.. change.Path.Take(Models.Length + 1)]) is null;
}
