using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Sessions;
using Moltbot.PowerShell.Completion;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell;

/// <summary>A cmdlet about the sessions of an agent.</summary>
public abstract class SessionCmdlet : MoltbotCmdlet
{
    /// <summary>The agent's id; if omitted, the agent that the session's key names, or the configured default agent.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <inheritdoc/>
    protected sealed override void Prepare() => RequireUsableConfiguration();

    /// <summary>The agent among whose sessions one with this key, or those that a pattern fits, are looked for.</summary>
    protected Agent AgentOf(string sessionKey)
    {
        string? key = WildcardPattern.ContainsWildcardCharacters(sessionKey) ? null : sessionKey;
        Agent agent = Installation.FindAgentOf(key is null || SessionKey.AgentOf(key) is null ? Named(Agent) : Agent, key);
        WriteVerbose($"Agent {agent.Id}, session store {agent.Sessions.StorePath}");
        return agent;
    }

    /// <summary>The agents among whose sessions a cmdlet looks that takes wildcards for the agent too.</summary>
    private protected IEnumerable<Agent> AgentsOf(string sessionKey) =>
        Agent is not null && WildcardPattern.ContainsWildcardCharacters(Agent) ? FindAgents(Agent, FindAgent) : [AgentOf(sessionKey)];

    /// <summary>The session of that very key, or those that a pattern fits.</summary>
    protected static IReadOnlyList<SessionModel> Match(SessionModels sessions, string sessionKey, bool asNewSession = false)
    {
        if (!WildcardPattern.ContainsWildcardCharacters(sessionKey))
            return [sessions.Get(sessionKey, asNewSession)];

        WildcardPattern pattern = WildcardPattern.Get(sessionKey, WildcardOptions.IgnoreCase);
        return [.. sessions.GetAll(asNewSession).Where(session => pattern.IsMatch(session.SessionKey))];
    }
}
