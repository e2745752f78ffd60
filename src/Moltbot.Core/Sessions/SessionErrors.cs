using Moltbot.Core.Installation;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Sessions;

/// <summary>Errors about the sessions that a caller names.</summary>
internal static class SessionErrors
{
    private const int MostNamed = 5;
    private const int MostTypingErrors = 3;

    /// <summary>There is no such session; those that the caller may have meant are named.</summary>
    public static MoltbotException NotFound(string key, AgentId agent, string storePath, IEnumerable<string> keys)
    {
        string[] similar = [.. Similar(SessionKey.Normalize(key, agent), keys).Take(MostNamed)];
        string hint = similar.Length > 0 ? $"There is: {string.Join(", ", similar)}." : "`moltbot sessions model list` (Get-MoltbotSessionModel) shows those there are.";
        return Create(key, $"Agent {agent} has no session \"{key}\" in {storePath}. {hint}");
    }

    /// <summary>Another agent has the session.</summary>
    public static MoltbotException OfOtherAgent(string key, AgentId agent, AgentId other) => Create(
        key, $"Session \"{key}\" is not agent {agent}'s but agent {other}'s. Name that agent with --agent {other} (-Agent {other}), or none.");

    private static MoltbotException Create(string key, string message) => new(ErrorCode.SessionNotFound, message) { Subject = key };

    /// <summary>The keys with what was typed in them come first, then those with few other letters.</summary>
    private static IEnumerable<string> Similar(string key, IEnumerable<string> keys)
    {
        string[] all = [.. keys];
        string last = key[(key.LastIndexOf(':') + 1)..];
        return all.Where(other => other.Contains(last, StringComparison.OrdinalIgnoreCase))
            .Concat(all.Where(other => Math.Abs(other.Length - key.Length) <= MostTypingErrors && EditDistance.Between(other, key) <= MostTypingErrors))
            .Distinct(StringComparer.Ordinal);
    }
}
