using System.Management.Automation;
using Moltbot.Core.Auditing;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell.Commands;

/// <summary>Looks for exposed secrets in the files of an installation.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MoltbotSecretExposure")]
[OutputType(typeof(SecretFinding), typeof(bool))]
public sealed class TestMoltbotSecretExposureCommand : MoltbotCmdlet
{
    /// <summary>Whether the answer is true, when nothing is exposed and every reference leads to its secret, or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <summary>Whether <c>$LASTEXITCODE</c> is set: 0 when everything was looked at and nothing found, 2 when a reference leads to no secret, else 1.</summary>
    [Parameter]
    public SwitchParameter Check { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        SecretExposure exposure = new SecretAudit(Installation, Installation.OpenSecrets(new SessionVaults(Cancellation), Cancellation)).Run();
        if (Check)
            SessionState.PSVariable.Set("global:LASTEXITCODE", exposure.ExitCode);

        WriteErrors(exposure.Errors);
        if (Quiet)
            WriteObject(exposure.ExitCode == 0);
        else
            WriteObject(exposure.Findings, enumerateCollection: true);
    }
}
