using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Conformance;

/// <summary>What is compared of a recorded change: what is kept afterwards, less what is the gateway's own.</summary>
internal static class LaterChange
{
    /// <summary>The sections of the configuration that are the gateway's own business.</summary>
    private static readonly string[] OfGateway = ["meta", "plugins", "wizard"];

    /// <summary>The expectation in the shape of an outcome; where nothing was recorded, nothing changes.</summary>
    public static JsonObject Expected(ConformanceCase recorded)
    {
        JsonObject after = AfterOf(recorded);
        JsonObject input = recorded.Input;
        if (after["config"] is JsonObject config && input["config"] is JsonObject before)
        {
            foreach (string section in OfGateway)
            {
                config.Remove(section);
                if (before[section] is { } own)
                    config[section] = own.DeepClone();
            }
        }

        return new JsonObject { ["exit"] = recorded.Expected["exit"]!.DeepClone(), ["after"] = after };
    }

    /// <summary>What is kept afterwards, which may be what was there before.</summary>
    public static JsonObject AfterOf(ConformanceCase recorded)
    {
        JsonObject source = recorded.Expected["after"] as JsonObject ?? recorded.Input;
        return new JsonObject(((string[])["sharedStore", "sharedState", "agents", "config"]).Select(name => KeyValuePair.Create(name, source[name]?.DeepClone() ?? (name == "agents" ? new JsonObject() : null))));
    }

    /// <summary>The cells of an input or of what is kept afterwards, by the place that they are in.</summary>
    public static IEnumerable<(string Place, JsonNode? Store, JsonNode? State)> CellsOf(JsonObject kept)
    {
        yield return ("", kept["sharedStore"], kept["sharedState"]);
        foreach ((string agent, JsonNode? cells) in kept["agents"] as JsonObject ?? [])
            yield return (agent, cells!["store"], cells["state"]);
    }
}
