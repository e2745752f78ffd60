using System.Management.Automation;
using Moltbot.Core;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet about one agent's credentials.</summary>
public abstract class AgentCmdlet : MoltbotCmdlet
{
    /// <summary>The agent's id; the configured default agent if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <inheritdoc/>
    protected sealed override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected sealed override void Process() => Process(FindAgent(Agent));

    /// <summary>Runs for each input with the agent it is about.</summary>
    protected abstract void Process(Agent agent);
}
