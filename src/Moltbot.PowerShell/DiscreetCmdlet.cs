using System.Management.Automation;
using System.Management.Automation.Language;
using Moltbot.Core.Errors;
using Moltbot.Core.Text;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>
/// What every cmdlet keeps to: it repeats nothing that may be a secret in the wrong place, and what it says of others is
/// <see cref="VisibleText"/>. Objects in the pipeline keep what they hold, and their views show it the same way.
/// </summary>
/// <remarks>
/// PowerShell quotes in an error the line of the script that it comes from, and an error of the binder quotes it whatever we do.
/// So what may be a secret is bound, by <see cref="Refusal"/>, and refused before anything else happens, by an error that quotes
/// another line.
/// </remarks>
public abstract class DiscreetCmdlet : PSCmdlet
{
    private object[]? outOfPlace;

    /// <summary>What stands on the command line and belongs to no parameter, and is refused.</summary>
    [Parameter(ValueFromRemainingArguments = true, DontShow = true)]
    [Nothing]
    public virtual object[]? OutOfPlace
    {
        get => outOfPlace;
        set
        {
            outOfPlace = value;
            // Now, because the binder may still find something to complain of.
            QuoteNothing();
            MyInvocation.BoundParameters.Clear();
        }
    }

    /// <summary>Why what was given is refused, or <see langword="null"/>.</summary>
    private protected virtual string? Refused => MyInvocation.BoundParameters.Values.Select(bound => Refusal.IsPlainText(bound) ? PlainArgument : Refusal.Of(bound)).FirstOrDefault(reason => reason is not null);

    /// <summary>Why plain text is refused where a secure string belongs, and what to do instead.</summary>
    private protected string PlainArgument =>
        $"A secret must not stand on the command line as plain text: the history of the session and transcripts would keep it. {WaysOfSecret} If it was a real one, it is best replaced.";

    /// <summary>How the cmdlet takes a secret.</summary>
    private protected virtual string WaysOfSecret => "Give a SecureString, for which Read-Host -AsSecureString asks.";

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

    /// <summary>Writes an error, which quotes no secret.</summary>
    public new void WriteError(ErrorRecord errorRecord)
    {
        QuoteNoSecret();
        base.WriteError(errorRecord);
    }

    /// <summary>Ends the command with an error, which quotes no secret.</summary>
    public new void ThrowTerminatingError(ErrorRecord errorRecord)
    {
        QuoteNoSecret();
        base.ThrowTerminatingError(errorRecord);
    }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (Refused is not { } reason)
            return;

        QuoteNothing();
        MyInvocation.BoundParameters.Clear();
        base.ThrowTerminatingError(Errors.ToRecord(new MoltbotException(ErrorCode.InvalidArgument, reason)));
    }

    /// <summary>Has errors quote the name of the command alone, because the rest may be a secret that does not look like one.</summary>
    private protected void QuoteNothing() => Quote($"{MyInvocation.InvocationName} …");

    /// <summary>Has errors quote the line and what was bound without what looks like a secret.</summary>
    private void QuoteNoSecret()
    {
        string line = MyInvocation.Line ?? "";
        KeyValuePair<string, object>[] secrets = [.. MyInvocation.BoundParameters.Where(bound => HasSecret(bound.Value))];
        if (secrets.Length == 0 && !HasSecret(line))
            return;

        // A secret that was bound may stand in another line of the same command, which is quoted too.
        Quote(Redaction.HideSecrets(line));
        foreach ((string name, object value) in secrets)
            MyInvocation.BoundParameters[name] = value is string[] texts ? Array.ConvertAll(texts, Redaction.HideSecrets) : Redaction.HideSecrets((string)value);
    }

    private static bool HasSecret(object? value) => value switch
    {
        string text => Redaction.HideSecrets(text) != text,
        string[] texts => Array.Exists(texts, HasSecret),
        _ => false,
    };

    private void Quote(string line)
    {
        line = line.TrimEnd();
        ScriptPosition At(int column) => new(MyInvocation.ScriptName, MyInvocation.ScriptLineNumber, column, line);
        MyInvocation.DisplayScriptPosition = new ScriptExtent(At(1), At(line.Length + 1));
    }
}
