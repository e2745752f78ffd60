using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Sessions;

/// <summary>Where the configuration has sessions kept (docs/gateway/sessions.md §1).</summary>
internal static class SessionPlace
{
    private const string AgentPlaceholder = "{agentId}";

    /// <summary>The absolute path that <c>session.store</c> names for an agent, or <see langword="null"/> for the usual place.</summary>
    public static string? In(AgentContext agent) => agent.Configuration.Json.At("session", "store").AsText() is { } configured && !EcmaScriptText.IsBlank(configured)
        ? UserPath.Expand(configured.Replace(AgentPlaceholder, agent.Id.Value, StringComparison.Ordinal), agent.Environment)
        : null;
}
