using System.CommandLine;

namespace Moltbot.Cli.Input;

/// <summary>
/// <c>--agent</c> in front of the command that takes it, as in <c>models auth --agent work list</c>: the gateway's own commands
/// take it there, and its value must not be taken for something that a person has put on the command line by mistake.
/// </summary>
internal static class EarlyAgent
{
    private const string Name = "--agent";

    /// <summary>The arguments with the option behind the command, if that has it.</summary>
    /// <param name="root">The root of all commands.</param>
    /// <param name="args">The arguments.</param>
    public static string[] PutBehindCommand(Command root, string[] args)
    {
        Command command = root;
        List<string> words = [];
        List<string> early = [];
        int next = 0;
        for (; next < args.Length; next++)
        {
            if (args[next] == Name && next + 1 < args.Length)
                early.AddRange([args[next], args[++next]]);
            else if (args[next].StartsWith($"{Name}=", StringComparison.Ordinal))
                early.Add(args[next]);
            else if (command.Subcommands.FirstOrDefault(inner => inner.Name == args[next]) is not { } inner)
                break;
            else
                words.Add((command = inner).Name);
        }

        return command.Options.Any(option => option.Name == Name) ? [.. words, .. early, .. args[next..]] : args;
    }
}
