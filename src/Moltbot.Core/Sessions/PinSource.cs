namespace Moltbot.Core.Sessions;

/// <summary>Who pinned a session to a profile.</summary>
public enum PinSource
{
    /// <summary>Nobody.</summary>
    None,

    /// <summary>A person. The gateway tries that profile and no other.</summary>
    User,

    /// <summary>The gateway, so that a conversation stays with one account. It tries others when that one fails.</summary>
    Auto,
}
