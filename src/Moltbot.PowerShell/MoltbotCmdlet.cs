using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;

namespace Moltbot.PowerShell;

/// <summary>What every cmdlet has in common: the installation it is about, cancellation, and what becomes of errors.</summary>
public abstract class MoltbotCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopped = new();

    /// <summary>Another installation's state directory, which beats everything that the environment says.</summary>
    [Parameter]
    public string? StateDirectory { get; set; }

    /// <summary>The installation.</summary>
    protected MoltbotInstallation Installation { get; private set; } = null!;

    /// <summary>Is cancelled when the pipeline is stopped.</summary>
    protected CancellationToken Cancellation => stopped.Token;

    /// <summary>Whether the pipeline brings items that stand for themselves.</summary>
    private protected virtual bool TakesItems => MyInvocation.ExpectingInput;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing() => Attempt(ThrowTerminatingError, () =>
    {
        Views.Load(this);
        Installation = SessionInstallation.Open(SessionState, StateDirectory, new LoginShell(Cancellation));
        WriteVerbose($"State directory {Installation.Paths.StateDirectory}, configuration {Installation.Paths.ConfigPath}");
        Prepare();
    });

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => AttemptItem(Process);

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => AttemptItem(Finish);

    /// <inheritdoc/>
    protected override void StopProcessing() => stopped.Cancel();

    /// <summary>Runs before the first input.</summary>
    protected virtual void Prepare()
    {
    }

    /// <summary>Runs for each input, or once when there is no pipeline.</summary>
    protected virtual void Process()
    {
    }

    /// <summary>Runs after the last input.</summary>
    protected virtual void Finish()
    {
    }

    /// <summary>Makes sure that the configuration can be used, and tells what a person should know about it.</summary>
    private protected void RequireUsableConfiguration()
    {
        Installation.RequireUsableConfiguration();
        WriteWarnings(Installation.Warnings);
    }

    /// <summary>Does something for one item. An error is about that item alone when there may be others in the pipeline; else it ends the command.</summary>
    protected void AttemptItem(Action action) => Attempt(TakesItems ? WriteError : ThrowTerminatingError, action);

    /// <summary>Writes errors that do not end the command.</summary>
    protected void WriteErrors(IEnumerable<MoltbotException> errors)
    {
        foreach (MoltbotException error in errors)
            WriteError(Errors.ToRecord(error));
    }

    /// <summary>Tells what a person should know although it does no harm now.</summary>
    protected void WriteWarnings(IEnumerable<string> warnings)
    {
        foreach (string warning in warnings)
            WriteWarning(warning);
    }

    /// <summary>Releases what the cmdlet holds.</summary>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
            stopped.Dispose();
    }

    private void Attempt(Action<ErrorRecord> report, Action action)
    {
        try
        {
            action();
        }
        catch (MoltbotException e)
        {
            report(Errors.ToRecord(e));
        }
        catch (OperationCanceledException) when (stopped.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }
}
