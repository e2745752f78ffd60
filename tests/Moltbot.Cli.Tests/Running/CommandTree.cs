using System.CommandLine;
using System.Reflection;
using Moltbot.Core.Installation;

namespace Moltbot.Cli.Tests.Running;

/// <summary>All commands that the program has, hidden ones too: its own tree, and not what its help says about it.</summary>
internal static class CommandTree
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The commands that do something, each by its words: <c>models auth list</c>.</summary>
    public static IReadOnlyList<string> Paths() => [.. Below(Root(), "")];

    /// <summary>Whether a line names commands and options that there are; other words are values. An option alone is one of any command.</summary>
    public static bool Knows(IEnumerable<string> words)
    {
        Command command = Root();
        bool isAny = words.First().StartsWith('-');
        foreach (string word in words)
        {
            if (command.Subcommands.FirstOrDefault(known => known.Name == word) is { } next)
                command = next;
            else if (command.Subcommands.Count > 0 && !isAny && !word.StartsWith('-'))
                return false;
            else if (word.StartsWith('-') && !Options(command, isAny).Contains(word, StringComparer.Ordinal))
                return false;
        }

        return true;
    }

    /// <summary>The program itself, whose types are nobody's but its own.</summary>
    public static Assembly Program { get; } = Assembly.LoadFrom(BuiltProgram.Assembly);

    /// <summary>The tree itself.</summary>
    public static Command Root()
    {
        Type commandLine = Program.GetType("Moltbot.Cli.CommandLine", throwOnError: true)!;
        Type sessions = Program.GetType("Moltbot.Cli.Session", throwOnError: true)!;
        using IDisposable session = (IDisposable)sessions.GetMethod("OfProcess", Any)!.Invoke(obj: null, [ProcessEnvironment.Current(), false])!;
        return (Command)commandLine.GetMethod("CreateRoot", Any)!.Invoke(Activator.CreateInstance(commandLine, session), [])!;
    }

    private static IEnumerable<string> Options(Command command, bool andBelow) => command.Options.Select(option => option.Name)
        .Concat(andBelow ? command.Subcommands.SelectMany(below => Options(below, andBelow)) : []);

    private static IEnumerable<string> Below(Command parent, string path) => parent.Subcommands.SelectMany(command =>
    {
        string words = $"{path} {command.Name}".TrimStart();
        return Below(command, words).Concat(command.Action is null ? [] : [words]);
    });
}
