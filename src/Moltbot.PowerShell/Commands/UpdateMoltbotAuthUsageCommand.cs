using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Files;
using Moltbot.Core.Health;
using Moltbot.Core.Profiles;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Tells what came of using an auth profile, so that it goes into cooldown after a failure as it does for the gateway.</summary>
[Cmdlet(VerbsData.Update, "MoltbotAuthUsage", HelpUri = OnlineHelp.Pages + "Update-MoltbotAuthUsage.md", SupportsShouldProcess = true, DefaultParameterSetName = ReasonSet)]
[OutputType(typeof(ProfileStatus))]
public sealed class UpdateMoltbotAuthUsageCommand : AgentCmdlet
{
    private const string SuccessSet = "Success";
    private const string ReasonSet = "Reason";
    private const string ErrorSet = "Error";
    private const string AnswerSet = "Answer";

    /// <summary>The profile that was used.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string ProfileId { get; set; } = "";

    /// <summary>It worked: the failures and the cooldown of the profile are forgotten.</summary>
    [Parameter(Mandatory = true, ParameterSetName = SuccessSet)]
    public SwitchParameter Succeeded { get; set; }

    /// <summary>It failed, for this reason.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ReasonSet)]
    [ValidateSet("rate_limit", "auth", "billing", "timeout", "format", "unknown")]
    public string FailureReason { get; set; } = "";

    /// <summary>It failed with this error, which tells the reason.</summary>
    [Parameter(Mandatory = true, ParameterSetName = ErrorSet)]
    public ErrorRecord ErrorRecord { get; set; } = null!;

    /// <summary>It failed, and the provider said this, which tells the reason.</summary>
    [Parameter(ParameterSetName = AnswerSet)]
    [AllowEmptyString]
    public string Message { get; set; } = "";

    /// <summary>The HTTP status that the provider gave.</summary>
    [Parameter(ParameterSetName = AnswerSet)]
    [ValidateRange(100, 599)]
    public int StatusCode { get; set; }

    /// <summary>Whether the profile is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process(Agent agent)
    {
        ProfileStatus profile = agent.ProfileUsage.Find(ProfileId);
        if (ParameterSetName == SuccessSet)
        {
            if (Approves(new PlannedChange(ProfileId, "Record a success")))
                Write(agent.ProfileUsage.Succeeded(ProfileId, Cancellation));
        }
        else if (ReasonOfFailure() is not { } reason)
        {
            WriteWarning($"Nothing was recorded for {ProfileId}: another credential would not help against that failure.");
            Write(profile);
        }
        else if (Approves(new PlannedChange(ProfileId, $"Record a failure ({reason.ToStoredName()})")))
        {
            Write(agent.ProfileUsage.Failed(ProfileId, reason, Cancellation));
        }
    }

    private FailureReason? ReasonOfFailure()
    {
        if (ParameterSetName == ReasonSet)
            return FailureReasons.Parse(FailureReason);

        ProviderFailure failure = ParameterSetName == ErrorSet
            ? Read(ErrorRecord)
            : new ProviderFailure { Message = Message, Status = StatusCode == 0 ? null : StatusCode };
        if (FailureHint.For(failure.Message, FrontEnd.Module) is { } hint)
            WriteWarning(hint);

        return failure.Reason;
    }

    /// <summary>What a web cmdlet got as the answer says more than its exception.</summary>
    private static ProviderFailure Read(ErrorRecord error)
    {
        ProviderFailure failure = ExceptionFailure.Of(error.Exception);
        return error.ErrorDetails?.Message is { Length: > 0 } answer ? failure with { Message = answer } : failure;
    }

    private void Write(ProfileStatus profile)
    {
        if (PassThru)
            WriteObject(profile);
    }
}
