using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Files;

/// <summary>Replaces files so that a reader, or a crash, meets the old content or the new one and never a part of either.</summary>
internal static class AtomicFile
{
    /// <summary>
    /// Makes the bytes the whole content of a file, which is created if it is missing, with its directory. The file is
    /// owner-only afterwards, whatever it was before. Links are followed as far as they may be (<see cref="LinkTrust"/>): what is
    /// replaced is the file at their end, and nothing but a regular file.
    /// </summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="content">The new content.</param>
    /// <exception cref="MoltbotException">
    /// The file could not be written (<see cref="ErrorCode.WriteFailed"/>). It is as it was before, and nothing is left
    /// beside it.
    /// </exception>
    public static void Replace(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: true, beforeRename: null, FileProtection.OwnerOnly);

    /// <summary>Like <see cref="Replace(string, ReadOnlySpan{byte})"/>, for a file that others than its owner may use.</summary>
    internal static void Replace(string path, ReadOnlySpan<byte> content, FileProtection protection) => Write(path, content, overwrite: true, beforeRename: null, protection);

    /// <summary>
    /// Like <see cref="Replace(string, ReadOnlySpan{byte})"/>, with a last look when everything but the renaming is done.
    /// </summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="content">The new content.</param>
    /// <param name="beforeRename">Is given the place of the file. If it throws, the file is as it was before.</param>
    internal static void Replace(string path, ReadOnlySpan<byte> content, Action<FilePlace> beforeRename) =>
        Write(path, content, overwrite: true, beforeRename, FileProtection.OwnerOnly);

    /// <summary>Like <see cref="Replace(string, ReadOnlySpan{byte})"/>, for a place that was found before (<see cref="PlaceOf"/>).</summary>
    internal static void Replace(FilePlace place, ReadOnlySpan<byte> content, Action beforeRename, FileProtection protection) =>
        WriteTo(place, content, overwrite: true, _ => beforeRename(), protection, isLasting: true);

    /// <summary>Like <see cref="Replace(string, ReadOnlySpan{byte})"/>, for the file that a lock is held of, so that no link has to be followed again.</summary>
    /// <param name="held">The lock.</param>
    /// <param name="content">The new content.</param>
    /// <param name="isLasting">Whether it has to be there after a power failure. If not, the old content may be there instead, as whole.</param>
    /// <exception cref="MoltbotException">As there, or the lock is lost (<see cref="ErrorCode.LockLost"/>).</exception>
    internal static void Replace(DirectoryLock held, ReadOnlySpan<byte> content, bool isLasting) =>
        WriteTo(held.Place, content, overwrite: true, _ => held.EnsureHeld(), FileProtection.OwnerOnly, isLasting);

    /// <summary>Like <see cref="Replace(string, ReadOnlySpan{byte})"/>, for content that is too much to be held at once.</summary>
    /// <param name="path">The file, or a link to it.</param>
    /// <param name="write">Writes the content into a new file. If it throws, the file at the path is as it was before.</param>
    /// <param name="beforeRename">A last look; if it throws, the file is as it was before.</param>
    internal static void Replace(string path, Action<SafeFileHandle> write, Action beforeRename)
    {
        using FilePlace place = PlaceOf(path);
        WriteTo(place, new FileContent(write), overwrite: true, _ => beforeRename(), FileProtection.OwnerOnly, isLasting: true);
    }

    /// <summary>The same, only where there is no file yet.</summary>
    /// <returns>Whether the file was created.</returns>
    internal static bool Create(string path, Action<SafeFileHandle> write)
    {
        using FilePlace place = PlaceOf(path);
        return WriteTo(place, new FileContent(write), overwrite: false, beforeRename: null, FileProtection.OwnerOnly, isLasting: true);
    }

    /// <summary>Finds out whether the file that a lock is held of could be replaced: writes the new content beside it, and takes that away.</summary>
    /// <exception cref="MoltbotException">As <see cref="Replace(DirectoryLock, ReadOnlySpan{byte}, bool)"/>.</exception>
    internal static void Rehearse(DirectoryLock held, ReadOnlySpan<byte> content)
    {
        FilePlace place = held.Place;
        string temporary = TemporaryFile.NameFor(place.Name);
        try
        {
            place.RequireReplaceable();
            WriteToDisk(temporary, place, content, FileProtection.OwnerOnly);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw NotWritten(place.Path, refusal);
        }
        finally
        {
            place.Directory.TryDelete(temporary);
        }

        held.EnsureHeld();
    }

