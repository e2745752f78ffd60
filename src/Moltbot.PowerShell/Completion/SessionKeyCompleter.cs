using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the keys of the sessions of an agent; of all agents when none is given.</summary>
public sealed class SessionKeyCompleter : InstallationCompleter
{
    private protected override IEnumerable<Candidate> Candidates(MoltbotInstallation installation, IDictionary bound)
    {
        IEnumerable<Agent> agents = AgentIn(bound) is { } name
            ? [installation.GetAgent(name)]
            : installation.AgentIds.Select(id => installation.GetAgent(id.Value));
        return agents.SelectMany(agent => agent.Sessions.Read().Keys.Select(key => new Candidate(key, agent.Sessions.StorePath)));
    }
}
