using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration.Reading;

/// <summary>A directory that more than one agent would use (docs/gateway/config.md §9.4).</summary>
/// <param name="Directory">The absolute path.</param>
/// <param name="Agents">The ids of the agents, in the order of the configuration.</param>
internal sealed record SharedAgentDirectory(string Directory, IReadOnlyList<AgentId> Agents)
{
    /// <summary>Every directory that is shared. The configuration need not be valid.</summary>
    public static IReadOnlyList<SharedAgentDirectory> Find(JsonNode? root, InstallationPaths paths, ProcessEnvironment environment)
    {
        JsonArray? list = root.At("agents", "list") as JsonArray;
        JsonArray? bindings = root.Member("bindings") as JsonArray;
        if ((list?.Count ?? 0) + (bindings?.Count ?? 0) < 2)
            return [];

        Dictionary<AgentId, string> configured = ConfiguredDirectories(list);
        return [.. ReferencedAgents(list, bindings)
            .GroupBy(
                agent => configured.GetValueOrDefault(agent, "") is { Length: > 0 } path ? UserPath.Expand(path, environment) : paths.AgentDirectory(agent),
                environment.Paths.Comparer)
            .Where(agents => agents.Count() > 1)
            .Select(agents => new SharedAgentDirectory(agents.Key, [.. agents]))];
    }

    /// <summary>What is wrong, and what to do about it.</summary>
    public static string Describe(IReadOnlyList<SharedAgentDirectory> shared)
    {
        IEnumerable<string> conflicts = shared.Select(entry => $"{entry.Directory} is used by {string.Join(", ", entry.Agents.Select(agent => $"\"{agent}\""))}");
        return $"Two agents cannot share one agentDir, for each would overwrite the other's credentials and sessions: {string.Join("; ", conflicts)}. "
            + "Give every agent in agents.list a directory of its own; to share credentials, copy auth-profiles.json.";
    }

    /// <summary>The directories as they are written. Of two entries for one agent the first counts.</summary>
    private static Dictionary<AgentId, string> ConfiguredDirectories(JsonArray? list)
    {
        Dictionary<AgentId, string> directories = [];
        foreach (JsonObject entry in (list ?? []).OfType<JsonObject>())
            directories.TryAdd(IdOf(entry.Member("id")), EcmaScriptText.Trim(entry.Member("agentDir").AsText() ?? ""));

        return directories;
    }

    /// <summary>The default agent, those with an id, and those that something is bound to.</summary>
    private static IEnumerable<AgentId> ReferencedAgents(JsonArray? list, JsonArray? bindings)
    {
        IEnumerable<JsonNode?> configured = (list ?? []).Select(entry => entry.Member("id")).Where(id => id.IsTruthy());
        IEnumerable<JsonNode?> bound = (bindings ?? []).Select(binding => binding.Member("agentId")).Where(id => !EcmaScriptText.IsBlank(id.AsText()));
        return configured.Prepend(DefaultOf(list)).Concat(bound).Select(IdOf).Distinct();
    }

    private static JsonNode? DefaultOf(JsonArray? list) =>
        list?.FirstOrDefault(entry => entry.Member("default").IsTruthy()).Member("id") ?? list?.FirstOrDefault().Member("id");

    private static AgentId IdOf(JsonNode? id) => AgentId.Parse(id.AsText());
}
