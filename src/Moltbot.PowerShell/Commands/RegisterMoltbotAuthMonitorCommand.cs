using System.Management.Automation;
using Moltbot.Core.Errors;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Monitoring.Schedules;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Has the system start passes of the monitoring.</summary>
[Cmdlet(VerbsLifecycle.Register, "MoltbotAuthMonitor", HelpUri = OnlineHelp.Pages + "Register-MoltbotAuthMonitor.md", SupportsShouldProcess = true)]
[OutputType(typeof(InstalledSchedule))]
public sealed class RegisterMoltbotAuthMonitorCommand : MoltbotCmdlet
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <summary>How often: a TimeSpan, or a text such as 30m; minutes if only a number is given.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration("m")]
    public TimeSpan Every { get; set; } = ScheduledRun.UsualInterval;

    /// <summary>Who starts the passes; what this system has if omitted.</summary>
    [Parameter]
    [ValidateSet("systemd", "systemd-system", "launchd", "cron", "task")]
    public string? Scheduler { get; set; }

    /// <summary>The account of Windows that it runs as; yours if omitted.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Account { get; set; }

    /// <summary>Whether a schedule of this name that was not written by us is replaced.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <summary>Whether what is installed is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!Installation.Exists)
            throw Installation.Missing();

        MonitorSchedule schedule = Installation.MonitorSchedule;
        ScheduleKind kind = ScheduleKinds.Parse(Scheduler) ?? schedule.Choose(Cancellation);
        ScheduledRun run = new(PathOfPowerShell(), Arguments(), Every, Installation.Paths.StateDirectory) { Account = Account };
        if (!Approves(schedule.Plan(run, kind, Force, Cancellation)))
            return;

        InstalledSchedule installed = schedule.Install(run, kind, Force, Cancellation);
        foreach (string remark in installed.Remarks)
            WriteVerbose(remark);
        if (PassThru)
            WriteObject(installed);
    }

    private static string PathOfPowerShell() => Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path).Equals("pwsh", StringComparison.OrdinalIgnoreCase)
        ? path
        : Path.Combine(Path.GetDirectoryName(typeof(PSObject).Assembly.Location)!, OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh") is var beside && File.Exists(beside)
            ? beside
            : throw new MoltbotException(ErrorCode.ProgramNotFound, "This session runs in a program of another kind, and there is no pwsh beside its engine. Register it from pwsh.");

    private string[] Arguments()
    {
        string manifest = Path.Combine(Path.GetDirectoryName(typeof(RegisterMoltbotAuthMonitorCommand).Assembly.Location)!, "Moltbot.PowerShell.psd1");
        return
        [
            "-NoLogo", "-NoProfile", "-NonInteractive",
            .. OperatingSystem.IsWindows() ? (string[])["-WindowStyle", "Hidden"] : [],
            "-Command",
            $"Import-Module '{Quoted(manifest)}'; $null = Invoke-MoltbotAuthMonitor -Check -StateDirectory '{Quoted(Installation.Paths.StateDirectory)}'; exit $LASTEXITCODE",
        ];
    }

    /// <summary>What stands between single quotes, of which PowerShell knows several.</summary>
    private static string Quoted(string text) => System.Management.Automation.Language.CodeGeneration.EscapeSingleQuotedStringContent(text);
}
