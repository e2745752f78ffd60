using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Configuration.Schema;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Takes members out of a configuration that the gateway does not know. Pure rules, over what the files say together.</summary>
internal static class ConfigurationMending
{
    private const int MostMembers = 1000;

    /// <summary>The members that the schema refuses, as the changes that remove them.</summary>
    public static IReadOnlyList<ConfigurationChange> WithoutUnknown(JsonObject raw)
    {
        JsonObject rest = raw.Copy()!.AsObject();
        List<ConfigurationChange> changes = [];
        while (changes.Count < MostMembers && Next(rest) is { } path)
        {
            ConfigurationChange removal = ConfigurationChange.Remove(path);
            removal.ApplyTo(rest);
            changes.Add(removal);
        }

        return changes;
    }

    /// <summary>Whether one of the members may hold a secret.</summary>
    public static bool HoldsSecret(JsonObject raw, IEnumerable<ConfigurationChange> removals) => removals.Any(removal =>
        IsSecret(removal.Path[^1], removal.Path.Aggregate((JsonNode?)raw, (node, step) => node is JsonArray items ? items.ElementAtOrDefault(int.TryParse(step, NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : -1) : node.Member(step))));

    private static bool IsSecret(string name, JsonNode? value) => value switch
    {
        JsonValue when SecretName.IsLike(name) => true,
        JsonObject or JsonArray => value.Entries().Any(entry => IsSecret(entry.Key, entry.Value)),
        _ => false,
    };

    private static IReadOnlyList<string>? Next(JsonObject raw)
    {
        SchemaReport report = new();
        ConfigurationSchema.Root.Check(raw, report);
        return report.Issues.FirstOrDefault(issue => issue.Culprit is not null)?.PlaceToLook;
    }
}
