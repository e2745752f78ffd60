using System.CommandLine;
using Moltbot.Cli.Running;
using Moltbot.Core;
using Moltbot.Core.Resolving;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot run</c>: a program with the credentials of providers in its environment.</summary>
internal static class RunCommand
{
    public static Command Create(Session session)
    {
        Option<string[]> provider = new("--provider") { Description = "A provider whose credential the program gets; may be given several times.", HelpName = "name", Required = true, AllowMultipleArgumentsPerToken = false };
        Option<string> agent = OrderOptions.Agent();
        Option<bool> noMask = CommonOptions.Flag("--no-mask", "Give the program this terminal, and do not mask the secrets in what it prints.");
        Argument<string[]> program = new("command") { Description = "The program and its arguments, behind --.", Arity = ArgumentArity.OneOrMore };
        Command command = new("run", "Run a program with the credentials of providers in its environment.") { provider, agent, noMask, program };
        command.SetAction(parsed => Run(session, OrderOptions.AgentOf(session, parsed.GetValue(agent)), parsed.GetValue(provider)!, parsed.GetValue(program)!, !parsed.GetValue(noMask)));
        return command;
    }

    private static int Run(Session session, Agent agent, string[] providers, string[] program, bool isMasked)
    {
        AgentCredentials credentials = agent.OpenCredentials(session.Open().OpenSecrets(vaults: null));
        credentials.Fetch(providers, []);
        CredentialInUse[] inUse = [.. providers.Select(credentials.OfProvider)];
        session.Warn(inUse.SelectMany(credential => credential.PassedOver).Select(failure => failure.Message));
        ProviderVariable[] variables = [.. inUse.SelectMany(ProviderVariable.For)];
        session.Output.Flush();
        return new ChildProgram(session, program, variables, isMasked).Run();
    }
}
