using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.PowerShell.Running;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell;

/// <summary>
/// What every cmdlet has in common: the installation that each of its items is about, cancellation, and what becomes of
/// errors.
/// </summary>
public abstract class MoltbotCmdlet : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource stopped = new();
    private readonly List<(string? Name, OpenedInstallation Installation)> opened = [];
    private OpenedInstallation? current;

    /// <summary>
    /// Another installation's state directory, which beats everything that the environment says. Objects of other cmdlets
    /// bring theirs along, unless one is given.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public string? StateDirectory { get; set; }

    /// <summary>The installation that the item is about. Once all items have come it is that of the last one.</summary>
    protected MoltbotInstallation Installation => current!.Installation;

    /// <summary>Is cancelled when the pipeline is stopped.</summary>
    protected CancellationToken Cancellation => stopped.Token;

    /// <summary>Follows references of the installation that the item is about.</summary>
    private protected SecretResolver Secrets => current!.Secrets;

    /// <summary>The vaults of the session.</summary>
    private protected SessionVaults Vaults => field ??= new SessionVaults(Cancellation);

    /// <summary>Whether an item has failed.</summary>
    private protected bool HasFailed { get; private set; }

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
        Begin();
        if (MyInvocation.BoundParameters.TryGetValue(nameof(StateDirectory), out object? given) && given is null)
            throw SessionInstallation.Blank();
        if (!IsChosenByItems)
            Enter();
    });

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => AttemptItem(() =>
    {
        Enter();
        Process();
    });

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => AttemptItem(Finish);

    /// <inheritdoc/>
    protected override void StopProcessing() => stopped.Cancel();

    /// <summary>Runs before the first input, when no installation is chosen yet.</summary>
    protected virtual void Begin()
    {
    }

    /// <summary>Runs once for each installation, before the first item that is about it.</summary>
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

    /// <summary>An agent; the main one, from which all others inherit, if none is named.</summary>
    /// <exception cref="MoltbotException">There is no such agent.</exception>
    private protected Agent FindAgentOrMain(string? name)
    {
        Agent agent = string.IsNullOrEmpty(name) ? Installation.MainAgent : Installation.FindAgent(name);
        WriteVerbose($"Agent {agent.Id}, credential store {agent.StorePath}");
        return agent;
    }

    /// <summary>Does something for one item. An error is about that item alone when there may be others in the pipeline; else it ends the command.</summary>
    protected void AttemptItem(Action action) => Attempt(TakesItems ? WriteItemError : ThrowTerminatingError, action);

    /// <summary>Does work that waits for programs or hosts. It writes and asks through the pipeline thread, which is this one, and Ctrl+C cancels it at once.</summary>
    private protected T Pump<T>(Func<PipelineThread, CancellationToken, Task<T>> work) => PipelineThread.Lend(work, Cancellation);

    /// <summary>Writes an error that is about one item.</summary>
    private protected void WriteItemError(ErrorRecord error)
    {
        HasFailed = true;
        WriteError(error);
    }

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

    /// <summary>Whether it takes an item to know the installation. Before the first one this tells a script block, which makes a name of each item, from a name.</summary>
    private bool IsChosenByItems => MyInvocation.ExpectingInput && StateDirectory is null;

    /// <summary>Turns to the installation that the item is about.</summary>
    private void Enter()
    {
        current = opened.Find(known => known.Name == StateDirectory).Installation ?? Open();
        current.Prepare(() =>
        {
            WriteVerbose($"State directory {Installation.Paths.StateDirectory}, configuration {Installation.Paths.ConfigPath}");
            Prepare();
        });
    }

    /// <summary>Opens it, unless it is one that is known by another name.</summary>
    private OpenedInstallation Open()
    {
        MoltbotInstallation installation = SessionInstallation.Open(SessionState, StateDirectory, new LoginShell(Cancellation));
        OpenedInstallation known = opened.Find(other => other.Installation.Installation.Paths == installation.Paths).Installation
            ?? new OpenedInstallation(installation, wanted => wanted.OpenSecrets(Vaults, Cancellation));
        opened.Add((StateDirectory, known));
        return known;
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
