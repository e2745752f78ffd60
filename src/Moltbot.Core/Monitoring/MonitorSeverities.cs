namespace Moltbot.Core.Monitoring;

/// <summary>The names of severities in files and messages.</summary>
internal static class MonitorSeverities
{
    /// <summary>All of them, the least urgent first.</summary>
    public static IReadOnlyList<MonitorSeverity> All { get; } = [MonitorSeverity.Notice, MonitorSeverity.Warning, MonitorSeverity.Error, MonitorSeverity.Critical];

    /// <summary>The name.</summary>
    public static string ToName(this MonitorSeverity severity) => severity switch
    {
        MonitorSeverity.Critical => "critical",
        MonitorSeverity.Error => "error",
        MonitorSeverity.Warning => "warning",
        _ => "notice",
    };

    /// <summary>The severity of a name, or <see langword="null"/>.</summary>
    public static MonitorSeverity? Parse(string? name) => All.Cast<MonitorSeverity?>().FirstOrDefault(severity => severity!.Value.ToName() == name);
}
