using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Core.Running;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot run</c>: a program with the credentials of providers in its environment.</summary>
internal static class RunCommand
{
    /// <summary>What shells give for a program that is not there, and for one that cannot be run.</summary>
    private const int NotFound = 127;
    private const int NotExecutable = 126;

    public static Command Create(Session session)
    {
        Option<string[]> provider = new("--provider") { Description = "A provider whose credential the program gets; may be given several times.", HelpName = "name", Required = true, AllowMultipleArgumentsPerToken = false };
        Option<string> agent = OrderOptions.Agent();
        Option<bool> noMask = CommonOptions.Flag("--no-mask", "Give the program this terminal, and do not mask the secrets in what it prints.");
        Option<bool> noRefresh = RefreshCommand.NoRefresh();
        Argument<string[]> program = new("command") { Description = "The program and its arguments, behind --.", Arity = ArgumentArity.OneOrMore };
        Command command = new("run", "Run a program with the credentials of providers in its environment.") { provider, agent, noMask, noRefresh, program };
        command.SetAction((parsed, cancellation) => RunAsync(session, OrderOptions.AgentOf(session, parsed.GetValue(agent)), parsed.GetValue(provider)!, parsed.GetValue(program)!, !parsed.GetValue(noMask), !parsed.GetValue(noRefresh), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Session session, Agent agent, string[] providers, string[] program, bool isMasked, bool mayRenew, CancellationToken cancellation)
    {
        AgentCredentials credentials = agent.OpenCredentials(session.Open().OpenSecrets(vaults: null, cancellation));
        if (mayRenew)
            await RefreshCommand.RenewAsync(session, credentials, providers, []);

        credentials.Fetch(providers, []);
        CredentialInUse[] inUse = [.. providers.Select(credentials.OfProvider)];
        session.Warn(inUse.SelectMany(credential => credential.PassedOver).Select(failure => failure.Message));
        ProviderVariable[] variables = [.. inUse.SelectMany(ProviderVariable.For)];
        session.Output.Flush();
        using StandardStream output = StandardStreams.OpenOutput();
        using StandardStream errors = StandardStreams.OpenErrors();
        int exitCode = await RunAsync(session, new ExternalProgram
        {
            Path = program[0],
            Arguments = program[1..],
            Changes = variables.Select(variable => KeyValuePair.Create(variable.Name, variable.Value?.Reveal())),
            Output = isMasked ? Mask(variables, output) : null,
            Errors = isMasked ? Mask(variables, errors) : null,
            TakesOurPlace = true,
        }, cancellation);
        if ((output.Failure ?? errors.Failure) is not { } failure)
            return exitCode;

        session.Fail($"Not all that {program[0]} has printed could be written: {Redaction.Hide(failure.Message)}");
        return exitCode == 0 ? CommandLine.Failure : exitCode;
    }

    private static async Task<int> RunAsync(Session session, ExternalProgram program, CancellationToken cancellation)
    {
        try
        {
            return await program.RunAsync(cancellation);
        }
        catch (MoltbotException error) when (error.Code is ErrorCode.ProgramNotFound or ErrorCode.ProgramNotExecutable or ErrorCode.InvalidArgument)
        {
            session.Fail(error);
            return error.Code == ErrorCode.ProgramNotFound ? NotFound : NotExecutable;
        }
    }

    /// <summary>Each stream has a mask of its own, because a secret may come in pieces.</summary>
    private static Func<Stream, CancellationToken, Task> Mask(ProviderVariable[] variables, Stream shown) => (printed, cancellation) =>
        new SecretMask(variables.Select(variable => variable.Value).OfType<Secret>()).CopyAsync(printed, shown, cancellation);
}
