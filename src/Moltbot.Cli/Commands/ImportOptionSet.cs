using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Importing;

namespace Moltbot.Cli.Commands;

/// <summary>The options that all commands have which put a credential in.</summary>
internal sealed class ImportOptionSet
{
    private readonly Option<string> agent = CommonOptions.Agent("The agent that gets it (default: the main agent, from which all others inherit).");
    private readonly Option<bool> noConfig = CommonOptions.Flag("--no-config", "Leave the configuration as it is.");

    public void AddTo(Command command)
    {
        command.Options.Add(agent);
        command.Options.Add(noConfig);
    }

    public ImportOptions Read(ParseResult parsed, bool force) => new() { Force = force, NoConfig = parsed.GetValue(noConfig) };

    /// <summary>The agent. Nobody is asked for a secret that could not be written.</summary>
    public Agent AgentOf(Session session, ParseResult parsed)
    {
        MoltbotInstallation installation = session.OpenUsable();
        return parsed.GetValue(agent) is { } name ? installation.FindAgent(name) : installation.MainAgent;
    }
}
