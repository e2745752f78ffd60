namespace Moltbot.Core.Monitoring;

/// <summary>A time of the day in which only what is urgent is told; the rest waits for its end.</summary>
/// <param name="From">When it begins.</param>
/// <param name="To">When it ends; earlier than it begins where it goes over midnight.</param>
/// <param name="Zone">Whose clock it goes by.</param>
/// <param name="Except">What is told nevertheless: this and what is more urgent.</param>
internal sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone, MonitorSeverity Except)
{
    /// <summary>Whether something waits at a time.</summary>
    public bool Hold(MonitorSeverity severity, DateTimeOffset now) =>
        severity < Except && TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(now, Zone).DateTime).IsBetween(From, To);
}
