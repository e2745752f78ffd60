using System.Text.Json.Nodes;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration;

/// <summary>A directory that more than one agent would use (docs/gateway/config.md §9.4).</summary>
/// <param name="Directory">The absolute path.</param>
/// <param name="Agents">The ids of the agents, in the order of the configuration.</param>
/// <remarks>
/// Ids are kept as texts, because collections of texts are compiled ahead of time and collections of ids would have to
/// be compiled at every start.
/// </remarks>
internal sealed record SharedAgentDirectory(string Directory, IReadOnlyList<string> Agents)
{
    /// <summary>Every directory that is shared. The configuration need not be valid.</summary>
    public static IReadOnlyList<SharedAgentDirectory> Find(JsonNode? root, InstallationPaths paths, ProcessEnvironment environment)
    {
        JsonArray? list = root.At("agents", "list") as JsonArray;
        JsonArray? bindings = root.Member("bindings") as JsonArray;
        if ((list?.Count ?? 0) + (bindings?.Count ?? 0) < 2)
            return [];

        Dictionary<string, string> configured = ConfiguredDirectories(list);
        List<SharedAgentDirectory> directories = [];
        foreach (string agent in ReferencedAgents(list, bindings))
        {
            string directory = configured.GetValueOrDefault(agent, "") is { Length: > 0 } path
                ? UserPath.Expand(path, environment)
                : paths.AgentDirectory(AgentId.Parse(agent));
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

    private static void Add(List<SharedAgentDirectory> directories, string directory, string agent, OperatingSystemKind platform)
    {
        StringComparison comparison = platform == OperatingSystemKind.Linux ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        int index = directories.FindIndex(entry => string.Equals(entry.Directory, directory, comparison));
        if (index < 0)
            directories.Add(new SharedAgentDirectory(directory, [agent]));
        else
            directories[index] = directories[index] with { Agents = [.. directories[index].Agents, agent] };
    }

    /// <summary>The directories as they are written. Of two entries for one agent the first counts.</summary>
    private static Dictionary<string, string> ConfiguredDirectories(JsonArray? list)
    {
        Dictionary<string, string> directories = new(StringComparer.Ordinal);
        foreach (JsonNode? entry in list ?? [])
        {
            if (entry is JsonObject)
                directories.TryAdd(IdOf(entry.Member("id")), EcmaScriptText.Trim(entry.Member("agentDir").AsText() ?? ""));
        }

        return directories;
    }

    private static HashSet<string> ReferencedAgents(JsonArray? list, JsonArray? bindings)
    {
        HashSet<string> agents = new(StringComparer.Ordinal);
        foreach (JsonNode? entry in list ?? [])
        {
            if (entry is JsonObject)
                agents.Add(IdOf(entry.Member("id")));
        }

        if (agents.Count == 0)
            agents.Add(AgentId.Main.Value);

        foreach (JsonNode? binding in bindings ?? [])
        {
            if (!EcmaScriptText.IsBlank(binding.Member("agentId").AsText()))
                agents.Add(IdOf(binding.Member("agentId")));
        }

        return agents;
    }

    private static string IdOf(JsonNode? id) => AgentId.Parse(id.AsText()).Value;
}
