using System.Management.Automation;
using Moltbot.Core.BackingUp;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.PowerShell.Commands;

/// <summary>Saves configuration, credentials and sessions of an installation in one file.</summary>
[Cmdlet(VerbsData.Backup, "MoltbotInstallation", HelpUri = OnlineHelp.Pages + "Backup-MoltbotInstallation.md", SupportsShouldProcess = true)]
[OutputType(typeof(SavedInstallation))]
public sealed class BackupMoltbotInstallationCommand : BackupCmdlet
{
    /// <summary>Whether a file that is there is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!Installation.Exists)
            throw Installation.Missing();
        if (!Approves(Installation.Backups.PlanSaving(FullPath, Force)))
            return;

        Secret? password = FindPassword();
        if (password is { IsBlank: true })
            throw new MoltbotException(ErrorCode.CredentialInvalid, "The password is blank. Give one, or leave it out.");

        WriteObject(Installation.Backups.Save(FullPath, password, Force, Cancellation));
        if (password is null)
            WriteVerbose("The secrets in it can be read by whoever has the file. With -Password nobody reads them without it.");
    }
}
