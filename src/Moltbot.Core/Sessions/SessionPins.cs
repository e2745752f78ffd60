using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json5;

namespace Moltbot.Core.Sessions;

/// <summary>Looks for the sessions that are pinned to a profile (spec/sessions.md §1). Reading changes nothing.</summary>
internal static class SessionPins
{
    private const string AgentPlaceholder = "{agentId}";

    /// <summary>The sessions of some agents that are pinned to a profile. A session store that cannot be read counts as empty, as with the gateway.</summary>
    public static IReadOnlyList<SessionPin> To(string profileId, IEnumerable<AgentId> agents, MoltbotInstallation installation)
    {
        List<SessionPin> pins = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (AgentId agent in agents)
        {
            string path = StoreOf(agent, installation);
            if (!seen.Add(path))
                continue;

            foreach ((string key, JsonNode? session) in Read(path).Entries())
            {
                if (session.Member("authProfileOverride").AsText() == profileId)
                    pins.Add(new SessionPin(agent.Value, key));
            }
        }

        return pins;
    }

    private static string StoreOf(AgentId agent, MoltbotInstallation installation) =>
        installation.Configuration.Json.At("session", "store").AsText() is { } configured && !EcmaScriptText.IsBlank(configured)
            ? UserPath.Expand(configured.Replace(AgentPlaceholder, agent.Value, StringComparison.Ordinal), installation.Environment)
            : Path.Combine(installation.Paths.StateDirectory, "agents", agent.Value, "sessions", "sessions.json");

    private static JsonNode? Read(string path)
    {
        try
        {
            return SharedFile.Read(path) is { } bytes ? Json5Document.Parse(Encoding.UTF8.GetString(bytes)).Root.ToJson() : null;
        }
        catch (Exception failure) when (failure is MoltbotException || WriteFailure.IsRefusal(failure))
        {
            return null;
        }
    }
}
