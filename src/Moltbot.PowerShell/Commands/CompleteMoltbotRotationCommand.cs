using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Probing;
using Moltbot.Core.Rotating;
using Moltbot.Core.Text;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Puts new keys into use once the provider accepts them, and keeps the old ones for a while.</summary>
[Cmdlet(VerbsLifecycle.Complete, "MoltbotRotation", HelpUri = OnlineHelp.Pages + "Complete-MoltbotRotation.md", SupportsShouldProcess = true)]
[OutputType(typeof(KeyRotation))]
public sealed class CompleteMoltbotRotationCommand : RotationCmdlet
{
    /// <summary>How long the old key stays the last fallback; as it was said at the start if omitted, not at all if zero.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan? KeepFor { get; set; }

    /// <summary>What the provider is asked.</summary>
    [Parameter]
    public ProbeLevel Level { get; set; }

    /// <summary>Whether the provider is not asked at all.</summary>
    [Parameter]
    public SwitchParameter SkipProbe { get; set; }

    /// <inheritdoc/>
    private protected override void Process(InstallationRotations rotations, Agent agent, string profileId)
    {
        OpenRotation rotation = rotations.Open(agent, profileId, Secrets);
        if (!Approves(new PlannedChange(agent.StorePath, Describe(rotation.Rotation)) { IsDone = rotation.Rotation.Stage == RotationStage.Completed && KeepFor is null }))
            return;

        CredentialProbe? probe = SkipProbe || rotation.Rotation.Stage != RotationStage.Pending
            ? null
            : Pump((_, cancellation) => rotations.ProbeAsync(rotation, new ProbeOptions { Level = Level }, cancellation));
        Write(rotations.Complete(rotation, probe, KeepFor, Cancellation));
    }

    private string Describe(KeyRotation rotation)
    {
        TimeSpan kept = KeepFor ?? rotation.KeepFor;
        string old = kept == TimeSpan.Zero ? "remove the old one" : $"keep the old one for {DurationText.Remaining(kept.TotalMilliseconds)}";
        return rotation.Stage switch
        {
            RotationStage.Pending => $"Put the new key of {rotation.ProfileId} into use, and {old}",
            RotationStage.Due when KeepFor is null => $"Remove the old key of {rotation.ProfileId}, whose grace period is over",
            _ => $"Of the keys of {rotation.ProfileId}, {old}",
        };
    }
}
