namespace Moltbot.Core.Monitoring;

/// <summary>The names of schedulers.</summary>
public static class ScheduleKinds
{
    private static readonly ScheduleKind[] All = [ScheduleKind.SystemdUser, ScheduleKind.SystemdSystem, ScheduleKind.Launchd, ScheduleKind.Cron, ScheduleKind.WindowsTask];

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(ToName)];

    /// <summary>The name.</summary>
    public static string ToName(this ScheduleKind kind) => kind switch
    {
        ScheduleKind.SystemdUser => "systemd",
        ScheduleKind.SystemdSystem => "systemd-system",
        ScheduleKind.Launchd => "launchd",
        ScheduleKind.Cron => "cron",
        _ => "task",
    };

    /// <summary>The scheduler of a name, or <see langword="null"/>.</summary>
    public static ScheduleKind? Parse(string? name) => Array.FindIndex(All, kind => kind.ToName() == name) is >= 0 and var index ? All[index] : null;
}
