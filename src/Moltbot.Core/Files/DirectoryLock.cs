using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>
/// The exclusive right to change a file, shared with the gateway and every other process that follows its protocol
/// (docs/gateway/credentials.md §7). While it is held it is kept fresh in the background. It is released by disposing of it,
/// and when the process ends normally; a process that is killed leaves it behind, and others take it over after 30
/// seconds.
/// </summary>
/// <remarks>
/// A lock can be lost: another process may judge it stale after this one was suspended, or a person may remove it. The
/// owner finds out from <see cref="EnsureHeld"/>, which belongs directly before each replacement of the file.
/// </remarks>
internal sealed class DirectoryLock : IDisposable
{
    private readonly object gate = new();
    private readonly LockOptions options;
    private readonly LockDirectory directory;
    private readonly ITimer keepAlive;
    private State state = State.Held;
    private long stamp;
    private DateTimeOffset stampedAt;
    private Action<LockDirectory, long>? follower;

    private DirectoryLock(FilePlace place, LockDirectory directory, long stamp, DateTimeOffset stampedAt, LockOptions options)
    {
        Place = place;
        this.directory = directory;
        this.stamp = stamp;
        this.stampedAt = stampedAt;
        this.options = options;
        keepAlive = options.TimeProvider.CreateTimer(
            static held => ((DirectoryLock)held!).KeepAlive(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        keepAlive.Change(options.KeepAliveInterval, Timeout.InfiniteTimeSpan);
        AppDomain.CurrentDomain.ProcessExit += ReleaseAtExit;
    }

    private enum State
    {
        Held,
        Lost,
        Released,
    }

    /// <summary>The place of the locked file.</summary>
    public FilePlace Place { get; }

    /// <summary>The absolute path of the locked file, with every link resolved.</summary>
    public string FilePath => Place.Path;

    /// <summary>Takes the lock of a file, waiting up to about 50 seconds while another owner has it.</summary>
    /// <param name="filePath">The file, which has to exist, or a link to it.</param>
    /// <param name="options">The clock and randomness to use; the system's if omitted.</param>
    /// <param name="cancellationToken">Ends the wait at once.</param>
    /// <returns>The lock, held until it is disposed of.</returns>
    /// <exception cref="MoltbotException">
    /// The file does not exist (<see cref="ErrorCode.FileNotFound"/>, at once), another owner kept the lock
    /// (<see cref="ErrorCode.StoreLocked"/>), or no lock can be created there (<see cref="ErrorCode.WriteFailed"/>, at once).
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static DirectoryLock Acquire(string filePath, LockOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using LockAttempts attempts = new(filePath, options ?? LockOptions.Default);
        return attempts.TryTake() ?? attempts.WaitAndTakeAsync(cancellationToken).GetAwaiter().GetResult();
    }

    /// <inheritdoc cref="Acquire"/>
    public static async Task<DirectoryLock> AcquireAsync(string filePath, LockOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using LockAttempts attempts = new(filePath, options ?? LockOptions.Default);
        return attempts.TryTake() ?? await attempts.WaitAndTakeAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Makes sure, with a look at the disk, that the lock is still ours, and stamps it so that it stays so for the next
    /// 30 seconds. To be called directly before the file is replaced.
    /// </summary>
    /// <remarks>
    /// The stamp also settles the one race that the protocol leaves open: where two processes took over the same stale
    /// lock in the same instant, the first to stamp it again keeps it, and the other finds it lost.
    /// </remarks>
    /// <exception cref="MoltbotException">The lock is lost, or nobody can tell (<see cref="ErrorCode.LockLost"/>): do not write.</exception>
    /// <exception cref="ObjectDisposedException">The lock was released.</exception>
    public void EnsureHeld()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(state is State.Released, this);
            if (!IsRenewed())
                throw LockFailure.Lost(FilePath);
        }
    }

    /// <summary>Tells somebody of the stamp that the lock has, now and whenever it gets another.</summary>
    public void Follow(Action<LockDirectory, long> told)
    {
        lock (gate)
        {
            follower = told;
            told(directory, stamp);
        }
    }

    /// <summary>Releases the lock if it is still ours. Once released, doing so again changes nothing.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            if (state is State.Held)
                RemoveIfOurs();
            End(State.Released);
            directory.Dispose();
            Place.Dispose();
        }
    }

    /// <summary>Makes one attempt to take a lock; <see langword="null"/> when another owner has it.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>: no lock can be created there.</exception>
    internal static DirectoryLock? TryTake(FilePlace place, LockDirectory lockDirectory, LockOptions options)
    {
        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        try
        {
            if (!lockDirectory.TryTake(staleBefore: now - options.StaleAfter))
                return null;
        }
        catch (IOException refusal)
        {
            throw LockFailure.CannotCreate(place.Path, refusal);
        }

        try
        {
            return lockDirectory.Stamp(now) is { } stamp ? new DirectoryLock(place, lockDirectory, stamp, now, options) : null;
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            lockDirectory.TryRemove();
            throw LockFailure.CannotCreate(place.Path, refusal);
        }
    }

    private void KeepAlive()
    {
        lock (gate)
        {
            if (state is State.Held)
                IsRenewed();
        }
    }

    /// <summary>
    /// Stamps the lock if it is ours and says whether that succeeded. If it is not ours any more it is lost, and will be
    /// neither stamped nor removed: whoever has it now would take that for a loss, and the gateway would exit.
    /// </summary>
    private bool IsRenewed()
    {
        if (state is not State.Held)
            return false;

        DateTimeOffset now = options.TimeProvider.GetUtcNow();
        try
        {
            if (directory.ReadStamp() == stamp && directory.Stamp(now) is { } kept)
            {
                stamp = kept;
                stampedAt = now;
                follower?.Invoke(directory, kept);
                keepAlive.Change(options.KeepAliveInterval, Timeout.InfiniteTimeSpan);
                return true;
            }

            End(State.Lost);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            if (now - stampedAt > options.StaleAfter)
                End(State.Lost);
            else
                keepAlive.Change(options.KeepAliveRetry, Timeout.InfiniteTimeSpan);
        }

        return false;
    }

    /// <summary>A lock that cannot be removed is left to go stale; there is nothing its owner could do about it.</summary>
    private void RemoveIfOurs()
    {
        try
        {
            if (directory.ReadStamp() == stamp)
                directory.TryRemove();
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
        }
    }

    private void End(State end)
    {
        state = end;
        keepAlive.Dispose();
        AppDomain.CurrentDomain.ProcessExit -= ReleaseAtExit;
    }

    private void ReleaseAtExit(object? sender, EventArgs e) => Dispose();
}
