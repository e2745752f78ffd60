using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Monitoring;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Writes the state of credentials as metrics.</summary>
[Cmdlet(VerbsData.Export, "MoltbotAuthMetric", HelpUri = OnlineHelp.Pages + "Export-MoltbotAuthMetric.md", SupportsShouldProcess = true)]
[OutputType(typeof(void))]
public sealed class ExportMoltbotAuthMetricCommand : MoltbotCmdlet
{
    /// <summary>The file, as <c>moltbot.prom</c> in the directory of node_exporter's textfile collector.</summary>
    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string Path { get; set; } = "";

    /// <inheritdoc/>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <summary>The only agent; all if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>Whether installations, agents and profiles are told apart without being named.</summary>
    [Parameter]
    public SwitchParameter Anonymous { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        if (!Installation.Exists)
            throw Installation.Missing();

        InstallationMonitor monitor = Installation.OpenMonitor(new MonitorSurroundings(Secrets));
        string metrics = monitor.ReadMetrics(Named(Agent) is { Length: > 0 } name ? name : null, Anonymous);
        string path = GetUnresolvedProviderPathFromPSPath(Path);
        if (Approves(new PlannedChange(path, "Write the metrics of the credentials")))
            monitor.WriteMetrics(path, metrics);
    }
}
