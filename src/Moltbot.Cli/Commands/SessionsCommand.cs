using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot sessions</c>.</summary>
internal static class SessionsCommand
{
    public static Command Create(Session session) => new("sessions", "The conversations that the gateway remembers.")
    {
        new Command("model", "The models and profiles that sessions use and are pinned to.")
        {
            SessionModelListCommand.Create(session),
            SessionModelGetCommand.Create(session),
            SessionModelSetCommand.Create(session),
            SessionModelClearCommand.Create(session),
            SessionModelStatusCommand.Create(session),
        },
    };
}
