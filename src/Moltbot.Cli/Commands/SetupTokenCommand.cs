using System.CommandLine;
using Moltbot.Cli.Input;
using Moltbot.Core;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth setup-token</c>.</summary>
internal static class SetupTokenCommand
{
    public static Command Create(Session session)
    {
        Option<string> provider = CommonOptions.Provider("The provider; only anthropic has setup-tokens.");
        Option<bool> yes = CommonOptions.Flag("--yes", "Ask nothing but the token, and replace what is stored under the id.");
        ImportOptionSet common = new();
        SecretCommand command = new("setup-token", "Store a token made by `claude setup-token`, from a masked prompt or from standard input.") { provider, yes };
        common.AddTo(command);
        command.SetAction(parsed => Run(session, common.AgentOf(session, parsed), parsed.GetValue(yes), new TokenImport
        {
            Provider = CommonOptions.ProviderOf(parsed.GetValue(provider)) ?? ProviderId.Default,
            IsSetupToken = true,
            Options = common.Read(parsed, parsed.GetValue(yes)),
        }));
        return command;
    }

    private static void Run(Session session, Agent agent, bool isAgreed, TokenImport import)
    {
        import.Check();
        agent.Profiles.RequirePlace(import);
        bool isReady = isAgreed || !Terminal.IsPresent || new Terminal(session.Errors).Confirm("Have you run `claude setup-token` and copied the token?", isYesByDefault: true);
        if (isReady)
            PasteTokenCommand.Run(session, agent, import);
    }
}
