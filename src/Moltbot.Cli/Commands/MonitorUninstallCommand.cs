using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Monitoring;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot monitor uninstall</c>: nobody starts passes any more.</summary>
internal static class MonitorUninstallCommand
{
    public static Command Create(Session session)
    {
        Command command = new("uninstall", "Take away what starts the passes. Settings and what was told stay.");
        command.SetAction(_ => Run(session));
        return command;
    }

    private static void Run(Session session)
    {
        MoltbotInstallation installation = session.Open();
        InstalledSchedule? removed = Interruption.Guard(installation.MonitorSchedule.Uninstall);
        session.Output.WriteLine(removed is null ? "Nothing was installed." : $"Removed: {removed}, {session.Shorten(removed.Place)}");
    }
}
