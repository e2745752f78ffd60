using Moltbot.Core.Errors;
namespace Moltbot.Core.Sessions;

/// <summary>What a person should know about pins, in few words however many sessions there are.</summary>
public static class SessionWarnings
{
    private const int MostNamed = 3;

    /// <summary>One warning for each profile that sessions are pinned to in vain, and one for each model that is not allowed.</summary>
    /// <param name="sessions">The sessions.</param>
    /// <param name="frontEnd">In whose words it is told what to do next.</param>
    public static IReadOnlyList<string> Of(IEnumerable<SessionModel> sessions, FrontEnd frontEnd) =>
    [
        .. sessions.Where(session => session.IsStale)
            .GroupBy(session => session.Reason, StringComparer.Ordinal)
            .Select(stale => $"{stale.Key} {Pinned([.. stale])}; {NextSteps.ClearStalePins.In(frontEnd)} takes such pins away."),
    ];

    private static string Pinned(SessionModel[] sessions)
    {
        string named = string.Join(", ", sessions.Take(MostNamed).Select(session => session.SessionKey));
        return sessions.Length switch
        {
            1 => $"Session {named} is pinned to it",
            <= MostNamed => $"Sessions {named} are pinned to it",
            _ => $"{sessions.Length} sessions are pinned to it ({named}, …)",
        };
    }
}
