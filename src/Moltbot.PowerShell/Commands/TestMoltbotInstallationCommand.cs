using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Diagnosing;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Finds what is wrong with the credentials of an installation, and changes nothing.</summary>
[Cmdlet(VerbsDiagnostic.Test, "MoltbotInstallation", HelpUri = OnlineHelp.Pages + "Test-MoltbotInstallation.md")]
[OutputType(typeof(Finding), typeof(bool))]
public sealed class TestMoltbotInstallationCommand : CheckCmdlet
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <summary>The only findings to look for; all if omitted. What cannot be read is told in any case.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FindingCompleter))]
    [Name]
    public string[] Only { get; set; } = [];

    /// <summary>The findings to leave out.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FindingCompleter))]
    [Name]
    public string[] Skip { get; set; } = [];

    /// <summary>Whether services of the system and other installations of the machine are looked for too.</summary>
    [Parameter]
    public SwitchParameter Deep { get; set; }

    /// <summary>Whether providers are asked if they accept the credentials.</summary>
    [Parameter]
    public SwitchParameter Probe { get; set; }

    /// <summary>Whether the answer is true, when nothing is wrong above a note, or false.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        ExaminationOptions options = new() { Only = [.. Only.Select(FindingKinds.Find)], Skip = [.. Skip.Select(FindingKinds.Find)], Deep = Deep };
        InstallationDoctor doctor = Installation.Reopen().OpenDoctor(options, _ => Secrets);
        if (Probe)
            _ = Pump((thread, cancellation) => doctor.ProbeAsync(references => thread.Ask(() => Secrets.Resolve(references)), cancellation));

        IReadOnlyList<Finding> findings = doctor.Examine();
        int exitCode = Treatment.ExitCodeOf(findings);
        Report(exitCode);
        if (Quiet)
            WriteObject(exitCode == 0);
        else
            WriteObject(findings, enumerateCollection: true);
    }

    /// <summary>An error, 1, is worse than a warning, 2.</summary>
    private protected override int Worse(int exitCode, int other) => exitCode is 1 || other is 1 ? 1 : Math.Max(exitCode, other);
}
