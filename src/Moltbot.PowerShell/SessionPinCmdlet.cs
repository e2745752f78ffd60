using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Sessions;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet that changes the pins of sessions. What the pipeline brings for one agent is one change of its session store.</summary>
public abstract class SessionPinCmdlet : SessionCmdlet
{
    private readonly List<RequestedChange> requests = [];

    /// <summary>Whether what the sessions use now is written to the pipeline.</summary>
    [Parameter]
    public SwitchParameter PassThru { get; set; }

    /// <summary>Remembers that a session is meant, or those that a pattern fits.</summary>
    protected void Request(string sessionKey)
    {
        Agent agent = AgentOf(sessionKey);
        RequestedChange? request = requests.Find(request => request.Agent.IsSameAs(agent));
        if (request is null)
            requests.Add(request = new RequestedChange(agent, []));

        request.SessionKeys.Add(sessionKey);
    }

    /// <inheritdoc/>
    protected sealed override void Finish()
    {
        foreach (RequestedChange request in requests)
            AttemptItem(() => Write(Change(request.Agent.Sessions, request.SessionKeys)));
    }

    /// <summary>Changes the pins of an agent's sessions.</summary>
    /// <returns>What the sessions use now.</returns>
    protected abstract IReadOnlyList<SessionModel> Change(AgentSessions sessions, IReadOnlyList<string> sessionKeys);

    private void Write(IReadOnlyList<SessionModel> changed)
    {
        if (PassThru)
            WriteObject(changed, enumerateCollection: true);
    }

    private sealed record RequestedChange(Agent Agent, List<string> SessionKeys);
}
