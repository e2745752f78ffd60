using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Text;

namespace Moltbot.Core.Sessions;

/// <summary>Errors about the sessions that a caller names.</summary>
internal static class SessionErrors
{
    private const int MostNamed = 5;
    private const int MostTypingErrors = 3;

    /// <summary>There is no such session; those that the caller may have meant are named.</summary>
    /// <param name="key">The key as it was given.</param>
    /// <param name="agent">The agent that was asked.</param>
    /// <param name="storePath">Its store.</param>
    /// <param name="keys">The keys of its sessions.</param>
    /// <param name="other">The agent that has a session of that name, or <see langword="null"/>.</param>
    public static MoltbotException NotFound(string key, AgentId agent, string storePath, IEnumerable<string> keys, AgentId? other)
    {
        string normal = SessionKey.Normalize(key, agent);
        List<string> similar = [.. Similar(normal, keys).Take(MostNamed)];
        if (other is not null)
            similar.Add($"agent {other}'s {SessionKey.Of(other, SessionKey.RestOf(normal))}");

        Advice hint = similar.Count > 0 ? $"There is: {string.Join(", ", similar)}." : (Advice)$"{NextSteps.ListSessions} shows those there are.";
        return Create(key, $"Agent {agent} has no session \"{key}\" in {storePath}. {hint}");
    }

    /// <summary>The key names another agent than the one that was asked.</summary>
    public static MoltbotException OfOtherAgent(string key, AgentId agent, AgentId other) => Create(
        key, $"Session \"{key}\" is not agent {agent}'s but agent {other}'s. Name that agent with {NextSteps.Agent(other.Value)}, or none.");

    /// <summary>A session whose model something else owns.</summary>
    public static MoltbotException ModelLocked(string key) => MoltbotException.About(key, ErrorCode.SessionModelLocked,
        $"The model of session \"{key}\" is locked: something else than its chat has chosen it, and the gateway lets nobody change it. Nothing was changed. Choose another session, or begin a new one.");

    private static MoltbotException Create(string key, Advice message) => new(ErrorCode.SessionNotFound, message) { Subject = key };

    /// <summary>The keys with what was typed in them come first, then those with few other letters.</summary>
    private static IEnumerable<string> Similar(string key, IEnumerable<string> keys)
    {
        string[] all = [.. keys];
        string last = key[(key.LastIndexOf(':') + 1)..];
        return all.Where(other => last.Length > 0 && SessionKey.RestOf(other).Contains(last, StringComparison.OrdinalIgnoreCase))
            .Concat(all.Where(other => Math.Abs(other.Length - key.Length) <= MostTypingErrors && EditDistance.Between(other, key) <= MostTypingErrors))
            .Distinct(StringComparer.Ordinal);
    }
}
