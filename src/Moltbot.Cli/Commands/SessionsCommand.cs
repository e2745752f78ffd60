using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot sessions</c>.</summary>
internal static class SessionsCommand
{
    public static Command Create(Session session, Subcommands subcommands) => subcommands.AddTo(
        new Command("sessions", "The conversations that the gateway remembers."),
        ("model", () => subcommands.AddTo(
            new Command("model", "The models and profiles that sessions use and are pinned to."),
            ("list", () => SessionModelListCommand.Create(session)),
            ("get", () => SessionModelGetCommand.Create(session)),
            ("set", () => SessionModelSetCommand.Create(session)),
            ("clear", () => SessionModelClearCommand.Create(session)),
            ("status", () => SessionModelStatusCommand.Create(session)))));
}
