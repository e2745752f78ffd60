using System.CommandLine;
using System.CommandLine.Parsing;
using Moltbot.Cli.Commands;
using Moltbot.Cli.Completion;
using Moltbot.Cli.Input;
using Moltbot.Cli.Rendering;
using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Cli;

/// <summary>The whole command line: global options, the commands, and what becomes of errors.</summary>
internal sealed class CommandLine(Session session)
{
    private const int Success = 0;

    /// <summary>The exit code of what could not be done.</summary>
    public const int Failure = 1;

    /// <summary>A profile id may start with any character, so none makes an argument the name of a file with more.</summary>
    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null };

    /// <summary>Runs a command and gives its exit code.</summary>
    public async Task<int> RunAsync(string[] args)
    {
        int exitCode = await ExecuteAsync(args);
        session.TellOutcome();
        session.Output.Flush();
        if (session.OutputFailure is not { } failure)
            return exitCode;

        session.Fail($"Cannot write to standard output: {Redaction.Hide((failure.InnerException ?? failure).Message)}");
        return exitCode == Success ? Failure : exitCode;
    }

    private async Task<int> ExecuteAsync(string[] args)
    {
        try
        {
            if (!GivenArguments.AreText(args))
            {
                session.Fail("An argument is not UTF-8 text, so it is not known what it means. Nothing was done. Rename what is called so, or reach it by a link, and name that.");
                return GlobalOptions.UsageError;
            }

            if (args is [_, "--", ..] && CompletionDirective.TryAnswer(session, CreateRoot(), args))
                return Success;

            if (ManualPage.IsAskedFor(args))
            {
                ManualPage.Write(session, CreateRoot(), args[1]);
                return Success;
            }

            return GlobalOptions.TryApply(session, args, out string[] rest) ? await InvokeAsync(rest) : GlobalOptions.UsageError;
        }
        catch (InterruptedException e)
        {
            session.Fail(e.Message);
            return e.ExitCode;
        }
        catch (Exception e) when (e is MoltbotException or IOException or UnauthorizedAccessException)
        {
            session.Fail(e);
            return Failure;
        }
    }

    private Task<int> InvokeAsync(string[] args)
    {
        if (args.Length == 0)
            args = ["--help"];

        Command root = CreateRoot();
        args = EarlyAgent.PutBehindCommand(root, args);
        SecretArgument.Refuse(args);

        ParseResult parsed = root.Parse(args, Parsing);
        string? problem = DescribeUnknown(parsed, args) ?? (parsed.Errors is [ParseError first, ..] ? first.Message : null);
        if (problem is not null)
        {
            session.Errors.WriteLine($"error: {problem} See '{PathOf(parsed)} --help'.");
            return Task.FromResult(Failure);
        }

        return parsed.InvokeAsync(new InvocationConfiguration
        {
            Output = session.Output.Exact,
            Error = session.Errors.Exact,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null, // what must not be interrupted guards itself: Interruption
        });
    }

    /// <summary>A word that means nothing here explains every other error, so it comes first.</summary>
    private static string? DescribeUnknown(ParseResult parsed, string[] args)
    {
        if (FindUnknownOption(parsed, args) is { } option)
            return $"Unrecognized command or argument '{NameOf(option)}'.";
        if (parsed.UnmatchedTokens is not [string unknown, ..])
            return null;
        if (parsed.CommandResult.Command is not SecretCommand)
            return $"Unrecognized command or argument '{unknown}'.";

        return parsed.UnmatchedTokens.All(token => token.StartsWith('-'))
            ? $"Unrecognized command or argument '{NameOf(unknown)}'."
            : throw SecretArgument.Refusal();
    }

    /// <summary>An option without its value, which may be a secret: <c>--token=…</c>, <c>-k…</c>.</summary>
    private static string NameOf(string option) => option.StartsWith("--", StringComparison.Ordinal) ? option.Split('=')[0] : option[..Math.Min(2, option.Length)];

    /// <summary>An option that does not exist, which the parser takes for an argument. Behind <c>--</c> everything is one.</summary>
    private static string? FindUnknownOption(ParseResult parsed, string[] args)
    {
        if (Array.IndexOf(args, "--") >= 0)
            return null;

        foreach (SymbolResult child in parsed.CommandResult.Children)
        {
            if (child is ArgumentResult argument && argument.Tokens.FirstOrDefault(token => token.Value.StartsWith("--", StringComparison.Ordinal)) is { } token)
                return token.Value;
        }

        return null;
    }

    private Command CreateRoot()
    {
        Command root = new("moltbot", "Moltbot's model credentials: are they fine, which is used first, and how to change that. Commands of the gateway are named as that of the installation is called: openclaw, or moltbot for older ones.")
        {
            ModelsCommand.Create(session),
            InstallationCommand.Create(session),
            MigrateCommand.Create(session),
            BackupCommand.Create(session),
            RestoreCommand.Create(session),
            DoctorCommand.Create(session),
            SessionsCommand.Create(session),
            EnvironmentCommand.Create(session),
            OnboardCommand.Create(session),
            SecretsCommand.Create(session),
            MonitorCommand.Create(session),
            RunCommand.Create(session),
            CompletionCommand.Create(session),
        };
        GlobalOptions.Describe(root);
        root.Add(new HelpFlag());
        root.Add(new VersionFlag());
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
