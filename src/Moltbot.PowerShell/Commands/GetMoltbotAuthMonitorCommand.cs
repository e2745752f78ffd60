using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Monitoring;

namespace Moltbot.PowerShell.Commands;

/// <summary>Shows how the monitoring is set up, what came of its last pass, and what is due.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotAuthMonitor", HelpUri = OnlineHelp.Pages + "Get-MoltbotAuthMonitor.md")]
[OutputType(typeof(MonitorStatus))]
public sealed class GetMoltbotAuthMonitorCommand : MoltbotCmdlet
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <summary>A file that the same is written to as a page that needs nothing else.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Html { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (Installation is { Exists: false, Layout.Unseen: null })
            return;

        InstallationMonitor monitor = Installation.OpenMonitor(new MonitorSurroundings(Secrets));
        MonitorStatus status = monitor.ReadStatus();
        if (Html is not null)
            monitor.WritePage(GetUnresolvedProviderPathFromPSPath(Html), status);

        WriteErrors(status.Errors);
        WriteObject(status);
    }
}
