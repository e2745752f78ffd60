using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Sessions that cannot be read, are pinned to profiles that do not exist, or have lost what was said.</summary>
internal sealed class SessionCheck : IInstallationCheck
{
    private const int Recent = 5;

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } =
        [FindingKinds.SessionsUnreadable, FindingKinds.SessionIgnored, FindingKinds.SessionPinBroken, FindingKinds.SessionTranscriptMissing];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation)
    {
        HashSet<StorePlace> seen = [];
        foreach (AgentContext agent in installation.Agents)
        {
            ISessionStore store = installation.SessionsOf(agent);
            if (!seen.Add(store.Place))
                continue;

            FindingPlace place = new(store.Place.Path) { Agent = agent.Id.Value };
            Finding? unread = null;
            SessionTable sessions = SessionTable.Empty;
            try
            {
                sessions = installation.SessionsIn(store);
            }
            catch (MoltbotException error)
            {
                unread = installation.Found(FindingKinds.SessionsUnreadable, error, place);
            }

            if (unread is not null)
                yield return unread;
            foreach (string key in sessions.PassedOver)
                yield return installation.Found(FindingKinds.SessionIgnored, $"The session {key} in {place.Path} is no object, or its id, its time or what it is pinned to is of another type than the gateway reads. It begins anew without its pins. Correct the entry, or remove it.", place with { Entry = key });
            if (Pins(installation, agent, store, sessions, place) is { } pins)
                yield return pins;
            if (!installation.IsOfToday && Transcripts(installation, sessions, place) is { } transcripts)
                yield return transcripts;
        }
    }

    private static Finding? Pins(ExaminedInstallation installation, AgentContext agent, ISessionStore store, SessionTable sessions, FindingPlace place)
    {
        if (!installation.AreStoresKnown)
            return null;

        string[] broken = [.. sessions.Entries.Where(session => IsBroken(installation, session)).Select(session => session.Key)];
        if (broken.Length == 0)
            return null;

        Repair unpin = Repair.Of(store.Place.Path, "Take the pins away, as the gateway does with the next message", RepairConsent.Unasked, cancellation =>
        {
            store.Update(now => now.Entries.Where(session => IsBroken(installation, session)).ToDictionary(session => session.Key, _ => SessionEntry.Unpin(agent.Now), StringComparer.Ordinal), cancellation);
            return "the sessions stay; what they were pinned to does not exist";
        });
        string named = string.Join(", ", broken.Take(Recent)) + (broken.Length > Recent ? $" and {broken.Length - Recent} more" : "");
        return installation.Found(
            FindingKinds.SessionPinBroken,
            $"{(broken.Length == 1 ? "A session is" : $"{broken.Length} sessions are")} pinned to an auth profile that does not exist: {named}. {NextSteps.ClearStalePins} takes such pins away.",
            place,
            unpin);
    }

    private static bool IsBroken(ExaminedInstallation installation, SessionEntry session) =>
        session.ProfileOverride is { } id && !StoredIds.Has(installation, id);

    private static Finding? Transcripts(ExaminedInstallation installation, SessionTable sessions, FindingPlace place)
    {
        string directory = Path.GetDirectoryName(place.Path)!;
        int missing = sessions.Entries
            .Where(session => session.SessionId is not null && session.UpdatedAt is not null)
            .OrderByDescending(session => session.UpdatedAt)
            .Take(Recent)
            .Count(session => !Path.Exists(Path.Combine(directory, $"{session.SessionId}.jsonl")));
        return missing == 0 ? null : installation.Found(
            FindingKinds.SessionTranscriptMissing,
            $"Of the {Recent} most recent sessions in {place.Path}, {missing} {(missing == 1 ? "has" : "have")} lost what was said: the transcript is missing.",
            place);
    }
}
