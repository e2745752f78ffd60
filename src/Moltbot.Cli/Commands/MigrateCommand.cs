using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot migrate</c>: the way to today's gateway, which that gateway's own doctor goes.</summary>
internal static class MigrateCommand
{
    public static Command Create(Session session) => new("migrate", "See what becomes of an installation that the gateway of today, openclaw, takes over.")
    {
        MigrateCheckCommand.Create(session),
    };
}
