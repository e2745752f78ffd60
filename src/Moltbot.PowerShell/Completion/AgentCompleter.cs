using System.Collections;
using Moltbot.Core;

namespace Moltbot.PowerShell.Completion;

/// <summary>Completes the agents that are configured or have a directory.</summary>
public sealed class AgentCompleter : InstallationCompleter
{
    private protected override IEnumerable<Candidate> Candidates(MoltbotInstallation installation, IDictionary bound) =>
        installation.AgentIds.Select(id => new Candidate(id.Value, installation.GetAgent(id.Value).Directory));
}
