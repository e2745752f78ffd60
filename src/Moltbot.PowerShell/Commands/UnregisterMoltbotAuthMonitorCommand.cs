using System.Management.Automation;
using Moltbot.Core.Files;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Monitoring.Schedules;

namespace Moltbot.PowerShell.Commands;

/// <summary>Takes away what starts passes of the monitoring.</summary>
[Cmdlet(VerbsLifecycle.Unregister, "MoltbotAuthMonitor", HelpUri = OnlineHelp.Pages + "Unregister-MoltbotAuthMonitor.md", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class UnregisterMoltbotAuthMonitorCommand : MoltbotCmdlet
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        MonitorSchedule schedule = Installation.MonitorSchedule;
        schedule.RequireWritable();
        InstalledSchedule? installed = schedule.Find();
        if (installed is null)
            WriteVerbose("Nothing was installed.");
        else if (Approves(new PlannedChange(installed.Place, $"Have {installed.Scheduler} start no more passes")))
            schedule.Uninstall(Cancellation);
    }
}
