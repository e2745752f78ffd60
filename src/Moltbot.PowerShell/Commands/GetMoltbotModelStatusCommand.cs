using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Health;
using Moltbot.Core.Providers;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Tells whether an agent's model credentials are fine.</summary>
[Cmdlet(VerbsCommon.Get, "MoltbotModelStatus")]
[OutputType(typeof(ModelStatus))]
public sealed class GetMoltbotModelStatusCommand : MoltbotCmdlet
{
    private const int Failure = 1;

    /// <summary>The agent's id; the main agent, whose credentials all others inherit, if omitted.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(AgentCompleter))]
    public string? Agent { get; set; }

    /// <summary>The only provider to look at.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(ProviderCompleter))]
    public string? Provider { get; set; }

    /// <summary>How long before its end a credential counts as expiring; a day if omitted.</summary>
    [Parameter]
    [Duration]
    public TimeSpan? WarnWithin { get; set; }

    /// <summary>Whether <c>$LASTEXITCODE</c> is set to the status's exit code.</summary>
    [Parameter]
    public SwitchParameter Check { get; set; }

    /// <inheritdoc/>
    protected override void Prepare() => SetExitCode(Failure);

    /// <inheritdoc/>
    protected override void Process()
    {
        Agent agent = Agent is null ? Installation.MainAgent : Installation.FindAgent(Agent);
        WriteVerbose($"Agent {agent.Id}, credential store {agent.StorePath}");

        ModelStatus status = agent.GetModelStatus(Provider is null ? null : ProviderId.Parse(Provider), WarnWithin);
        SetExitCode(status.ExitCode);
        WriteErrors(status.Errors);
        WriteWarnings(status.Warnings);
        WriteObject(status);
    }

    /// <summary>Until the status is known it counts as failed, so that a script which ends with the exit code never reports an older one.</summary>
    private void SetExitCode(int exitCode)
    {
        if (Check)
            SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode);
    }
}
