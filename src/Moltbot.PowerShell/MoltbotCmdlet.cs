using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Configuration.Reading;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Resolving;
using Moltbot.Core.Rotating;
using Moltbot.Core.Text;
using Moltbot.PowerShell.Running;
using Moltbot.PowerShell.Secrets;

namespace Moltbot.PowerShell;

/// <summary>
/// What every cmdlet has in common: the installation that each of its items is about, cancellation, and what becomes of
/// errors.
/// </summary>
public abstract class MoltbotCmdlet : DiscreetCmdlet, IDisposable
{
    private const string AgentParameter = "Agent";

    private readonly CancellationTokenSource stopped = new();
    private readonly List<(string? Name, OpenedInstallation Installation)> opened = [];
    private OpenedInstallation? current;
    private SessionVaults? vaults;
    private bool losesAll;
    private bool losesNothing;

    /// <summary>
    /// Another installation's state directory, which beats everything that the environment says. Objects of other cmdlets
    /// bring theirs along, unless one is given.
    /// </summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    public virtual string? StateDirectory { get; set; }

    /// <summary>The installation that the item is about. Once all items have come it is that of the last one.</summary>
    protected MoltbotInstallation Installation => current!.Installation;

    /// <summary>Whether there was an item, so that an installation was chosen.</summary>
    private protected bool HasInstallation => current is not null;

    /// <summary>Is cancelled when the pipeline is stopped.</summary>
    protected CancellationToken Cancellation => stopped.Token;

    /// <summary>Follows references of the installation that the item is about.</summary>
    private protected SecretResolver Secrets => current!.Secrets;

    /// <summary>The vaults of the session.</summary>
    private protected SessionVaults Vaults => vaults ??= new SessionVaults(this, Cancellation);

    /// <summary>Whether an item has failed.</summary>
    private protected bool HasFailed { get; private set; }

    /// <summary>Whether the pipeline brings items that stand for themselves.</summary>
    private protected virtual bool TakesItems => IsLook || MyInvocation.ExpectingInput;

    /// <summary>
    /// Whether the cmdlet only looks. What it cannot find or read is an error about that item, so that the others come, and
    /// a loop that silences errors gets nothing, and not what it got before.
    /// </summary>
    private bool IsLook => MyInvocation.MyCommand is CmdletInfo { Verb: VerbsCommon.Get or VerbsDiagnostic.Test };

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <inheritdoc/>
    protected sealed override void BeginProcessing()
    {
        base.BeginProcessing();
        Attempt(ThrowTerminatingError, Start);
    }

    private void Start()
    {
        Views.Load(this);
        Begin();
        if (IsGivenBlank(nameof(StateDirectory), given => given is null))
            throw SessionInstallation.Blank();
        if (IsGivenBlank(AgentParameter, given => given is null || (given is string name && string.IsNullOrWhiteSpace(name))))
            throw new MoltbotException(ErrorCode.InvalidArgument, "The name of the agent is blank. Name the agent that is meant, or leave -Agent out.");
        if (IsChosenByItems)
            return;
        if (IsLook)
            current = FindInstallation();
        else
            Enter();
    }

    /// <inheritdoc/>
    protected sealed override void ProcessRecord() => AttemptItem(() =>
    {
        Enter();
        Process();
        TellBeginnings();
    });

    /// <inheritdoc/>
    protected sealed override void EndProcessing() => AttemptItem(() =>
    {
        Finish();
        TellBeginnings();
        WriteWarnings(opened.Select(known => known.Installation).Distinct().Select(known => known.Unnoticed).OfType<string>());
    });

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

    /// <summary>Describes the installation that is named, or all that there are.</summary>
    private protected IReadOnlyList<InstallationOverview> FindInstallations() => SessionInstallation.FindAll(SessionState, NameOfInstallation);

    /// <summary>Tells that there is no installation where one was to be looked at. To somebody who looks that is no failure.</summary>
    private protected virtual void ReportMissing(MoltbotException missing) => WriteWarning(missing.MessageIn(FrontEnd.Module));

    /// <summary>The agents that a name with wildcards fits, or the one that a name without is of.</summary>
    /// <param name="name">What was typed, or <see langword="null"/>.</param>
    /// <param name="find">Finds an agent by its id, or the one that is meant where none is named.</param>
    private protected IReadOnlyList<Agent> FindAgents(string? name, Func<string?, Agent> find)
    {
        if (name is null || !WildcardPattern.ContainsWildcardCharacters(name))
            return [find(name)];

        WildcardPattern pattern = WildcardPattern.Get(name, WildcardOptions.IgnoreCase);
        return [.. Installation.AgentIds.Select(id => id.Value).Where(pattern.IsMatch).Select(find)];
    }

    /// <summary>An agent; the configured default one if none is named.</summary>
    /// <exception cref="MoltbotException">There is no such agent.</exception>
    private protected Agent FindAgent(string? name) => Told(Installation.FindAgent(Named(name)));

    /// <summary>An agent; the main one, from which all others inherit, if none is named.</summary>
    /// <exception cref="MoltbotException">There is no such agent.</exception>
    private protected Agent FindAgentOrMain(string? name) => Told(Named(name) is { Length: > 0 } named ? Installation.FindAgent(named) : Installation.MainAgent);

    /// <summary>The agent that is named, or else the session's, which is one of the session's installation.</summary>
    private protected string? Named(string? agent) => string.IsNullOrEmpty(agent) ? Context?.Agent : agent;

