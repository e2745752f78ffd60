using System.Management.Automation;
using Moltbot.Core.Auditing;

namespace Moltbot.PowerShell.Commands;

/// <summary>Looks for exposed secrets in the files of an installation.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MoltbotSecretExposure", HelpUri = OnlineHelp.Pages + "Test-MoltbotSecretExposure.md")]
[OutputType(typeof(SecretFinding), typeof(bool))]
public sealed class TestMoltbotSecretExposureCommand : CheckCmdlet
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <summary>Whether the answer is true, when nothing is exposed and every reference leads to its secret, or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        SecretExposure exposure = Installation.AuditSecrets(Secrets);
        WriteErrors(exposure.Errors);
        Report(exposure.ExitCode);
        if (Quiet)
            WriteObject(exposure.ExitCode == 0 && Installation.Exists);
        else
            WriteObject(exposure.Findings, enumerateCollection: true);
    }

    /// <inheritdoc/>
    private protected override bool IsGate => true;

    /// <summary>0 when nothing was found, 2 when a reference leads to no secret, else 1.</summary>
    private protected override int Worse(int exitCode, int other) => Math.Max(exitCode, other);
}
