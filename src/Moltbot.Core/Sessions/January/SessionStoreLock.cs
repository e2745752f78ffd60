using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Sessions.January;

/// <summary>
/// The exclusive right to change a session store, shared with the gateway (docs/gateway/sessions.md §1.2): a file beside it that
/// says who has it. It is another lock than the one of credential stores, and is not kept fresh, so it is held briefly.
/// </summary>
internal sealed class SessionStoreLock : IDisposable
{
    private const int UnixFileExists = 17;
    private const int WindowsFileExists = unchecked((int)0x80070050);

    private readonly string storePath;
    private readonly string path;
    private readonly string content;

    private SessionStoreLock(string storePath, string content)
    {
        this.storePath = storePath;
        this.content = content;
        path = PathOf(storePath);
    }

    /// <summary>Where the lock of a store is.</summary>
    public static string PathOf(string storePath) => storePath + ".lock";

    /// <summary>Takes the lock, waiting up to ten seconds while another process has it.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreLocked"/>, or <see cref="ErrorCode.WriteFailed"/> when no lock can be created there.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled.</exception>
    public static SessionStoreLock Acquire(string storePath, SessionLockOptions options, CancellationToken cancellation = default) =>
        AcquireAsync(storePath, options, cancellation).GetAwaiter().GetResult();

    /// <inheritdoc cref="Acquire"/>
    public static async Task<SessionStoreLock> AcquireAsync(string storePath, SessionLockOptions options, CancellationToken cancellation = default)
    {
        DateTimeOffset start = options.TimeProvider.GetUtcNow();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            DateTimeOffset now = options.TimeProvider.GetUtcNow();
            SessionStoreLock attempt = new(storePath, ContentAt(now));
            if (attempt.TryTake())
                return attempt;
            if (now - start > options.Patience)
                throw attempt.StillLocked(options);
            if (attempt.TryEvict(staleBefore: now - options.StaleAfter))
                continue;

            await Task.Delay(options.Poll, options.TimeProvider, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Makes sure, with a look at the disk, that the lock is still ours. To be called directly before the store is replaced.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.LockLost"/>: do not write.</exception>
    public void EnsureHeld()
    {
        if (!IsOurs())
            throw LockFailure.Lost(storePath);
    }

    /// <summary>Releases the lock if it is still ours. If it cannot be removed it goes stale.</summary>
    public void Dispose()
    {
        try
        {
            if (IsOurs())
                RegularFile.Delete(path);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
        }
    }

    private static string ContentAt(DateTimeOffset now) =>
        string.Create(CultureInfo.InvariantCulture, $$"""{"pid":{{Environment.ProcessId}},"startedAt":{{now.ToUnixTimeMilliseconds()}}}""");

    private bool TryTake()
    {
        try
        {
            using HeldDirectory directory = HeldDirectory.Open(Path.GetDirectoryName(path)!) ?? throw new DirectoryNotFoundException($"There is no directory {Path.GetDirectoryName(path)}.");
            Take(directory);
            return true;
        }
        catch (Exception refusal) when (IsTaken(refusal))
        {
            RequireFile();
            return false;
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw LockFailure.CannotCreate(storePath, refusal);
        }
    }

    /// <summary>A lock that does not say whose it is, because the disk is full, would be nobody's and stay.</summary>
    private void Take(HeldDirectory directory)
    {
        string name = Path.GetFileName(path);
        using SafeFileHandle file = directory.CreateFile(name);
        try
        {
            RandomAccess.Write(file, Encoding.UTF8.GetBytes(content), fileOffset: 0);
            if (!OperatingSystem.IsWindows())
                UnixCalls.GiveTo(file, directory.Status);
        }
        catch
        {
            directory.TryDelete(name);
            throw;
        }
    }

    /// <summary>Nobody who has the lock would ever remove something else from its place.</summary>
    private void RequireFile()
    {
        if (RegularFile.TryKindOf(path, followsLinks: false) is { } kind and not (FileKind.File or FileKind.Missing))
            throw LockFailure.CannotCreate(storePath, new NotAFileException(path, RegularFile.TryKindOf(path) is { } behind and not FileKind.File ? behind : kind));
    }

    /// <summary>Windows denies access to what is just being removed.</summary>
    private static bool IsTaken(Exception refusal) =>
        refusal is IOException { HResult: UnixFileExists or WindowsFileExists }
        || (OperatingSystem.IsWindows() && refusal is UnauthorizedAccessException);

    /// <summary>Removes a lock whose process is gone.</summary>
    private bool TryEvict(DateTimeOffset staleBefore)
    {
        try
        {
            return File.Exists(path) && File.GetLastWriteTimeUtc(path) < staleBefore.UtcDateTime && RegularFile.Delete(path);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return false;
        }
    }

    private bool IsOurs()
    {
        try
        {
            return SharedFile.Read(path, FileLimit.Record) is { } held && Encoding.UTF8.GetString(held) == content;
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return false;
        }
    }

    private MoltbotException StillLocked(SessionLockOptions options) => MoltbotException.At(storePath, ErrorCode.StoreLocked,
        $"'{storePath}' is locked by another process: '{path}' is still there after {options.Patience.TotalSeconds} seconds. Nothing was changed. Wait until that process is done, then try again; a lock that is older than {options.StaleAfter.TotalSeconds} seconds is taken over.");
}
