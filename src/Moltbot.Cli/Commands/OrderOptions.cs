using System.CommandLine;
using Moltbot.Core;
using Moltbot.Core.Installation;

namespace Moltbot.Cli.Commands;

/// <summary>What the order commands have in common.</summary>
internal static class OrderOptions
{
    public static Option<string> Provider() => new("--provider")
    {
        Description = "The provider, for instance anthropic.",
        HelpName = "name",
        Required = true,
    };

    public static Option<string> Agent() => CommonOptions.Agent("The agent (default: the configured default agent).");

    /// <summary>The agent that a command is about. As with the gateway's own commands of January it need not be configured, but the configuration has to be usable.</summary>
    public static Agent AgentOf(Session session, string? name)
    {
        MoltbotInstallation installation = session.OpenUsable();
        return installation.Layout.Kind == LayoutKind.Today ? installation.FindAgent(name) : installation.GetAgent(name);
    }
}
