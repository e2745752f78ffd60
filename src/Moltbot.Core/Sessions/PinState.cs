namespace Moltbot.Core.Sessions;

/// <summary>Whether a session's pin does what it says.</summary>
public enum PinState
{
    /// <summary>The session is pinned to nothing.</summary>
    None,

    /// <summary>The next message uses what is pinned.</summary>
    Holds,

    /// <summary>The gateway moves its own pin on to another profile with the next message.</summary>
    Moves,

    /// <summary>The gateway takes the pin away with the next message.</summary>
    Stale,
}