    /// <summary>
    /// Whether a planned change is to be made: the only place where that is asked. Of one that makes no difference nobody is
    /// asked, and a rehearsal has nothing to tell.
    /// </summary>
    private protected bool Approves(PlannedChange planned)
    {
        if (!planned.IsDone)
            return ShouldProcess(VisibleText.Of(planned.Target), VisibleText.Of(planned.Action));

        WriteVerbose($"Nothing to do in {planned.Target}: {planned.Action}");
        return !IsRehearsal;
    }

    /// <summary>The same for a change that removes what may be nowhere else: whoever has not forced it is asked, whatever they are used to confirm, and Enter is a no.</summary>
    private protected bool ApprovesLoss(PlannedChange planned, string warning, bool isForced) =>
        Approves(planned) && (isForced || ShouldContinue(VisibleText.Of($"{planned.Action}: {planned.Target}? {warning}"), "Moltbot", hasSecurityImpact: true, ref losesAll, ref losesNothing));

    /// <summary>Does something for one item. An error is about that item alone when there may be others in the pipeline; else it ends the command.</summary>
    protected void AttemptItem(Action action) => Attempt(TakesItems ? WriteItemError : ThrowTerminatingError, action);

    /// <summary>Does work that waits for programs or hosts. It writes and asks through the pipeline thread, which is this one, and Ctrl+C cancels it at once.</summary>
    private protected T Pump<T>(Func<PipelineThread, CancellationToken, Task<T>> work) => PipelineThread.Lend(work, Cancellation);

    /// <summary>Renews what has expired of the sign-ins that will be used.</summary>
    /// <returns>What failed, which is also reported where it is asked for.</returns>
    private protected IReadOnlyList<MoltbotException> Renew(Agent agent, AgentCredentials credentials, IReadOnlyCollection<string> providers, IReadOnlyCollection<string> profileIds)
    {
        using InstallationSignIns signIns = agent.OpenSignIns();
        return Pump((_, cancellation) => signIns.RenewForUseAsync(credentials, providers, profileIds, cancellation));
    }

    /// <summary>Takes out the old keys of rotations whose grace period is over. One that cannot be is told, and does not hold the command up.</summary>
    private protected void EndDue(InstallationRotations rotations)
    {
        foreach (KeyRotation due in rotations.FindDue())
        {
            if (!Approves(new PlannedChange($"{due.ProfileId} of agent {due.Agent}", "Remove the old key, whose grace period is over")))
                continue;

            try
            {
                WriteWarnings(rotations.End(due, Cancellation).Warnings);
                WriteVerbose($"The old key of {due.ProfileId} of agent {due.Agent} is gone.");
            }
            catch (MoltbotException problem)
            {
                WriteWarning(problem.MessageIn(FrontEnd.Module));
            }
        }
    }

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
        if (!disposing)
            return;

        vaults?.Dispose();
        stopped.Dispose();
    }

    /// <summary>Whether it takes an item to know the installation. Before the first one this tells a script block, which makes a name of each item, from a name.</summary>
    private protected virtual bool IsChosenByItems => MyInvocation.ExpectingInput && StateDirectory is null;

    /// <summary>The defaults of the session, unless the item names an installation.</summary>
    private MoltbotContext? Context => StateDirectory is null ? MoltbotContext.Current : null;

    /// <summary>Whether a parameter is given and is nothing, as from a variable that is misspelt. Piped objects may well have nothing there.</summary>
    private bool IsGivenBlank(string parameter, Func<object?, bool> isBlank) =>
        MyInvocation.BoundParameters.TryGetValue(parameter, out object? given) && isBlank(given);

    /// <summary>Turns to the installation that the item is about.</summary>
    private void Enter()
    {
        current = FindInstallation();
        current.Prepare(() =>
        {
            WriteVerbose($"State directory {Installation.Paths.StateDirectory}, configuration {Installation.Paths.ConfigPath}{(Context is { } context ? $". From Set-MoltbotContext: {context.Description}" : "")}");
            if (IsLook && Installation is { Exists: false, Layout.Unseen: null })
                ReportMissing(Installation.Missing());

            Prepare();
        });
    }

    /// <summary>Whether it was only asked what would be done.</summary>
    private protected bool IsRehearsal => LanguagePrimitives.IsTrue(MyInvocation.BoundParameters.TryGetValue("WhatIf", out object? given) ? given : GetVariableValue("WhatIfPreference"));

    private void TellBeginnings() => WriteWarnings(opened.Select(known => known.Installation.TakeBeginning()).OfType<string>());

    private OpenedInstallation FindInstallation() => opened.Find(known => known.Name == NameOfInstallation).Installation ?? Open();

    private string? NameOfInstallation => StateDirectory ?? Context?.StateDirectory;

    /// <summary>Opens it, unless it is one that is known by another name.</summary>
    private OpenedInstallation Open()
    {
        MoltbotInstallation installation = SessionInstallation.Open(SessionState, NameOfInstallation, new LoginShell(Cancellation));
        OpenedInstallation known = opened.Find(other => other.Installation.Installation.Paths == installation.Paths).Installation
            ?? new OpenedInstallation(installation, wanted => wanted.OpenSecrets(Vaults, Cancellation));
        opened.Add((NameOfInstallation, known));
        return known;
    }

    private Agent Told(Agent agent)
    {
        WriteVerbose($"Agent {agent.Id}, credential store {agent.StorePath}");
        return agent;
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
