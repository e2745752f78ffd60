namespace Moltbot.Core.Monitoring;

/// <summary>The names of kinds in files and messages.</summary>
internal static class MonitorEventKinds
{
    /// <summary>The name.</summary>
    public static string ToName(this MonitorEventKind kind) => kind switch
    {
        MonitorEventKind.Expiring => "expiring",
        MonitorEventKind.Expired => "expired",
        MonitorEventKind.Missing => "missing",
        MonitorEventKind.Refused => "refused",
        MonitorEventKind.NotRenewed => "not renewed",
        MonitorEventKind.Disabled => "disabled",
        MonitorEventKind.Resting => "resting",
        MonitorEventKind.QuotaNearlyUsed => "quota",
        MonitorEventKind.NotRead => "not read",
        _ => "recovered",
    };
}
