using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Sessions;

/// <summary>An agent's sessions as they were at one moment: the store has been read once, whatever is asked and how often.</summary>
public sealed class SessionModels
{
    private readonly AgentId agent;
    private readonly IEnumerable<KeyValuePair<AgentId, ISessionStore>> others;
    private readonly SessionTable sessions;
    private readonly StorePlace place;
    private readonly Lazy<SessionRules> rules;

    /// <summary>The sessions of an agent.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="others">The sessions of the other agents, of which one may have what somebody looks for here.</param>
    /// <param name="sessions">What the store says.</param>
    /// <param name="place">Where that is.</param>
    /// <param name="rules">Finds out what the sessions use, once it is asked for.</param>
    internal SessionModels(AgentId agent, IEnumerable<KeyValuePair<AgentId, ISessionStore>> others, SessionTable sessions, StorePlace place, Func<SessionRules> rules)
    {
        this.agent = agent;
        this.others = others;
        this.sessions = sessions;
        this.place = place;
        this.rules = new Lazy<SessionRules>(rules);
    }

    /// <summary>The keys of the sessions.</summary>
    public IEnumerable<string> Keys => Entries.Select(session => session.Key);

    /// <summary>The sessions of a store that agents share are told apart by their keys; those that name no agent are everyone's.</summary>
    private IEnumerable<SessionEntry> Entries => sessions.Entries.Where(IsOwn);

    /// <summary>All sessions.</summary>
    /// <param name="asNewSession">Whether to tell what they would use if they started anew.</param>
    /// <exception cref="MoltbotException">The credentials cannot be read.</exception>
    public IReadOnlyList<SessionModel> GetAll(bool asNewSession = false) => [.. Entries.Select(session => Describe(session, asNewSession))];

    /// <summary>A session.</summary>
    /// <param name="key">Its key, or what a chat client would send for it: <c>main</c> is <c>agent:&lt;id&gt;:main</c>.</param>
    /// <param name="asNewSession">Whether to tell what it would use if it started anew.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SessionNotFound"/>, naming similar ones, or the credentials cannot be read.</exception>
    public SessionModel Get(string key, bool asNewSession = false) => Describe(Find(key), asNewSession);

    /// <summary>The entry of a session.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.SessionNotFound"/>.</exception>
    internal SessionEntry Find(string key)
    {
        if (sessions.Find(key) is { } exact && IsOwn(exact))
            return exact;

        string normal = SessionKey.Normalize(key, agent);
        if (SessionKey.AgentOf(normal) is { } named && named != agent)
            throw SessionErrors.OfOtherAgent(key, agent, named);

        return sessions.Find(normal)
            ?? throw SessionErrors.NotFound(key, agent, place.Path, Keys, OwnerOf(SessionKey.RestOf(normal)));
    }

    private bool IsOwn(SessionEntry session) => SessionKey.AgentOf(session.Key) is not { } other || other == agent;

    private SessionModel Describe(SessionEntry session, bool asNewSession) => rules.Value.Of(session, sessions, place.Path, asNewSession);

    /// <summary>Another agent that has a session of this name in a store of its own.</summary>
    private AgentId? OwnerOf(string rest) =>
        others.FirstOrDefault(other => Has(other.Value, rest, other.Key)).Key;

    private bool Has(ISessionStore other, string rest, AgentId owner)
    {
        try
        {
            return other.Place != place && other.Read().Find(SessionKey.Of(owner, rest)) is not null;
        }
        catch (MoltbotException error) when (error.Code is ErrorCode.StoreUnreadable or ErrorCode.StoreLocked or ErrorCode.InstallationNotServed or ErrorCode.MigrationPending)
        {
            return false;
        }
    }
}
