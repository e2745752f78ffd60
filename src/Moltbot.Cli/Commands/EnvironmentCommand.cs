using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot env</c>.</summary>
internal static class EnvironmentCommand
{
    public static Command Create(Session session, Subcommands subcommands) => subcommands.AddTo(
        new Command("env", "The variables in the .env file of the installation, which the gateway reads when it starts."),
        ("list", () => EnvironmentListCommand.Create(session)),
        ("set", () => EnvironmentSetCommand.Create(session)),
        ("unset", () => EnvironmentUnsetCommand.Create(session)));
}
