using System.CommandLine;
using Moltbot.Core.Configuration.EnvironmentFiles;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot env unset</c>.</summary>
internal static class EnvironmentUnsetCommand
{
    public static Command Create(Session session)
    {
        Argument<string> name = new("name") { Description = "The variable." };
        Command command = new("unset", "Remove a variable.") { name };
        command.SetAction(parsed => Run(session, parsed.GetValue(name)!));
        return command;
    }

    private static void Run(Session session, string name)
    {
        EnvironmentFile file = session.Open().EnvironmentFile;
        string path = session.Shorten(file.Path);
        bool isRemoved = Interruption.Guard(cancellation => file.Remove(name, cancellation));
        session.Output.WriteLine(isRemoved ? $"Removed {name} from {path}" : $"{name} is not set in {path}");
    }
}
