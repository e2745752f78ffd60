using System.CommandLine;
using System.Reflection;
using Moltbot.Core.Installation;

namespace Moltbot.Cli.Tests.Running;

/// <summary>All commands that the program has, hidden ones too: its own tree, and not what its help says about it.</summary>
internal static class CommandTree
{
    private const BindingFlags Any = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The commands that do something, each by its words: <c>models auth list</c>.</summary>
    public static IReadOnlyList<string> Paths()
    {
        Assembly program = Assembly.LoadFrom(BuiltProgram.Assembly);
        Type commandLine = program.GetType("Moltbot.Cli.CommandLine", throwOnError: true)!;
        Type sessions = program.GetType("Moltbot.Cli.Session", throwOnError: true)!;
        using IDisposable session = (IDisposable)sessions.GetMethod("OfProcess", Any)!.Invoke(obj: null, [ProcessEnvironment.Current()])!;
        return [.. Below((Command)commandLine.GetMethod("CreateRoot", Any)!.Invoke(Activator.CreateInstance(commandLine, session), [])!, "")];
    }

    private static IEnumerable<string> Below(Command parent, string path) => parent.Subcommands.SelectMany(command =>
    {
        string words = $"{path} {command.Name}".TrimStart();
        return Below(command, words).Concat(command.Action is null ? [] : [words]);
    });
}
