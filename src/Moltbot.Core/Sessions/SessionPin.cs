namespace Moltbot.Core.Sessions;

/// <summary>A session that is pinned to a profile.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The id of the agent.</param>
/// <param name="SessionKey">The key of the session.</param>
public sealed record SessionPin(string StateDirectory, string Agent, string SessionKey);
