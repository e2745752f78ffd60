namespace Moltbot.Core.Monitoring;

/// <summary>What a channel is to be told now, and what is remembered of it.</summary>
/// <param name="Events">What it is told, the most urgent first; none where it knows everything.</param>
/// <param name="Untold">What is remembered if it does not accept that.</param>
/// <param name="Told">What is remembered if it does.</param>
internal sealed record MonitorComparison(IReadOnlyList<MonitorEvent> Events, ChannelMemory Untold, ChannelMemory Told)
{
    /// <summary>Compares what is not fine now with what a channel knows.</summary>
    /// <param name="now">What is not fine, and what was looked at for it.</param>
    /// <param name="known">What the channel knows.</param>
    /// <param name="least">What is not as urgent as this is kept from it.</param>
    /// <param name="repeat">How long the same is not told again.</param>
    /// <param name="quiet">When only what is urgent is told, or <see langword="null"/>.</param>
    public static MonitorComparison Of(MonitorFindings now, ChannelMemory known, MonitorSeverity least, TimeSpan repeat, QuietHours? quiet)
    {
        double time = now.Time.ToUnixTimeMilliseconds();
        Dictionary<string, ToldEvent> untold = new(known.Told, StringComparer.Ordinal);
        Dictionary<string, ToldEvent> told = new(known.Told, StringComparer.Ordinal);
        List<MonitorEvent> events = [];
        bool hasFallen = false;
        Dictionary<string, MonitorEvent> conditions = now.Events.Where(condition => condition.Severity >= least).ToDictionary(condition => condition.Key.ToString(), StringComparer.Ordinal);
        foreach ((string key, MonitorEvent condition) in conditions)
        {
            ToldEvent? before = known.Told.GetValueOrDefault(key);
            if (!IsDue(condition.Severity, before, repeat, time))
            {
                if (condition.Severity == before!.Severity)
                    continue;

                // It is less urgent than it was, so that a rise from here on is one.
                hasFallen = true;
                untold[key] = told[key] = before with { Severity = condition.Severity };
            }
            else if (quiet?.Hold(condition.Severity, now.Time) != true)
            {
                events.Add(condition);
                told[key] = ToldEvent.Of(condition, before, time);
            }
        }

        foreach ((string key, ToldEvent before) in known.Told)
        {
            if (conditions.ContainsKey(key) || !now.WasLookedAt(MonitorKey.Parse(key)!) || quiet?.Hold(MonitorSeverity.Notice, now.Time) == true)
                continue;

            events.Add(now.Recovered(MonitorKey.Parse(key)!, before));
            told.Remove(key);
        }

        return new MonitorComparison(
            [.. events.OrderByDescending(one => one.Severity).ThenBy(one => one.Until ?? DateTimeOffset.MaxValue).ThenBy(one => one.Message, StringComparer.Ordinal)],
            hasFallen ? new ChannelMemory(untold) : known,
            hasFallen || events.Count > 0 ? new ChannelMemory(told) : known);
    }

    private static bool IsDue(MonitorSeverity severity, ToldEvent? before, TimeSpan repeat, double now) =>
        before is null || severity > before.Severity || !before.Times.TryGetValue(severity, out double last) || now - last >= repeat.TotalMilliseconds;
}
