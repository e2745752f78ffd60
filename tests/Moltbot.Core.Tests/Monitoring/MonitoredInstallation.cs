using Moltbot.Testing;

namespace Moltbot.Core.Tests.Monitoring;

/// <summary>Settings of the monitoring in a temporary installation.</summary>
internal static class MonitoredInstallation
{
    /// <summary>Writes the settings, which only their owner may change.</summary>
    public static TemporaryInstallation Settings(this TemporaryInstallation installation, string json5)
    {
        installation.File(".clawdbot/monitor.json", json5);
        if (!OperatingSystem.IsWindows())
            Unix.SetMode(installation.Home[".clawdbot/monitor.json"], "600");

        return installation;
    }
}
