namespace Moltbot.Core.Files;

/// <summary>What a lock depends on. The durations are the gateway's and are changed by tests only.</summary>
internal sealed record LockOptions
{
    /// <summary>The gateway's protocol with the system's clock.</summary>
    public static LockOptions Default { get; } = new();

    /// <summary>The clock that ages locks, and the timers that wait for them and keep them alive.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the waits between attempts are drawn from.</summary>
    public Random Random { get; init; } = Random.Shared;

    /// <summary>The age beyond which a lock counts as left behind by a process that is gone.</summary>
    internal TimeSpan StaleAfter { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How often a held lock is stamped: at most half of <see cref="StaleAfter"/>.</summary>
    internal TimeSpan KeepAliveInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How soon a stamp that failed is tried again.</summary>
    internal TimeSpan KeepAliveRetry { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The waits between attempts.</summary>
    internal LockBackoff Backoff { get; init; } = new();
}
