using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Resolving;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Makes one pass over the credentials of an installation: renews what is due, and tells people what has changed.</summary>
[Cmdlet(VerbsLifecycle.Invoke, "MoltbotAuthMonitor", HelpUri = OnlineHelp.Pages + "Invoke-MoltbotAuthMonitor.md", SupportsShouldProcess = true)]
[OutputType(typeof(MonitorPass))]
public sealed class InvokeMoltbotAuthMonitorCommand : CheckCmdlet
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <summary>The only agent to look at; all if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>How long before its end a sign-in is renewed: a TimeSpan, or a text such as 30m or 2h; 0 for none.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan? RefreshWithin { get; set; }

    /// <summary>Whether providers are asked whether they accept the credentials.</summary>
    [Parameter]
    public SwitchParameter Probe { get; set; }

    /// <summary>The file that the metrics are written to after the pass.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? Metrics { get; set; }

    /// <summary>Whether the metrics name no installation, agent and profile.</summary>
    [Parameter]
    public SwitchParameter Anonymous { get; set; }

    /// <inheritdoc/>
    private protected override bool IsGate => true;

    /// <inheritdoc/>
    protected override void Process()
    {
        MonitorOptions options = new()
        {
            Agent = Named(Agent) is { Length: > 0 } name ? name : null,
            RefreshWithin = RefreshWithin,
            Probe = Probe,
            MetricsPath = Metrics is null ? null : GetUnresolvedProviderPathFromPSPath(Metrics),
            Anonymous = Anonymous,
            IsRehearsal = !IsApproved(),
        };
        MoltbotInstallation monitored = Installation;
        SecretResolver followed = Secrets;
        MonitorPass pass = Pump((thread, cancellation) => monitored.OpenMonitor(new MonitorSurroundings(followed) { Vaults = Vaults, Run = thread.Do }).RunAsync(options, cancellation));
        foreach (ChannelDelivery delivery in pass.Deliveries.Where(_ => options.IsRehearsal))
            Approves(new PlannedChange($"{delivery.Channel} ({delivery.ChannelType})", $"Send \"{delivery.Title}\": {delivery.Text}"));

        Report(pass.ExitCode);
        WriteErrors(pass.Errors);
        WriteWarnings(pass.Warnings);
        WriteObject(pass);
    }

    /// <summary>A rehearsal makes the pass too, without sending, to show what would be sent.</summary>
    private bool IsApproved() => Approves(new PlannedChange(Installation.Paths.StateDirectory, "Make a pass of the monitoring"));

    /// <summary>What is not fine, 1, is worse than what expires soon, 2.</summary>
    private protected override int Worse(int exitCode, int other) => exitCode is 1 || other is 1 ? 1 : Math.Max(exitCode, other);
}
