using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>What comes of reading a configuration, in the shape in which it was recorded.</summary>
internal static class ConfigurationOutcome
{
    /// <summary>Lays out a recorded installation and reads its configuration.</summary>
    public static JsonObject Of(JsonObject input)
    {
        using TemporaryHome home = new();
        input.LayOutFiles(home);
        ProcessEnvironment environment = input.Environment(home);

        LoadedConfiguration loaded = ConfigurationLoader.Load(InstallationPaths.Locate(environment), environment);

        return InputReading.Collapse(Describe(loaded, environment), home)!.AsObject();
    }

    /// <summary>The configuration of a recording with everything that it includes, and with no trace of the home that it was laid out in.</summary>
    public static JsonObject Resolve(ConformanceCase recorded)
    {
        using TemporaryHome home = new();
        recorded.Input.LayOutFiles(home);
        string path = home.Expand(recorded.Expected.Text("configPath")!);
        JsonNode? resolved = IncludeResolver.Resolve(new ConfigurationSources(path, File.ReadAllText(path)));
        return InputReading.Collapse(resolved, home)!.AsObject();
    }

    /// <summary>A recorded installation whose configuration is changed once everything it includes is in it.</summary>
    public static JsonObject WithResolvedConfiguration(ConformanceCase recorded, Action<JsonObject> change)
    {
        JsonObject configuration = Resolve(recorded);
        change(configuration);
        JsonObject input = recorded.Input.DeepClone().AsObject();
        string path = recorded.Expected.Text("configPath")!["$HOME/".Length..];
        input["files"]![path] = JsonDifference.Show(configuration);
        return input;
    }

    /// <summary>Whether an outcome is not the recorded one.</summary>
    public static bool Differs(this ConformanceCase recorded, JsonObject outcome) => JsonDifference.Find(Comparable(recorded.Expected), outcome) is not null;

    /// <summary>Puts an outcome in place of the recorded one.</summary>
    public static void ExpectInstead(this ConformanceCase recorded, JsonObject outcome)
    {
        outcome["issues"] = new JsonArray([.. outcome["issues"]!.AsArray().Select(path => new JsonObject { ["path"] = path!.DeepClone() })]);
        recorded.Expected.Clear();
        foreach ((string name, JsonNode? value) in outcome)
            recorded.Expected[name] = value?.DeepClone();
    }

    /// <summary>A recorded outcome without what is informative only.</summary>
    public static JsonObject Comparable(JsonObject expected)
    {
        JsonObject comparable = expected.DeepClone().AsObject();
        comparable["issues"] = Paths((expected["issues"] as JsonArray ?? []).Select(issue => issue!["path"]!.GetValue<string>()));
        return comparable;
    }

    private static JsonObject Describe(LoadedConfiguration loaded, ProcessEnvironment before)
    {
        ConfigurationSnapshot snapshot = loaded.Snapshot;
        JsonObject outcome = new()
        {
            ["configPath"] = snapshot.Path,
            ["exists"] = snapshot.Exists,
            ["valid"] = snapshot.IsValid,
            ["issues"] = Paths(snapshot.Issues.Select(issue => issue.Path)),
            ["loaded"] = loaded.Error?.Code == ErrorCode.AgentDirectoryShared
                ? new JsonObject { ["throws"] = "DuplicateAgentDirError" }
                : ComparedParts(loaded.Configuration),
            ["envAdded"] = InputReading.ToJson(loaded.Environment.Variables.Where(variable => before.Get(variable.Key) != variable.Value)),
        };
        if (snapshot.IsValid)
            outcome["config"] = ComparedParts(snapshot.Configuration);

        return outcome;
    }

    private static JsonObject ComparedParts(MoltbotConfiguration configuration)
    {
        JsonObject parts = [];
        foreach (string name in (string[])["auth", "agents", "env"])
        {
            if (configuration.Json.TryGetPropertyValue(name, out JsonNode? part))
                parts[name] = part?.DeepClone();
        }

        if (configuration.Json.At("models", "providers") is { } providers)
            parts["models"] = new JsonObject { ["providers"] = providers.DeepClone() };

        return parts;
    }

    private static JsonArray Paths(IEnumerable<string> paths) =>
        [.. paths.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
}
