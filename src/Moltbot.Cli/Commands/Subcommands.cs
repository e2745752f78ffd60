using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary>
/// The commands that this command line may be about: those it names, or all of a group where it names none of them.
/// Making all of them, to use one, would take a good part of the start-up time.
/// </summary>
internal sealed class Subcommands(string[] args, bool all)
{
    /// <summary>Adds the commands in question to the one they belong to.</summary>
    public Command AddTo(Command parent, params (string Name, Func<Command> Create)[] commands)
    {
        bool anyIsNamed = false;
        foreach ((string name, _) in commands)
            anyIsNamed |= IsNamed(name);

        foreach ((string name, Func<Command> create) in commands)
        {
            if (all || !anyIsNamed || IsNamed(name))
                parent.Subcommands.Add(create());
        }

        return parent;
    }

    private bool IsNamed(string name) => Array.IndexOf(args, name) >= 0;
}
