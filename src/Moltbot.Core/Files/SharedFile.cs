using Microsoft.Win32.SafeHandles;

namespace Moltbot.Core.Files;

/// <summary>Reads files that others write or replace at any time. Neither is to fail because of us.</summary>
internal static class SharedFile
{
    private const int Step = 16 * 1024;

    /// <summary>
    /// The content of a file, or <see langword="null"/> when there is no such file. Most files that we look for are not
    /// there, so that is found out without an exception. What is no regular file is not waited for, and what is too long is not read.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="limit">How long one of its kind may be, in bytes (<see cref="FileLimit"/>).</param>
    /// <exception cref="IOException">It is there, but cannot be read, or is not to be used (<see cref="UnusableFileException"/>).</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static byte[]? Read(string path, long limit)
    {
        using SafeFileHandle? file = RegularFile.Open(path);
        return file is null ? null : Read(file, path, limit);
    }

    /// <summary>A length is only what it is at the moment, and of some files the system knows none.</summary>
    private static byte[] Read(SafeFileHandle file, string path, long limit)
    {
        long length = RandomAccess.GetLength(file);
        if (length > limit)
            throw new FileTooLongException(Path.GetFullPath(path), limit);

        byte[] content = new byte[Math.Max(length, 1)];
        int count = 0;
        int read;
        while ((read = ReadAt(file, content, count)) > 0)
        {
            count += read;
            if (count > limit)
                throw new FileTooLongException(Path.GetFullPath(path), limit);
            if (count == content.Length && IsMore(file, count))
                Array.Resize(ref content, count + Math.Max(Step, count / 2));
            else if (count == content.Length)
                break;
        }

        return count == content.Length ? content : content[..count];
    }

    /// <summary>On Windows another program can lock a part of a file that is open to all.</summary>
    private static int ReadAt(SafeFileHandle file, byte[] content, int offset) => OperatingSystem.IsWindows()
        ? BusyFile.Await(() => RandomAccess.Read(file, content.AsSpan(offset), offset))
        : RandomAccess.Read(file, content.AsSpan(offset), offset);

    private static bool IsMore(SafeFileHandle file, long offset)
    {
        Span<byte> next = stackalloc byte[1];
        return RandomAccess.Read(file, next, offset) > 0;
    }
}
