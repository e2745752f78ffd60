using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot monitor</c>.</summary>
internal static class MonitorCommand
{
    public static Command Create(Session session) => new("monitor", "Watch the credentials, and have people told in time.")
    {
        MonitorRunCommand.Create(session),
        MonitorInstallCommand.Create(session),
        MonitorStatusCommand.Create(session),
        MonitorUninstallCommand.Create(session),
    };
}
