using System.Text.Json.Nodes;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;

namespace Moltbot.Cli.Rendering;

/// <summary>What the doctor found in the Static Analysis Results Interchange Format, version 2.1.0: places of secrets, never their text.</summary>
internal static class SarifLog
{
    private const string Schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
    private const string Home = "HOME";

    public static JsonObject Of(Treatment treatment, ProcessEnvironment environment)
    {
        FindingKind[] rules = [.. treatment.Remaining.Select(finding => FindingKinds.Find(finding.Id)).Distinct()];
        return new JsonObject
        {
            ["$schema"] = Schema,
            ["version"] = "2.1.0",
            ["runs"] = new JsonArray(new JsonObject
            {
                ["tool"] = new JsonObject
                {
                    ["driver"] = new JsonObject
                    {
                        ["name"] = "moltbot doctor",
                        ["semanticVersion"] = ThisProgram.Version,
                        ["informationUri"] = "https://github.com/moltbot/Moltbot.PowerShell",
                        ["rules"] = new JsonArray([.. rules.Select(Rule)]),
                    },
                },
                ["originalUriBaseIds"] = new JsonObject { [Home] = new JsonObject { ["uri"] = UriOf(environment.HomeDirectory) + "/" } },
                ["columnKind"] = "utf16CodeUnits",
                ["results"] = JsonList.Of(treatment.Remaining, finding => Result(finding, rules, environment)),
            }),
        };
    }

    private static JsonObject Rule(FindingKind kind) => new()
    {
        ["id"] = kind.Id,
        ["shortDescription"] = new JsonObject { ["text"] = kind.Title },
        ["helpUri"] = kind.Help.AbsoluteUri,
        ["defaultConfiguration"] = new JsonObject { ["level"] = LevelOf(kind.Severity) },
    };

    private static JsonObject Result(Finding finding, FindingKind[] rules, ProcessEnvironment environment)
    {
        JsonObject result = new()
        {
            ["ruleId"] = finding.Id,
            ["ruleIndex"] = Array.FindIndex(rules, rule => rule.Id == finding.Id),
            ["level"] = LevelOf(finding.Severity),
            ["message"] = new JsonObject { ["text"] = finding.Message },
        };
        if (finding.Path is not null)
            result["locations"] = new JsonArray(Location(finding, environment));

        JsonObject properties = new() { ["repairable"] = finding.Repair is not null };
        if (finding.Agent is not null)
            properties["agentId"] = finding.Agent;
        if (finding.ProfileId is not null)
            properties["profileId"] = finding.ProfileId;
        if (finding.Repair is not null)
            properties["repair"] = finding.Repair;

        result["properties"] = properties;
        return result;
    }

    private static JsonObject Location(Finding finding, ProcessEnvironment environment)
    {
        string shown = UserPath.Shorten(finding.Path!, environment);
        JsonObject artifact = shown.StartsWith($"~{Path.DirectorySeparatorChar}", StringComparison.Ordinal)
            ? new JsonObject { ["uri"] = Escaped(shown[2..]), ["uriBaseId"] = Home }
            : new JsonObject { ["uri"] = UriOf(finding.Path!) };
        JsonObject physical = new() { ["artifactLocation"] = artifact };
        if (finding.Line is { } line)
        {
            JsonObject region = new() { ["startLine"] = line };
            if (finding.Column is { } column)
                region["startColumn"] = column;

            physical["region"] = region;
        }

        JsonObject location = new() { ["physicalLocation"] = physical };
        if (finding.Entry is not null)
            location["logicalLocations"] = new JsonArray(new JsonObject { ["fullyQualifiedName"] = finding.Entry });

        return location;
    }

    private static string Escaped(string path) => string.Join('/', path.Split('/', '\\').Select(Uri.EscapeDataString));

    private static string UriOf(string path) => new Uri(path).AbsoluteUri.TrimEnd('/');

    private static string LevelOf(FindingSeverity severity) => severity.ToString().ToLowerInvariant();
}
