namespace Moltbot.Core.Sessions;

/// <summary>Why a session uses a model.</summary>
public enum ModelOrigin
{
    /// <summary>It is the default.</summary>
    Default,

    /// <summary>The session is pinned to it.</summary>
    Session,

    /// <summary>The session is a thread, and the session it belongs to is pinned to it.</summary>
    Parent,
}
