using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Health;
using Moltbot.Core.Providers;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Tells whether an agent's model credentials are fine.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotModelStatus", HelpUri = OnlineHelp.Pages + "Get-MoltbotModelStatus.md")]
[OutputType(typeof(ModelStatus))]
public sealed class GetMoltbotModelStatusCommand : CheckCmdlet
{
    /// <inheritdoc/>
    [Parameter(ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    public override string? StateDirectory { get; set; }

    /// <summary>The agent's id, with wildcards; the main agent, whose credentials all others inherit, if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>The only provider to look at.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    [Name]
    public string? Provider { get; set; }

    /// <summary>How long before its end a credential counts as expiring; a day if omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(DurationCompleter))]
    [Duration]
    public TimeSpan? WarnWithin { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (Agent agent in FindAgents(Agent, FindAgentOrMain))
            AttemptItem(() => Write(agent.GetModelStatus(Provider is null ? null : ProviderId.Parse(Provider), WarnWithin)));
    }

    private void Write(ModelStatus status)
    {
        Report(status.ExitCode);
        WriteErrors(status.Errors);
        WriteWarnings(status.Warnings);
        WriteObject(status);
    }

    /// <summary>What has expired, 1, is worse than what expires soon, 2.</summary>
    private protected override int Worse(int exitCode, int other) => exitCode is 1 || other is 1 ? 1 : Math.Max(exitCode, other);
}
