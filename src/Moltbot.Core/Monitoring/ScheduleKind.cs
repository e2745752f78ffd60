namespace Moltbot.Core.Monitoring;

/// <summary>Who starts the passes.</summary>
public enum ScheduleKind
{
    /// <summary>A timer of systemd for one user: <c>systemd</c>.</summary>
    SystemdUser,

    /// <summary>A timer of systemd for the whole machine: <c>systemd-system</c>.</summary>
    SystemdSystem,

    /// <summary>An agent of launchd: <c>launchd</c>.</summary>
    Launchd,

    /// <summary>A line of the user's crontab: <c>cron</c>.</summary>
    Cron,

    /// <summary>A task of Windows: <c>task</c>.</summary>
    WindowsTask,
}
