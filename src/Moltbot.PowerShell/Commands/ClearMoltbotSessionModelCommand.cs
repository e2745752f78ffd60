using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Files;
using Moltbot.Core.Sessions;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>Takes the pins of sessions away. Each session store is changed once.</summary>
[Cmdlet(VerbsCommon.Clear, "MoltbotSessionModel", HelpUri = OnlineHelp.Pages + "Clear-MoltbotSessionModel.md", SupportsShouldProcess = true, DefaultParameterSetName = "Session")]
[OutputType(typeof(SessionModel))]
public sealed class ClearMoltbotSessionModelCommand : SessionPinCmdlet
{
    /// <summary>The keys of the sessions, with wildcards. Only with <see cref="Stale"/> may they be left out, which means all.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Session")]
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true, ParameterSetName = "Stale")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionKeyCompleter))]
    [Name]
    public string[] SessionKey { get; set; } = ["*"];

    /// <summary>Whether only pins that do not hold are taken away.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Stale")]
    public SwitchParameter Stale { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string key in SessionKey)
            Request(key);
    }

    /// <inheritdoc/>
    protected override IReadOnlyList<SessionModel> Change(AgentSessions sessions, IReadOnlyList<string> sessionKeys)
    {
        string[] approved = [.. Pinned(sessions.Read(), sessionKeys).Where(session => Approves(session)).Select(session => session.SessionKey)];
        return
            approved.Length == 0 ? [] :
            Stale ? sessions.Repair(approved, Cancellation) :
            sessions.Unpin(approved, Cancellation);
    }

    private IEnumerable<SessionModel> Pinned(SessionModels sessions, IReadOnlyList<string> sessionKeys)
    {
        List<SessionModel> found = [];
        foreach (string key in sessionKeys)
            AttemptItem(() => found.AddRange(Match(sessions, key)));

        return found.Where(session => Stale ? session.IsStale : session.IsPinned).DistinctBy(session => session.SessionKey, StringComparer.Ordinal);
    }

    private bool Approves(SessionModel session)
    {
        string pin = string.Join(" and ", new[] { session.PinnedModel, session.ProfileId }.OfType<string>());
        string reason = session.Reason is null ? "" : $" ({session.Reason})";
        return Approves(new PlannedChange(session.Path, $"Unpin session {session.SessionKey} from {pin}{reason}"));
    }
}
