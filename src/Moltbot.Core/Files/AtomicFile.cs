using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>Replaces files so that a reader, or a crash, meets the old content or the new one and never a part of either.</summary>
internal static class AtomicFile
{
    private const int RenameAttempts = 10;

    /// <summary>
    /// Makes the bytes the whole content of a file, which is created if it is missing, with its directory. The file is
    /// owner-only afterwards, whatever it was before. Links are followed: what is replaced is the file at their end, and
    /// nothing but a regular file.
    /// </summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="content">The new content.</param>
    /// <exception cref="MoltbotException">
    /// The file could not be written (<see cref="ErrorCode.WriteFailed"/>). It is as it was before, and nothing is left
    /// beside it.
    /// </exception>
    public static void Replace(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: true, beforeRename: null);

    /// <summary>
    /// Like <see cref="Replace(string, ReadOnlySpan{byte})"/>, with a last look when everything but the renaming is done.
    /// </summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="content">The new content.</param>
    /// <param name="beforeRename">Is given the path of the file without links. If it throws, the file is as it was before.</param>
    internal static void Replace(string path, ReadOnlySpan<byte> content, Action<string> beforeRename) =>
        Write(path, content, overwrite: true, beforeRename);

    /// <summary>Like <see cref="Replace(string, ReadOnlySpan{byte})"/>, for the file that a lock is held of, so that no link has to be followed again.</summary>
    /// <param name="held">The lock.</param>
    /// <param name="content">The new content.</param>
    /// <param name="isLasting">Whether it has to be there after a power failure. If not, the old content may be there instead, as whole.</param>
    /// <exception cref="MoltbotException">As there, or the lock is lost (<see cref="ErrorCode.LockLost"/>).</exception>
    internal static void Replace(DirectoryLock held, ReadOnlySpan<byte> content, bool isLasting)
    {
        WriteTo(held.FilePath, content, overwrite: true, _ => held.EnsureHeld());
        if (isLasting)
            FlushDirectory(held.FilePath);
    }

    /// <summary>Finds out whether the file that a lock is held of could be replaced: writes the new content beside it, and takes that away.</summary>
    /// <exception cref="MoltbotException">As <see cref="Replace(DirectoryLock, ReadOnlySpan{byte}, bool)"/>.</exception>
    internal static void Rehearse(DirectoryLock held, ReadOnlySpan<byte> content)
    {
        string temporaryPath = TemporaryPath.For(held.FilePath);
        try
        {
            RegularFile.RequireReplaceable(held.FilePath);
            WriteToDisk(temporaryPath, held.FilePath, content);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw NotWritten(held.FilePath, refusal);
        }
        finally
        {
            Discard(temporaryPath);
        }

        held.EnsureHeld();
    }

    /// <summary>Like <see cref="Replace(string, ReadOnlySpan{byte})"/>, but only where there is no file yet.</summary>
    /// <returns>Whether the file was created. If not, someone else's is there, and it is untouched.</returns>
    /// <exception cref="MoltbotException">The file could not be written (<see cref="ErrorCode.WriteFailed"/>).</exception>
    public static bool Create(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: false, beforeRename: null);

    private static bool Write(string path, ReadOnlySpan<byte> content, bool overwrite, Action<string>? beforeRename)
    {
        string realPath = RealPath.Resolve(path);
        try
        {
            RegularFile.Require(path);
            OwnerOnly.CreateDirectory(Path.GetDirectoryName(realPath)!);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw NotWritten(realPath, refusal);
        }

        bool isWritten = WriteTo(realPath, content, overwrite, beforeRename);
        if (isWritten)
            FlushDirectory(realPath);

        return isWritten;
    }

    private static bool WriteTo(string realPath, ReadOnlySpan<byte> content, bool overwrite, Action<string>? beforeRename)
    {
        string temporaryPath = TemporaryPath.For(realPath);
        try
        {
            WriteAndRename(temporaryPath, realPath, content, overwrite, beforeRename);
        }
        catch (IOException refusal) when (!overwrite && refusal is not NotAFileException && File.Exists(realPath))
        {
            return false;
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw NotWritten(realPath, refusal);
        }

        return true;
    }

    /// <summary>Until the directory of a file is on the disk too, a crash may bring the old file back.</summary>
    private static void FlushDirectory(string realPath)
    {
        if (!OperatingSystem.IsWindows())
            UnixCalls.FlushDirectory(Path.GetDirectoryName(realPath)!);
    }

    private static void WriteAndRename(string temporaryPath, string realPath, ReadOnlySpan<byte> content, bool overwrite, Action<string>? beforeRename)
    {
        try
        {
            WriteToDisk(temporaryPath, realPath, content);
            beforeRename?.Invoke(realPath);
            if (overwrite || !TryPublish(temporaryPath, realPath))
                Rename(temporaryPath, realPath, overwrite);
        }
        catch
        {
            Discard(temporaryPath);
            throw;
        }
    }

    private static void WriteToDisk(string temporaryPath, string realPath, ReadOnlySpan<byte> content)
    {
        using FileStream file = OwnerOnly.CreateFile(temporaryPath);

        // An administrator's change must not take the file away from the user that the gateway runs as.
        if (OperatingSystem.IsLinux())
            UnixCalls.CopyOwner(Path.Exists(realPath) ? realPath : Path.GetDirectoryName(realPath)!, file.SafeFileHandle);

        file.Write(content);
        file.Flush(flushToDisk: true);
    }

    /// <summary>
    /// Where there is no file yet, File.Move looks first and renames then on Unix, so of two processes at once the second
    /// would replace what the first has just created. A link is made in one step.
    /// </summary>
    private static bool TryPublish(string temporaryPath, string realPath)
    {
        if (OperatingSystem.IsWindows() || !UnixCalls.TryLink(temporaryPath, realPath))
            return false;

        Discard(temporaryPath);
        return true;
    }

    private static void Rename(string temporaryPath, string realPath, bool overwrite)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                RegularFile.RequireReplaceable(realPath);
                File.Move(temporaryPath, realPath, overwrite);
                return;
            }
            catch (Exception refusal) when (OperatingSystem.IsWindows() && overwrite && attempt < RenameAttempts && refusal is not NotAFileException && WriteFailure.IsRefusal(refusal))
            {
                // Windows replaces no file that someone reads at the moment, be it the gateway or a virus scanner.
                Thread.Sleep(20 * attempt);
            }
        }
    }

    /// <summary>Removes the temporary file. If that fails too, the first failure is the one worth reporting.</summary>
    private static void Discard(string temporaryPath)
    {
        try
        {
            File.Delete(temporaryPath);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
        }
    }

    private static MoltbotException NotWritten(string path, Exception refusal) => WriteFailure.Create(path, "could not be written and is as it was before", refusal);
}
