using System.Management.Automation;
using Moltbot.Core.Errors;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet that says whether something is fine, to scripts also with an exit code: the worst of all that the pipeline brings.</summary>
public abstract class CheckCmdlet : MoltbotCmdlet
{
    private const int Failure = 1;

    private int? worst;

    /// <summary>Whether <c>$LASTEXITCODE</c> is set.</summary>
    [Parameter]
    public SwitchParameter Check { get; set; }

    /// <summary>Whether something depends on the answer.</summary>
    private protected virtual bool IsGate => Check;

    /// <summary>What does not exist is not fine.</summary>
    private protected sealed override void ReportMissing(MoltbotException missing)
    {
        if (IsGate)
            WriteItemError(Errors.ToRecord(missing));
        else
            base.ReportMissing(missing);
    }

    /// <summary>Until something is known it counts as failed, so that a script which ends with the exit code never reports an older one.</summary>
    protected sealed override void Begin() => SetExitCode(Failure);

    /// <summary>Something that could not be looked at is not fine, whatever came behind it.</summary>
    protected sealed override void Finish()
    {
        Last();
        if (HasFailed)
            Report(Failure);
    }

    /// <summary>Runs after the last input.</summary>
    private protected virtual void Last()
    {
    }

    /// <summary>The exit code of something that was looked at.</summary>
    private protected void Report(int exitCode)
    {
        worst = worst is { } known ? Worse(known, exitCode) : exitCode;
        SetExitCode(worst.Value);
    }

    /// <summary>The worse of two exit codes.</summary>
    private protected abstract int Worse(int exitCode, int other);

    private void SetExitCode(int exitCode)
    {
        if (Check)
            SessionState.PSVariable.Set("global:LASTEXITCODE", exitCode);
    }
}
