namespace Moltbot.Core.Probing;

/// <summary>The one clock of a target, from before its secret is fetched to the last byte of its answer.</summary>
internal sealed class ProbeDeadline : IDisposable
{
    private readonly CancellationTokenSource limit;
    private readonly CancellationTokenSource either;

    /// <summary>Starts the clock.</summary>
    /// <param name="timeout">How long it runs.</param>
    /// <param name="clock">What it runs by.</param>
    /// <param name="cancellation">The caller's own end of it.</param>
    public ProbeDeadline(TimeSpan timeout, TimeProvider clock, CancellationToken cancellation)
    {
        Timeout = timeout;
        Caller = cancellation;
        limit = new CancellationTokenSource(timeout, clock);
        either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
    }

    /// <summary>How long it runs.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The caller's own end of it.</summary>
    public CancellationToken Caller { get; }

    /// <summary>What ends with it.</summary>
    public CancellationToken Token => either.Token;

    /// <summary>Waits for work as long as there is time, whether it listens or not.</summary>
    /// <exception cref="OperationCanceledException">The time is up, or it was cancelled.</exception>
    public Task<T> WaitForAsync<T>(Task<T> work) => work.WaitAsync(Token);

    /// <summary>Whether the time is up, and nobody has cancelled it.</summary>
    public bool IsUp => limit.IsCancellationRequested && !Caller.IsCancellationRequested;

    /// <inheritdoc/>
    public void Dispose()
    {
        either.Dispose();
        limit.Dispose();
    }
}
