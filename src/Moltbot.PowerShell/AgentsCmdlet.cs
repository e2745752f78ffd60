using System.Management.Automation;
using Moltbot.Core;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet that looks at the credentials of one agent or of several.</summary>
public abstract class AgentsCmdlet : MoltbotCmdlet
{
    /// <summary>The agent's id, with wildcards; the configured default agent if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <inheritdoc/>
    protected sealed override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        foreach (Agent agent in FindAgents(Agent, FindAgent))
            AttemptItem(() => Process(agent));
    }

    /// <summary>Runs for each input with each agent it is about.</summary>
    protected abstract void Process(Agent agent);
}
