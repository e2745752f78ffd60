namespace Moltbot.Core.Sessions;

/// <summary>A session that is pinned to a profile.</summary>
/// <param name="Agent">The id of the agent.</param>
/// <param name="SessionKey">The key of the session.</param>
public sealed record SessionPin(string Agent, string SessionKey);
