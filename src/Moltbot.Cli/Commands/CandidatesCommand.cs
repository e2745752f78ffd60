using System.CommandLine;
using Moltbot.Cli.Rendering;
using Moltbot.Core;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;

namespace Moltbot.Cli.Commands;

/// <summary><c>moltbot models auth candidates</c>: why this key?</summary>
internal static class CandidatesCommand
{
    public static Command Create(Session session)
    {
        Option<string> provider = OrderOptions.Provider();
        Option<string> agent = OrderOptions.Agent();
        Option<bool> json = CommonOptions.Json();
        Option<bool> noRefresh = RefreshCommand.NoRefresh();
        Command command = new("candidates", "Show which credential of a provider is used now, and why the others are not.") { provider, agent, json, noRefresh };
        command.SetAction((parsed, _) => RunAsync(session, parsed.GetValue(provider)!, parsed.GetValue(agent), parsed.GetValue(json), !parsed.GetValue(noRefresh)));
        return command;
    }

    private static async Task RunAsync(Session session, string provider, string? agentName, bool asJson, bool mayRenew)
    {
        MoltbotInstallation installation = session.OpenUsable();
        Agent agent = installation.FindAgent(agentName);
        SecretResolver secrets = installation.OpenSecrets(vaults: null);
        if (mayRenew)
            session.Warn((await RefreshCommand.RenewAsync(session, agent.OpenCredentials(secrets), [provider], [])).Select(failure => failure.Message));

        AuthCandidates candidates = agent.ExplainCandidates(ProviderId.Parse(provider), secrets);
        if (asJson)
            JsonOutput.Write(session, candidates.ToJson());
        else
            new CandidateTable(session).Write(candidates);
    }
}
