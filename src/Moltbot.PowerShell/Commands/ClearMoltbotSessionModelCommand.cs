using System.Management.Automation;
using Moltbot.Core.Sessions;
using Moltbot.PowerShell.Completion;

namespace Moltbot.PowerShell.Commands;

/// <summary>Takes the pins of sessions away. Each session store is changed once.</summary>
[Cmdlet(VerbsCommon.Clear, "MoltbotSessionModel", SupportsShouldProcess = true, DefaultParameterSetName = "Session")]
[OutputType(typeof(SessionModel))]
public sealed class ClearMoltbotSessionModelCommand : SessionCmdlet
{
    private readonly Dictionary<string, (AgentSessions Sessions, List<string> Keys)> approved = new(StringComparer.Ordinal);

    /// <summary>The keys of the sessions, with wildcards. Only with <see cref="Stale"/> may they be left out, which means all.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Session")]
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true, ParameterSetName = "Stale")]
    [ValidateNotNullOrEmpty]
    [SupportsWildcards]
    [ArgumentCompleter(typeof(SessionKeyCompleter))]
    public string[] SessionKey { get; set; } = ["*"];

    /// <summary>Whether only pins that do not hold are taken away.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Stale")]
    public SwitchParameter Stale { get; set; }

    /// <summary>Whether what the sessions use now is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <inheritdoc/>
    protected override void Process()
    {
        foreach (string key in SessionKey)
            Collect(SessionsOf(key), key);
    }

    /// <inheritdoc/>
    protected override void Finish()
    {
        foreach ((AgentSessions sessions, List<string> keys) in approved.Values)
            AttemptItem(() => Clear(sessions, keys));
    }

    private void Collect(AgentSessions sessions, string key)
    {
        foreach (SessionModel session in Match(sessions, key).Where(session => Stale ? session.IsStale : session.IsPinned))
        {
            string pin = string.Join(" and ", new[] { session.PinnedModel, session.ProfileId }.OfType<string>());
            string reason = session.Reason is null ? "" : $" ({session.Reason})";
            if (!ShouldProcess(sessions.StorePath, $"Unpin session {session.SessionKey} from {pin}{reason}"))
                continue;

            string store = $"{session.Agent} {sessions.StorePath}";
            if (!approved.TryGetValue(store, out (AgentSessions, List<string> Keys) group))
                approved[store] = group = (sessions, []);

            group.Keys.Add(session.SessionKey);
        }
    }

    private void Clear(AgentSessions sessions, List<string> keys)
    {
        IReadOnlyList<SessionModel> cleared = Stale ? sessions.Mend(keys, Cancellation) : sessions.Unpin(keys, Cancellation);
        if (PassThru)
            WriteObject(cleared, enumerateCollection: true);
    }
}
