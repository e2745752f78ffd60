using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Moltbot.Core.Files;

/// <summary>
/// The files of an installation are regular files, or are not there. Anything else in the place of one, or behind a link
/// in its place, is refused before it is waited for, opened or replaced: a pipe would keep us waiting, a socket or a
/// directory means a mistake, and a device, once replaced, is missing from the system.
/// </summary>
internal static class RegularFile
{
    /// <summary>Opens a file for reading, following links; <see langword="null"/> when there is none. Never waits.</summary>
    /// <exception cref="UnusableFileException">Something else is there, or a link on the way is not followed.</exception>
    /// <exception cref="IOException">It is there, but cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">As before, on Windows.</exception>
    public static SafeFileHandle? Open(string path)
    {
        // Opening a device can do something, so there is a look before; what counts is the one at the handle.
        string fullPath = Path.GetFullPath(path);
        if (Require(fullPath) == FileKind.Missing)
            return null;

        SafeFileHandle? handle = OperatingSystem.IsWindows() ? WindowsCalls.OpenToRead(RealPath.ResolveTrusted(fullPath)) : UnixCalls.TryOpenToReadWithoutLinks(fullPath) ?? OpenBehindLinks(fullPath);
        if (handle is null)
            return null;

        FileKind kind = OperatingSystem.IsWindows() ? WindowsCalls.KindOf(handle) : UnixCalls.KindOf(handle);
        if (kind == FileKind.File)
        {
            FileReads.Note(fullPath);
            return handle;
        }

        handle.Dispose();
        throw new NotAFileException(fullPath, kind);
    }

    /// <summary>
    /// Makes sure that a path, at the end of its links, is a regular file's or nothing's. A link to nothing is refused: it
    /// may lead to a share that is not there now, and what we would make at its end would be in the wrong place.
    /// </summary>
    /// <returns>Which of the two.</returns>
    /// <exception cref="NotAFileException">Something else is there.</exception>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static FileKind Require(string path)
    {
        // Most files that we look for are not there, or are no links, and then one look is enough.
        string fullPath = Path.GetFullPath(path);
        FileKind kind = KindOf(fullPath, followsLinks: false);
        bool isLink = kind == FileKind.Link;
        if (isLink)
            kind = KindOf(fullPath, followsLinks: true);

        return kind is FileKind.File || (kind is FileKind.Missing && !isLink) ? kind : throw new NotAFileException(fullPath, kind);
    }

    /// <summary>What is at a path, at the end of its links or not; <see langword="null"/> when nobody can tell.</summary>
    public static FileKind? TryKindOf(string path, bool followsLinks = true)
    {
        try
        {
            return KindOf(Path.GetFullPath(path), followsLinks);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return null;
        }
    }

    /// <summary>Deletes a regular file, or a link that leads to one or nowhere.</summary>
    /// <returns>Whether nothing is there now. If not, it is something else, and it stays.</returns>
    /// <exception cref="IOException">It cannot be deleted.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be deleted.</exception>
    public static bool Delete(string path)
    {
        string fullPath = Path.GetFullPath(path);
        if (KindOf(fullPath, followsLinks: true) is not (FileKind.File or FileKind.Missing))
            return false;

        using HeldDirectory? directory = HeldDirectory.Open(Path.GetDirectoryName(fullPath)!);
        directory?.Delete(Path.GetFileName(fullPath));
        return true;
    }

    /// <summary>Whether what is changed under a path can be read, unchanged, under another name of the file (a hard link); false where nobody can tell.</summary>
    public static bool HasOtherNames(string path) => !OperatingSystem.IsWindows() && UnixCalls.TryStatusOf(path) is { Kind: FileKind.File, Names: > 1 };

    /// <summary>The links on the way are judged; the one at its end too.</summary>
    [UnsupportedOSPlatform("windows")]
    private static SafeFileHandle? OpenBehindLinks(string fullPath)
    {
        using FilePlace? place = FilePlace.Find(fullPath);
        return place?.Directory.OpenToRead(place.Name);
    }

    private static FileKind KindOf(string path, bool followsLinks) =>
        OperatingSystem.IsWindows() ? WindowsCalls.KindOf(path, followsLinks) : UnixCalls.KindOf(path, followsLinks);
}
