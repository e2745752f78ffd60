using System.Text.Json.Nodes;

namespace Moltbot.Cli.Tests;

/// <summary>What SARIF 2.1.0 demands of those objects that we write: which members each may have and must have, and what their values may be.</summary>
internal static class SarifRules
{
    private static readonly Dictionary<string, (string[] Required, string[] Optional)> Objects = new(StringComparer.Ordinal)
    {
        ["sarifLog"] = (["version", "runs"], ["$schema", "inlineExternalProperties", "properties"]),
        ["run"] = (["tool"], ["results", "originalUriBaseIds", "columnKind", "artifacts", "invocations", "properties"]),
        ["tool"] = (["driver"], ["extensions", "properties"]),
        ["toolComponent"] = (["name"], ["semanticVersion", "version", "informationUri", "rules", "fullName", "organization", "properties"]),
        ["reportingDescriptor"] = (["id"], ["name", "shortDescription", "fullDescription", "helpUri", "help", "defaultConfiguration", "properties"]),
        ["reportingConfiguration"] = ([], ["enabled", "level", "rank", "parameters", "properties"]),
        ["result"] = (["message"], ["ruleId", "ruleIndex", "level", "kind", "locations", "fingerprints", "partialFingerprints", "properties"]),
        ["message"] = ([], ["text", "markdown", "id", "arguments", "properties"]),
        ["location"] = ([], ["id", "physicalLocation", "logicalLocations", "message", "properties"]),
        ["physicalLocation"] = ([], ["address", "artifactLocation", "region", "contextRegion", "properties"]),
        ["artifactLocation"] = ([], ["uri", "uriBaseId", "index", "description", "properties"]),
        ["region"] = ([], ["startLine", "startColumn", "endLine", "endColumn", "properties"]),
        ["logicalLocation"] = ([], ["name", "index", "fullyQualifiedName", "decoratedName", "parentIndex", "kind", "properties"]),
    };

    /// <summary>What is wrong with a log, each with its place.</summary>
    public static IReadOnlyList<string> Check(JsonNode log)
    {
        List<string> problems = [];
        Check(log, "sarifLog", problems);
        Require(log["version"]?.GetValue<string>() == "2.1.0", log, "another version", problems);
        foreach (JsonNode run in log["runs"]!.AsArray()!)
            CheckRun(run, problems);

        return problems;
    }

    private static void CheckRun(JsonNode run, List<string> problems)
    {
        Check(run, "run", problems);
        Check(run["tool"], "tool", problems);
        JsonNode driver = run["tool"]!["driver"]!;
        Check(driver, "toolComponent", problems);
        Require(Uri.IsWellFormedUriString(driver["informationUri"]!.GetValue<string>(), UriKind.Absolute), driver, "no address", problems);
        JsonArray rules = driver["rules"]!.AsArray();
        Require(rules.Select(rule => rule!["id"]!.GetValue<string>()).Distinct().Count() == rules.Count, rules, "rules are not unique", problems);
        foreach (JsonNode rule in rules!)
        {
            Check(rule, "reportingDescriptor", problems);
            Check(rule["shortDescription"], "message", problems);
            Check(rule["defaultConfiguration"], "reportingConfiguration", problems);
            CheckLevel(rule["defaultConfiguration"]!, problems);
            Require(Uri.IsWellFormedUriString(rule["helpUri"]!.GetValue<string>(), UriKind.Absolute), rule, "no address", problems);
        }

        foreach ((string _, JsonNode? place) in run["originalUriBaseIds"]!.AsObject())
        {
            Check(place, "artifactLocation", problems);
            Require(place!["uri"]!.GetValue<string>().EndsWith('/') && Uri.IsWellFormedUriString(place["uri"]!.GetValue<string>(), UriKind.Absolute), place, "no directory", problems);
        }

        foreach (JsonNode? result in run["results"]!.AsArray()!)
            CheckResult(result!, run, rules, problems);
    }

    private static void CheckResult(JsonNode result, JsonNode run, JsonArray rules, List<string> problems)
    {
        Check(result, "result", problems);
        Check(result["message"], "message", problems);
        Require(!string.IsNullOrEmpty(result["message"]!["text"]?.GetValue<string>()), result, "no text", problems);
        CheckLevel(result, problems);
        int index = result["ruleIndex"]!.GetValue<int>();
        Require(rules[index]!["id"]!.GetValue<string>() == result["ruleId"]!.GetValue<string>(), result, "another rule", problems);
        foreach (JsonNode? location in result["locations"]?.AsArray() ?? [])
        {
            Check(location!, "location", problems);
            JsonNode physical = location!["physicalLocation"]!;
            Check(physical, "physicalLocation", problems);
            JsonNode artifact = physical["artifactLocation"]!;
            Check(artifact, "artifactLocation", problems);
            bool isRelative = artifact["uriBaseId"] is not null;
            Require(Uri.IsWellFormedUriString(artifact["uri"]!.GetValue<string>(), isRelative ? UriKind.Relative : UriKind.Absolute), artifact, "no address", problems);
            Require(!isRelative || run["originalUriBaseIds"]![artifact["uriBaseId"]!.GetValue<string>()] is not null, artifact, "a base that is not there", problems);
            if (physical["region"] is { } region)
            {
                Check(region, "region", problems);
                Require(region["startLine"]!.GetValue<int>() >= 1 && (region["startColumn"]?.GetValue<int>() ?? 1) >= 1, region, "not counted from 1", problems);
            }

            foreach (JsonNode? logical in location["logicalLocations"]?.AsArray() ?? [])
                Check(logical!, "logicalLocation", problems);
        }
    }

    private static void CheckLevel(JsonNode node, List<string> problems) =>
        Require(node["level"]?.GetValue<string>() is "none" or "note" or "warning" or "error", node, "another level", problems);

    private static void Check(JsonNode? node, string type, List<string> problems)
    {
        if (node is not JsonObject members)
        {
            problems.Add($"no {type}");
            return;
        }

        (string[] required, string[] optional) = Objects[type];
        problems.AddRange(required.Where(name => !members.ContainsKey(name)).Select(name => $"{node.GetPath()} has no {name}"));
        problems.AddRange(members.Select(member => member.Key).Except([.. required, .. optional]).Select(name => $"{node.GetPath()} has {name}, which a {type} has not"));
        problems.AddRange(members.Where(member => member.Value is null).Select(member => $"{node.GetPath()}.{member.Key} is null"));
    }

    private static void Require(bool isRight, JsonNode node, string problem, List<string> problems)
    {
        if (!isRight)
            problems.Add($"{node.GetPath()}: {problem}");
    }
}
