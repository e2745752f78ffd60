using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>The attempts to take the lock of one file.</summary>
internal sealed class LockAttempts : IDisposable
{
    private readonly LockOptions options;
    private readonly FilePlace place;
    private readonly LockDirectory directory;
    private bool isTaken;

    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.FileNotFound"/>: there is no such file to lock; <see cref="ErrorCode.WriteFailed"/>: it is something else.
    /// </exception>
    public LockAttempts(string filePath, LockOptions options)
    {
        this.options = options;
        place = PlaceOf(filePath) ?? throw LockFailure.FileMissing(RealPath.Resolve(filePath));
        directory = LockDirectory.Of(place);
    }

    /// <summary>Makes one attempt, nearly always the only one; <see langword="null"/> when another owner has the lock.</summary>
    /// <exception cref="MoltbotException">
    /// No lock can be created there (<see cref="ErrorCode.WriteFailed"/>), or something is in its place that nobody removes (<see cref="ErrorCode.StoreLocked"/>).
    /// </exception>
    public DirectoryLock? TryTake()
    {
        DirectoryLock? held = DirectoryLock.TryTake(place, directory, options);
        isTaken = held is not null;
        if (held is null && directory.IsNoDirectory())
            throw LockFailure.StillLocked(place.Path, directory);

        return held;
    }

    /// <summary>Makes further attempts, with a wait before each.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreLocked"/>, or as <see cref="TryTake"/>.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public async Task<DirectoryLock> WaitAndTakeAsync(CancellationToken cancellation)
    {
        foreach (TimeSpan wait in options.Backoff.Draw(options.Random))
        {
            // A caller may block on this, so it must not need the caller's thread to go on.
            await Task.Delay(wait, options.TimeProvider, cancellation).ConfigureAwait(false);
            if (TryTake() is { } held)
                return held;
        }

        throw LockFailure.StillLocked(place.Path, directory);
    }

    /// <summary>Gives up the place, unless a lock has it.</summary>
    public void Dispose()
    {
        if (isTaken)
            return;

        directory.Dispose();
        place.Dispose();
    }

    private static FilePlace? PlaceOf(string filePath)
    {
        FilePlace? found = null;
        try
        {
            found = FilePlace.Find(filePath);
            if (found?.KindNow() == FileKind.File)
                return found;
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw LockFailure.CannotCreate(RealPath.Resolve(filePath), refusal);
        }

        found?.Dispose();
        return null;
    }
}
