namespace Moltbot.Core.Monitoring;

/// <summary>How long before its end a credential is told of, and how urgent that is.</summary>
/// <param name="Notice">From here on it is worth knowing.</param>
/// <param name="Warning">From here on something is to be done within a day.</param>
/// <param name="Error">From here on within hours.</param>
internal sealed record MonitorThresholds(TimeSpan Notice, TimeSpan Warning, TimeSpan Error)
{
    /// <summary>Seven days, a day, two hours.</summary>
    public static MonitorThresholds Usual { get; } = new(TimeSpan.FromDays(7), TimeSpan.FromHours(24), TimeSpan.FromHours(2));

    /// <summary>How urgent an end is that is so far away; <see langword="null"/> when it is too far.</summary>
    public MonitorSeverity? Of(double remainingMilliseconds) =>
        remainingMilliseconds <= Error.TotalMilliseconds ? MonitorSeverity.Error :
        remainingMilliseconds <= Warning.TotalMilliseconds ? MonitorSeverity.Warning :
        remainingMilliseconds <= Notice.TotalMilliseconds ? MonitorSeverity.Notice :
        null;
}
