using System.Management.Automation;
using Moltbot.Core.Migrating;

namespace Moltbot.PowerShell.Commands;

/// <summary>Says what becomes of an installation that the gateway of today takes over, or what was left behind in one that has moved.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MoltbotMigration", HelpUri = OnlineHelp.Pages + "Test-MoltbotMigration.md")]
[OutputType(typeof(MigrationFinding), typeof(bool))]
public sealed class TestMoltbotMigrationCommand : CheckCmdlet
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <summary>Whether the answer is true, when nothing is lost, or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        MigrationForecast forecast = Installation.CheckMigration();
        WriteErrors(forecast.Errors);
        Report(forecast.ExitCode);
        if (Quiet)
            WriteObject(forecast.ExitCode == 0 && Installation.Exists);
        else
            WriteObject(forecast.Findings, enumerateCollection: true);
    }

    /// <inheritdoc/>
    private protected override bool IsGate => true;

    /// <summary>0 when nothing is lost, else 1.</summary>
    private protected override int Worse(int exitCode, int other) => Math.Max(exitCode, other);
}