    /// <summary>Like <see cref="Replace(string, ReadOnlySpan{byte})"/>, but only where there is no file yet.</summary>
    /// <returns>Whether the file was created. If not, someone else's is there, and it is untouched.</returns>
    /// <exception cref="MoltbotException">The file could not be written (<see cref="ErrorCode.WriteFailed"/>).</exception>
    public static bool Create(string path, ReadOnlySpan<byte> content) => Write(path, content, overwrite: false, beforeRename: null, FileProtection.OwnerOnly);

    /// <summary>The place of a file that is to be written, with its directory made if it is missing.</summary>
    /// <exception cref="MoltbotException">No file can be written there (<see cref="ErrorCode.WriteFailed"/>).</exception>
    internal static FilePlace PlaceOf(string path)
    {
        try
        {
            return FilePlace.Make(path);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw NotWritten(RealPath.Resolve(path), refusal);
        }
    }

    private static bool Write(string path, ReadOnlySpan<byte> content, bool overwrite, Action<FilePlace>? beforeRename, FileProtection protection)
    {
        using FilePlace place = PlaceOf(path);
        return WriteTo(place, content, overwrite, beforeRename, protection, isLasting: true);
    }

    private static bool WriteTo(FilePlace place, FileContent content, bool overwrite, Action<FilePlace>? beforeRename, FileProtection protection, bool isLasting)
    {
        try
        {
            WriteAndRename(place, content, overwrite, beforeRename, protection);
        }
        catch (IOException refusal) when (!overwrite && refusal is not UnusableFileException && RegularFile.TryKindOf(place.Path) == FileKind.File)
        {
            return false;
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw NotWritten(place.Path, refusal);
        }

        if (isLasting)
            place.Directory.Flush();
        TemporaryFile.Sweep(place.Directory);
        return true;
    }

    private static void WriteAndRename(FilePlace place, FileContent content, bool overwrite, Action<FilePlace>? beforeRename, FileProtection protection)
    {
        string temporary = TemporaryFile.NameFor(place.Name);
        try
        {
            WriteToDisk(temporary, place, content, protection);
            beforeRename?.Invoke(place);
            if (overwrite || !TryPublish(temporary, place))
                Rename(temporary, place, overwrite);
        }
        catch
        {
            // If that fails too, the first failure is the one worth reporting.
            place.Directory.TryDelete(temporary);
            throw;
        }
    }

    private static void WriteToDisk(string temporary, FilePlace place, FileContent content, FileProtection protection)
    {
        using SafeFileHandle file = place.Directory.CreateFile(temporary);
        OwnerOnly.Protect(file, temporary, place, protection);
        content.WriteTo(file);
        RandomAccess.FlushToDisk(file);
    }

    /// <summary>
    /// Where there is no file yet, a renaming that looks first and renames then would, of two processes at once, replace what
    /// the first has just created. A second name is given in one step.
    /// </summary>
    private static bool TryPublish(string temporary, FilePlace place)
    {
        if (!place.Directory.TryLink(temporary, place.Name))
            return false;

        place.Directory.TryDelete(temporary);
        return true;
    }

    private static void Rename(string temporary, FilePlace place, bool overwrite) =>
        BusyFile.Await(() => RenameNow(temporary, place, overwrite), refusal => overwrite && IsPassing(refusal, place.Path), Thread.Sleep);

    private static bool RenameNow(string temporary, FilePlace place, bool overwrite)
    {
        place.RequireReplaceable();
        if (overwrite)
            return place.Directory.Rename(temporary, place.Name);

        // On Windows in one step, elsewhere as good as it can be had where nothing can have two names.
        place.Directory.Move(temporary, place.Directory, place.Name);
        return true;
    }

    /// <summary>Windows replaces no file that someone reads at the moment, be it the gateway or a virus scanner, and says of it only that access is denied.</summary>
    private static bool IsPassing(Exception refusal, string path) =>
        OperatingSystem.IsWindows() && refusal is not UnusableFileException && WriteFailure.IsRefusal(refusal) && !WriteFailure.IsReadOnly(path);

    private static MoltbotException NotWritten(string path, Exception refusal) => WriteFailure.Create(path, "could not be written and is as it was before", refusal);
}
