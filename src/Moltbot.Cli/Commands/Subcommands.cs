using System.CommandLine;

namespace Moltbot.Cli.Commands;

/// <summary>
/// The commands that this command line may be about: those it names, or all of a group where it names none of them.
/// Making all twenty, to use one, would take a good part of the start-up time.
/// </summary>
internal sealed class Subcommands(string[] args, bool all)
{
    /// <summary>Adds the commands in question to the one they belong to.</summary>
    public Command AddTo(Command parent, params (string Name, Func<Command> Create)[] commands)
    {
        bool anyIsNamed = Array.Exists(commands, command => args.Contains(command.Name));
        foreach ((string name, Func<Command> create) in commands)
        {
            if (all || !anyIsNamed || args.Contains(name))
                parent.Subcommands.Add(create());
        }

        return parent;
    }
}
