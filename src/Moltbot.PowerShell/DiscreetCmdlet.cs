using System.Management.Automation;
using Moltbot.Core.Text;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>
/// What every cmdlet keeps to: it repeats nothing that may be a secret in the wrong place, and what it says of others is
/// <see cref="VisibleText"/>. Objects in the pipeline keep what they hold, and their views show it the same way.
/// </summary>
public abstract class DiscreetCmdlet : PSCmdlet
{
    /// <summary>What stands on the command line and belongs to no parameter, and is refused.</summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    [Nothing]
    public virtual object[]? OutOfPlace { get; set; }

    /// <summary>Writes a warning, as it may be shown.</summary>
    public new void WriteWarning(string text) => base.WriteWarning(VisibleText.Of(text));

    /// <summary>Writes what somebody who wants to know more is told, as it may be shown.</summary>
    public new void WriteVerbose(string text) => base.WriteVerbose(VisibleText.Of(text));

    /// <summary>Writes how far the work has come, as it may be shown.</summary>
    public new void WriteProgress(ProgressRecord progressRecord)
    {
        progressRecord.Activity = VisibleText.Of(progressRecord.Activity);
        progressRecord.StatusDescription = VisibleText.Of(progressRecord.StatusDescription);
        base.WriteProgress(progressRecord);
    }
}
