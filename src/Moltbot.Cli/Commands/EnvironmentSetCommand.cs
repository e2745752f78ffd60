using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Core.Configuration.EnvironmentFiles;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot env set</c>.</summary>
internal static class EnvironmentSetCommand
{
    public static Command Create(Session session)
    {
        Argument<string> name = new("name") { Description = "The variable, for instance OPENAI_API_KEY." };
        SecretCommand command = new("set", "Set a variable to a value from the prompt or from standard input.") { name };
        command.SetAction(parsed => Run(session, parsed.GetValue(name)!));
        return command;
    }

    private static void Run(Session session, string name)
    {
        if (!DotEnvText.IsName(name))
            throw new MoltbotException(ErrorCode.InvalidArgument, "This cannot be the name of a variable. Name the variable alone; its value is asked for, or read from standard input.");

        EnvironmentFile file = session.Open().EnvironmentFile;
        file.MayWrite.Require();
        Secret value = SecretInput.Read(session, $"Paste value of {name}", EnvironmentFile.CheckValue);
        ImportReport.Write(session, Interruption.Guard(cancellation => file.Set(name, value.Reveal(), cancellation)));
    }
}
