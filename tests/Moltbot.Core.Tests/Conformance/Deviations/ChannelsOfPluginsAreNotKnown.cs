using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance.Deviations;

/// <summary>
/// Which channels there are depends on the plugins that are installed, and these are not ours to look for. A heartbeat
/// target that names an unknown channel is a warning; the configuration counts as what it is with a known one.
/// </summary>
internal sealed class ChannelsOfPluginsAreNotKnown : Deviation
{
    private const string KnownTarget = "last";

    public override IReadOnlyList<string> Kinds => ["config-load"];

    public override bool Rewrite(ConformanceCase recorded)
    {
        JsonArray issues = recorded.Expected["issues"]!.AsArray();
        JsonObject[] unknown = [.. issues.OfType<JsonObject>().Where(issue => IsUnknownTarget(issue, recorded))];
        if (unknown.Length == 0)
            return false;

        foreach (JsonObject issue in unknown)
            issues.Remove(issue);
        if (issues.Count == 0)
            ExpectValid(recorded, [.. unknown.Select(issue => issue.Text("path")!)]);

        return true;
    }

    private static bool IsUnknownTarget(JsonObject issue, ConformanceCase recorded) =>
        issue.Text("path")!.EndsWith(".heartbeat.target", StringComparison.Ordinal)
        && TargetAt(ConfigurationOutcome.Resolve(recorded), issue.Text("path")!) is { } target
        && !string.IsNullOrWhiteSpace(target);

    private static void ExpectValid(ConformanceCase recorded, string[] paths)
    {
        JsonNode resolved = ConfigurationOutcome.Resolve(recorded);
        JsonObject input = ConfigurationOutcome.WithResolvedConfiguration(recorded, configuration => SetTargets(configuration, paths, _ => KnownTarget));
        JsonObject outcome = ConfigurationOutcome.Of(input);
        SetTargets(outcome["config"]!, paths, path => TargetAt(resolved, path)!);
        SetTargets(outcome["loaded"]!, paths, path => TargetAt(resolved, path)!);
        recorded.ExpectInstead(outcome);
    }

    private static void SetTargets(JsonNode configuration, string[] paths, Func<string, string> target)
    {
        foreach (string path in paths)
            At(configuration, path.Split('.')[..^1])!["target"] = target(path);
    }

    private static string? TargetAt(JsonNode configuration, string path) =>
        At(configuration, path.Split('.')) is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static JsonNode? At(JsonNode? node, string[] path) => path.Aggregate(node, (current, step) => current switch
    {
        JsonObject members => members[step],
        JsonArray items => items[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)],
        _ => null,
    });
}
