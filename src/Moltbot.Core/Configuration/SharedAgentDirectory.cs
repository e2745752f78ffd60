using System.Text.Json.Nodes;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration;

/// <summary>A directory that more than one agent would use (spec/config.md §9.4).</summary>
/// <param name="Directory">The absolute path.</param>
/// <param name="Agents">The agents, in the order of the configuration.</param>
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
        List<SharedAgentDirectory> directories = [];
        foreach (AgentId agent in ReferencedAgents(list, bindings))
        {
            string directory = configured.GetValueOrDefault(agent, "") is { Length: > 0 } path
                ? UserPath.Expand(path, environment)
                : paths.AgentDirectory(agent);
            Add(directories, directory, agent, environment.Platform);
        }

        return directories.FindAll(directory => directory.Agents.Count > 1);
    }

    /// <summary>What is wrong, and what to do about it.</summary>
    public static string Describe(IReadOnlyList<SharedAgentDirectory> shared)
    {
        IEnumerable<string> conflicts = shared.Select(entry => $"{entry.Directory} is used by {string.Join(", ", entry.Agents.Select(agent => $"\"{agent}\""))}");
        return $"Two agents cannot share one agentDir, for each would overwrite the other's credentials and sessions: {string.Join("; ", conflicts)}. "
            + "Give every agent in agents.list a directory of its own; to share credentials, copy auth-profiles.json.";
    }

    private static void Add(List<SharedAgentDirectory> directories, string directory, AgentId agent, OperatingSystemKind platform)
    {
        StringComparison comparison = platform == OperatingSystemKind.Linux ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        int index = directories.FindIndex(entry => string.Equals(entry.Directory, directory, comparison));
        if (index < 0)
            directories.Add(new SharedAgentDirectory(directory, [agent]));
        else
            directories[index] = directories[index] with { Agents = [.. directories[index].Agents, agent] };
    }

    /// <summary>The directories as they are written. Of two entries for one agent the first counts.</summary>
    private static Dictionary<AgentId, string> ConfiguredDirectories(JsonArray? list)
    {
        Dictionary<AgentId, string> directories = [];
        foreach (JsonNode? entry in list ?? [])
        {
            if (entry is JsonObject)
                directories.TryAdd(AgentId.Parse(entry.Member("id").AsText()), EcmaScriptText.Trim(entry.Member("agentDir").AsText() ?? ""));
        }

        return directories;
    }

    private static HashSet<AgentId> ReferencedAgents(JsonArray? list, JsonArray? bindings)
    {
        HashSet<AgentId> agents = [];
        foreach (JsonNode? entry in list ?? [])
        {
            if (entry is JsonObject)
                agents.Add(AgentId.Parse(entry.Member("id").AsText()));
        }

        if (agents.Count == 0)
            agents.Add(AgentId.Main);

        foreach (JsonNode? binding in bindings ?? [])
        {
            if (binding.Member("agentId").AsText() is { } id && !EcmaScriptText.IsBlank(id))
                agents.Add(AgentId.Parse(id));
        }

        return agents;
    }
}
