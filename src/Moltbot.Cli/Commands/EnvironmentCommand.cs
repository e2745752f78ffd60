using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot env</c>.</summary>
internal static class EnvironmentCommand
{
    public static Command Create(Session session) => new("env", "The variables in the .env file of the installation, which the gateway reads when it starts.")
    {
        EnvironmentListCommand.Create(session),
        EnvironmentSetCommand.Create(session),
        EnvironmentUnsetCommand.Create(session),
    };
}
