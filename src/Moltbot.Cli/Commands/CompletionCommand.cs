using System.CommandLine;
using Moltbot.Cli.Completion;
using Moltbot.Core.Errors;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot completion</c>: what a shell has to be told to complete commands.</summary>
internal static class CompletionCommand
{
    public static Command Create(Session session)
    {
        Argument<string> shell = new("shell") { Description = "The shell: bash, zsh, fish or pwsh.", HelpName = "shell", CompletionSources = { ShellScript.All.Keys.ToArray() } };
        Command command = new("completion", "Output the script that makes a shell complete commands, options, and the names in the files of the installation.") { shell };
        command.SetAction(parsed => Run(session, parsed.GetValue(shell)!));
        return command;
    }

    private static void Run(Session session, string shell)
    {
        if (!ShellScript.All.TryGetValue(shell, out string? script))
            throw new MoltbotException(ErrorCode.InvalidArgument, $"There is no completion for {shell}. Name one of these shells: {string.Join(", ", ShellScript.All.Keys)}.");

        session.Output.Exact.Write(script.ReplaceLineEndings("\n"));
    }
}
