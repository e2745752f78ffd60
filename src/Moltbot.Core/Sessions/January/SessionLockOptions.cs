namespace Moltbot.Core.Sessions.January;

/// <summary>What the lock of a session store depends on. The durations are the gateway's and are changed by tests only.</summary>
internal sealed record SessionLockOptions
{
    /// <summary>The clock that ages locks and times the waits.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The age beyond which a lock counts as left behind by a process that is gone.</summary>
    public TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait between two attempts.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromMilliseconds(25);

    /// <summary>How long to wait for another process altogether.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);
}
