using System.CommandLine;
using Moltbot.Core;

namespace Moltbot.Cli.Commands;

/// <summary>What the session commands have in common.</summary>
internal static class SessionOptions
{
    public static Argument<string> Key() => new("key") { Description = "The key of the session, for instance agent:main:main." };

    public static Option<string> Agent() => CommonOptions.Agent("The agent (default: the one that the key names, or the configured default agent).");

    public static Option<bool> NewSession() => CommonOptions.Flag("--new-session", "What it would be if the session started anew, as /new makes it.");

    /// <summary>The agent that a session is of.</summary>
    public static Agent AgentOf(Session session, string? name, string? key) => session.OpenUsable().FindAgentOf(name, key);
}
