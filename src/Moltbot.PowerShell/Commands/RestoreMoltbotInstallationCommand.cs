using System.Management.Automation;
using Moltbot.Core.BackingUp;
using Moltbot.Core.Files;
using Moltbot.Core.Text;

namespace Moltbot.PowerShell.Commands;

/// <summary>Puts a backup of an installation back, while no gateway runs.</summary>
[Cmdlet(VerbsData.Restore, "MoltbotInstallation", HelpUri = OnlineHelp.Pages + "Restore-MoltbotInstallation.md", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.High)]
[OutputType(typeof(RestoredInstallation))]
public sealed class RestoreMoltbotInstallationCommand : BackupCmdlet
{
    /// <inheritdoc/>
    protected override void Process()
    {
        using BackupArchive archive = Installation.Backups.Open(FullPath, FindPassword);
        RestoredInstallation planned = Installation.Backups.Rehearse(archive);
        if (IsRehearsal)
        {
            foreach (RestoredFile file in planned.ToFiles().Where(file => file.IsChange))
                Approves(new PlannedChange(file.Path, $"{(file.State == RestoredFileState.New ? "Make" : "Replace")} as it was saved at {archive.CreatedAtText}"));

            return;
        }

        if (planned.Changed > 0 && !Approves(new PlannedChange(planned.StateDirectory, $"Replace or make {planned.Changed.ToString(PlainNumbers.Format)} files as they were saved at {archive.CreatedAtText}")))
            return;

        RestoredInstallation restored = Installation.Backups.Restore(archive, Cancellation);
        if (restored.LeftOut > 0)
            WriteWarning($"{restored.LeftOut.ToString(PlainNumbers.Format)} files of the backup belong in places outside of the state directory that are not this installation's, and were left out.");

        WriteObject(restored);
    }
}
