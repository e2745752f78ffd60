namespace Moltbot.Core.Monitoring;

/// <summary>What a pass has seen: what is not fine, and what it has looked at.</summary>
internal sealed class MonitorFindings(string stateDirectory, DateTimeOffset time)
{
    private readonly List<MonitorEvent> events = [];
    private readonly HashSet<string> keys = new(StringComparer.Ordinal);
    private readonly HashSet<(MonitorAspect Aspect, string Agent)> lookedAt = [];
    private readonly HashSet<MonitorKey> undecided = [];

    /// <summary>When it was.</summary>
    public DateTimeOffset Time { get; } = time;

    /// <summary>What is not fine, each thing once.</summary>
    public IReadOnlyList<MonitorEvent> Events => events;

    /// <summary>Notes something that is not fine, unless it was noted already.</summary>
    public void Add(MonitorEvent found)
    {
        if (keys.Add(found.Key.ToString()))
            events.Add(found);
    }

    /// <summary>Notes that a side of an agent's credentials was looked at, so that what is not found there is over.</summary>
    public void LookedAt(MonitorAspect aspect, string agent) => lookedAt.Add((aspect, agent));

    /// <summary>Notes that nothing was found out about one thing.</summary>
    public void Undecided(MonitorKey key) => undecided.Add(key);

    /// <summary>Whether something would have been seen.</summary>
    public bool WasLookedAt(MonitorKey key) => lookedAt.Contains((key.Aspect, key.Agent)) && !undecided.Contains(key);

    /// <summary>That something is over which was told.</summary>
    public MonitorEvent Recovered(MonitorKey key, ToldEvent before) => new(key)
    {
        StateDirectory = stateDirectory,
        Kind = MonitorEventKind.Recovered,
        Severity = MonitorSeverity.Notice,
        Provider = before.Provider,
        ProfileId = before.ProfileId,
        Message = events.Find(one => one.Key == key)?.Message ?? $"That is over: {FirstSentence(before.Message)}",
    };

    /// <summary>What was to be done is not to be done any more.</summary>
    private static string FirstSentence(string message) => message.IndexOf(". ", StringComparison.Ordinal) is > 0 and var end ? message[..(end + 1)] : message;
}
