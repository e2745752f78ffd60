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
        Command command = new("candidates", "Show which credential of a provider is used now, and why the others are not.") { provider, agent, json };
        command.SetAction(parsed => Run(session, parsed.GetValue(provider)!, parsed.GetValue(agent), parsed.GetValue(json)));
        return command;
    }

    private static void Run(Session session, string provider, string? agentName, bool asJson)
    {
        MoltbotInstallation installation = session.OpenUsable();
        AuthCandidates candidates = installation.FindAgent(agentName).ExplainCandidates(ProviderId.Parse(provider), installation.OpenSecrets(vaults: null));
        if (asJson)
            JsonOutput.Write(session.Output, candidates.ToJson());
        else
            new CandidateTable(session).Write(candidates);
    }
}
