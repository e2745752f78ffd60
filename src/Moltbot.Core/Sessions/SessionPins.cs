using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Sessions;

/// <summary>The sessions that are pinned to a profile, as far as they can be read.</summary>
/// <param name="Pins">The pins that were found.</param>
/// <param name="Errors">Why a session store could not be read; what is in it is not known. The gateway takes it for empty.</param>
internal sealed record SessionPins(IReadOnlyList<SessionPin> Pins, IReadOnlyList<MoltbotException> Errors)
{
    /// <summary>Looks for pins to a profile. Reading changes nothing.</summary>
    /// <param name="profileId">The profile.</param>
    /// <param name="agents">The agents whose sessions count.</param>
    /// <param name="storeOf">The sessions of an agent.</param>
    public static SessionPins To(string profileId, IEnumerable<AgentContext> agents, Func<AgentContext, ISessionStore> storeOf)
    {
        List<SessionPin> pins = [];
        List<MoltbotException> errors = [];
        HashSet<StorePlace> seen = [];
        foreach (AgentContext agent in agents)
        {
            ISessionStore store = storeOf(agent);
            if (!seen.Add(store.Place))
                continue;

            try
            {
                pins.AddRange(store.Read().Entries
                    .Where(session => session.StoredProfileOverride == profileId)
                    .Select(session => new SessionPin(agent.StateDirectory, agent.Id.Value, session.Key)));
            }
            catch (MoltbotException error) when (error.Code is ErrorCode.StoreUnreadable or ErrorCode.StoreLocked or ErrorCode.InstallationNotServed or ErrorCode.MigrationPending)
            {
                errors.Add(error);
            }
        }

        return new SessionPins(pins, errors);
    }
}
