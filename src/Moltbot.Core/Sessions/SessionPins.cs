using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Sessions;

/// <summary>Looks for the sessions that are pinned to a profile. Reading changes nothing.</summary>
internal static class SessionPins
{
    /// <summary>The sessions of some agents that are pinned to a profile. A session store that cannot be read counts as empty, as with the gateway.</summary>
    public static IReadOnlyList<SessionPin> To(string profileId, IEnumerable<AgentContext> agents)
    {
        List<SessionPin> pins = [];
        HashSet<string> seen = new(StringComparer.Ordinal);
        foreach (AgentContext agent in agents)
        {
            SessionStore store = SessionStore.Of(agent);
            if (seen.Add(store.Path))
                pins.AddRange(Read(store).Entries.Where(session => session.StoredProfileOverride == profileId).Select(session => new SessionPin(agent.StateDirectory, agent.Id.Value, session.Key)));
        }

        return pins;
    }

    private static SessionTable Read(SessionStore store)
    {
        try
        {
            return store.Read();
        }
        catch (MoltbotException error) when (error.Code is ErrorCode.StoreUnreadable or ErrorCode.InstallationNotServed)
        {
            return SessionTable.Empty;
        }
    }
}
