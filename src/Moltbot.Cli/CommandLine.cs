using System.CommandLine;
using System.CommandLine.Parsing;
using Moltbot.Cli.Commands;
using Moltbot.Core;

namespace Moltbot.Cli;

/// <summary>The whole command line: global options, the commands, and what becomes of errors.</summary>
internal sealed class CommandLine(Session session)
{
    private const int Failure = 1;
    private const int Interrupted = 130;

    /// <summary>Runs a command and gives its exit code.</summary>
    public int Run(string[] args)
    {
        try
        {
            return GlobalOptions.TryApply(session, args, out Session applied, out string[] rest)
                ? Invoke(applied, rest)
                : GlobalOptions.UsageError;
        }
        catch (MoltbotException e)
        {
            session.Errors.WriteLine($"Error: {e.Message}");
            return Failure;
        }
        catch (OperationCanceledException)
        {
            return Interrupted;
        }
        finally
        {
            session.Output.Flush();
        }
    }

    private static int Invoke(Session session, string[] args)
    {
        if (args.Length == 0)
            args = ["--help"];

        Command root = CreateRoot(args);
        root.Subcommands.Add(ModelsCommand.Create(session));

        ParseResult parsed = root.Parse(args);
        if (parsed.Errors is [ParseError first, ..])
        {
            session.Errors.WriteLine($"error: {first.Message} See '{PathOf(parsed)} --help'.");
            return Failure;
        }

        return parsed.Invoke(new InvocationConfiguration { Output = session.Output, Error = session.Errors, EnableDefaultExceptionHandler = false });
    }

    /// <summary>Help and version take a quarter of the start-up time, so they are only there when they are asked for.</summary>
    private static Command CreateRoot(string[] args)
    {
        const string Description = "Moltbot's model credentials: are they fine, which is used first, and how to change that.";
        if (!Array.Exists(args, arg => arg is "--help" or "-h" or "-?" or "/?" or "/h" or "--version"))
            return new Command("moltbot", Description);

        RootCommand root = new(Description);
        GlobalOptions.Describe(root);
        return root;
    }

    private static string PathOf(ParseResult parsed)
    {
        Stack<string> names = new();
        for (SymbolResult? symbol = parsed.CommandResult; symbol is CommandResult command; symbol = symbol.Parent)
            names.Push(symbol.Parent is null ? "moltbot" : command.Command.Name);

        return string.Join(' ', names);
    }
}
