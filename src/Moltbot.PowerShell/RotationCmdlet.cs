using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Rotating;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet that goes on with rotations of keys, or takes them back.</summary>
public abstract class RotationCmdlet : MoltbotCmdlet
{
    /// <summary>The profiles whose keys are being replaced.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(RotationCompleter))]
    [Name]
    public string[] ProfileId { get; set; } = [];

    /// <summary>The agent's id; the main agent, from which all others inherit, if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <inheritdoc/>
    private protected override bool TakesItems => base.TakesItems || ProfileId.Length > 1;

    /// <inheritdoc/>
    protected sealed override void Prepare() => RequireUsableConfiguration();

    /// <inheritdoc/>
    protected sealed override void Process()
    {
        Agent agent = FindAgentOrMain(Agent);
        InstallationRotations rotations = Installation.OpenRotations(Vaults);
        foreach (string id in ProfileId)
            AttemptItem(() => Process(rotations, agent, id));
    }

    /// <inheritdoc/>
    protected sealed override void Finish()
    {
        if (HasInstallation)
            EndDue(Installation.OpenRotations(Vaults));
    }

    /// <summary>Runs for each profile.</summary>
    private protected abstract void Process(InstallationRotations rotations, Agent agent, string profileId);

    /// <summary>Writes what came of a rotation.</summary>
    private protected void Write(KeyRotation rotation)
    {
        WriteWarnings(rotation.Warnings);
        WriteObject(rotation);
    }
}
