using System.CommandLine;
using Moltbot.Cli.Tests.Running;

namespace Moltbot.Cli.Tests.Surface;

/// <summary>What others write on the command line: for each command a line for each argument and option.</summary>
internal static class CommandSurface
{
    /// <summary>The lines of all commands.</summary>
    public static IEnumerable<string> Lines() => Below(CommandTree.Root(), "moltbot");

    private static IEnumerable<string> Below(Command command, string path)
    {
        yield return $"{path}{(command.Hidden ? " (hidden)" : "")}{(command.Action is null && command.Subcommands.Count > 0 ? " (with a command below)" : "")}";
        foreach (string alias in command.Aliases.Order(StringComparer.Ordinal))
            yield return $"  also {alias}";
        foreach (Argument argument in command.Arguments)
            yield return $"  <{argument.Name}> {Count(argument.Arity)}{Marks(argument)}";
        foreach (Option option in command.Options.OrderBy(option => option.Name, StringComparer.Ordinal))
            yield return $"  {string.Join(", ", [option.Name, .. option.Aliases.Order(StringComparer.Ordinal)])}{Value(option)}{(option.Required ? ", required" : "")}{(option.Recursive ? ", also of the commands below" : "")}{Marks(option)}";
        foreach (string line in command.Subcommands.OrderBy(below => below.Name, StringComparer.Ordinal).SelectMany(below => Below(below, $"{path} {below.Name}")))
            yield return line;
    }

    private static string Value(Option option) => option.Arity.MaximumNumberOfValues == 0 ? "" : $" <{option.HelpName ?? "value"}>{(option.Arity.MaximumNumberOfValues > 1 ? ", several times" : "")}";

    private static string Count(ArgumentArity arity) => (arity.MinimumNumberOfValues, arity.MaximumNumberOfValues) switch
    {
        (0, 1) => "at most one",
        (1, 1) => "one",
        (0, _) => "any number",
        _ => "one or more",
    };

    private static string Marks(Symbol symbol) => symbol.Hidden ? ", hidden" : "";
}
