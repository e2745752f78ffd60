namespace Moltbot.Core.Monitoring;

/// <summary>The names of schedulers.</summary>
public static class ScheduleKinds
{
    private static readonly string[] InOrder = ["systemd", "systemd-system", "launchd", "cron", "task"];

    /// <summary>The names of all of them.</summary>
    public static IReadOnlyList<string> Names => InOrder;

    /// <summary>The name.</summary>
    public static string ToName(this ScheduleKind kind) => InOrder[(int)kind];

    /// <summary>The scheduler of a name, or <see langword="null"/>.</summary>
    public static ScheduleKind? Parse(string? name) => Array.IndexOf(InOrder, name) is >= 0 and var index ? (ScheduleKind)index : null;
}
