using System.CommandLine;

namespace Moltbot.Cli.Completion;

/// <summary>A command line up to the word that is being typed: which command it has come to, and what can follow.</summary>
internal sealed class TypedLine
{
    private readonly Dictionary<string, string> given = new(StringComparer.Ordinal);
    private Command command;
    private int arguments;

    private TypedLine(Command root) => command = root;

    /// <summary>The command that the words have come to.</summary>
    public Command Command => command;

    /// <summary>The option that the next word is the value of, or <see langword="null"/>.</summary>
    public Option? Awaiting { get; private set; }

    /// <summary>Whether a lone <c>--</c> was typed, after which nothing is an option.</summary>
    public bool IsBehindOptions { get; private set; }

    /// <summary>The values of the options that were typed, by the option's name.</summary>
    public IReadOnlyDictionary<string, string> Given => given;

    /// <summary>The options that can follow. Those of all commands stand at the root.</summary>
    public IEnumerable<Option> Options => command.Options
        .Concat(command.Parents.SelectMany(Above).OfType<Command>().Prepend(command).SelectMany(above => above.Options.Where(option => option.Recursive)))
        .Where(option => !option.Hidden)
        .Distinct();

    /// <summary>The commands that can follow.</summary>
    public IEnumerable<Command> Subcommands => arguments == 0 && !IsBehindOptions ? command.Subcommands.Where(below => !below.Hidden) : [];

    /// <summary>The argument that can follow, or <see langword="null"/>.</summary>
    public Argument? Argument => command.Arguments.Count switch
    {
        0 => null,
        int count when arguments < count => command.Arguments[arguments],
        _ => command.Arguments[^1] is { Arity.MaximumNumberOfValues: > 1 } last ? last : null,
    };

    /// <summary>Reads the words before the one that is being typed.</summary>
    public static TypedLine Read(Command root, IEnumerable<string> words)
    {
        TypedLine line = new(root);
        foreach (string word in words)
            line.Take(word);

        return line;
    }

    private void Take(string word)
    {
        if (Awaiting is { } option)
        {
            given[option.Name] = word;
            Awaiting = null;
        }
        else if (word == "--" && !IsBehindOptions)
        {
            IsBehindOptions = true;
        }
        else if (word.StartsWith('-') && !IsBehindOptions)
        {
            TakeOption(word);
        }
        else if (Subcommands.FirstOrDefault(below => below.Name == word || below.Aliases.Contains(word)) is { } below)
        {
            command = below;
        }
        else
        {
            arguments++;
        }
    }

    private void TakeOption(string word)
    {
        string[] parts = word.Split('=', 2);
        Option? option = Options.FirstOrDefault(known => known.Name == parts[0] || known.Aliases.Contains(parts[0]));
        if (option is null || option.Arity.MaximumNumberOfValues == 0)
            return;

        if (parts.Length > 1)
            given[option.Name] = parts[1];
        else
            Awaiting = option;
    }

    private static IEnumerable<Symbol> Above(Symbol symbol) => symbol.Parents.SelectMany(Above).Prepend(symbol);
}
