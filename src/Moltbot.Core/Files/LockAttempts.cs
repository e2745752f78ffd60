using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>The attempts to take the lock of one file.</summary>
internal sealed class LockAttempts
{
    private readonly LockOptions options;
    private readonly string realPath;
    private readonly LockDirectory directory;

    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.FileNotFound"/>: there is no such file to lock; <see cref="ErrorCode.WriteFailed"/>: it is something else.
    /// </exception>
    public LockAttempts(string filePath, LockOptions options)
    {
        this.options = options;
        realPath = RealPath.Resolve(filePath);
        if (KindOf(filePath) == FileKind.Missing)
            throw LockFailure.FileMissing(realPath);

        directory = LockDirectory.Of(realPath);
    }

    /// <summary>Makes one attempt, nearly always the only one; <see langword="null"/> when another owner has the lock.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.WriteFailed"/>: no lock can be created there.</exception>
    public DirectoryLock? TryTake() => DirectoryLock.TryTake(realPath, directory, options);

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

        throw LockFailure.StillLocked(realPath, directory);
    }

    private FileKind KindOf(string filePath)
    {
        try
        {
            return RegularFile.Require(filePath);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw LockFailure.CannotCreate(realPath, refusal);
        }
    }
}
