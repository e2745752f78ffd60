using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Rotating;

namespace Moltbot.PowerShell.Commands;

/// <summary>Puts old keys back into use while they are kept, or drops new ones that wait.</summary>
[Cmdlet(VerbsCommon.Undo, "MoltbotRotation", HelpUri = OnlineHelp.Pages + "Undo-MoltbotRotation.md", SupportsShouldProcess = true)]
[OutputType(typeof(KeyRotation))]
public sealed class UndoMoltbotRotationCommand : RotationCmdlet
{
    /// <inheritdoc/>
    private protected override void Process(InstallationRotations rotations, Agent agent, string profileId)
    {
        KeyRotation rotation = rotations.CheckUndo(agent, profileId);
        string action = rotation.Stage == RotationStage.Completed ? $"Put the old key of {profileId} back into use, and remove the new one" : $"Remove the new key of {profileId}, which waits";
        if (Approves(new PlannedChange(agent.StorePath, action)))
            Write(rotations.Undo(agent, profileId, Cancellation));
    }
}
