using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Importing;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet that removes profiles from an agent's store, one after the other.</summary>
public abstract class ProfileRemovalCmdlet : MoltbotCmdlet
{
    /// <summary>The profiles' ids.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[] ProfileId { get; set; } = [];

    /// <summary>The agent's id; the main agent, from which all others inherit, if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>Whether what was removed is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    private protected override bool TakesItems => base.TakesItems || ProfileId.Length > 1;

    /// <inheritdoc/>
    protected sealed override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        Agent agent = FindAgentOrMain(Agent);
        foreach (string id in ProfileId)
            AttemptItem(() => Process(agent, id));
    }

    /// <summary>Runs for each profile.</summary>
    private protected abstract void Process(Agent agent, string profileId);

    /// <summary>Removes a profile, and says what came of it.</summary>
    private protected void Remove(Agent agent, string profileId)
    {
        RemovedProfile removed = agent.Profiles.Remove(profileId, Cancellation);
        WriteWarnings(removed.Warnings);
        if (PassThru)
            WriteObject(removed);
    }
}
