using Microsoft.Win32.SafeHandles;

namespace Moltbot.Core.Files;

/// <summary>Reads files that others write or replace at any time. Neither is to fail because of us.</summary>
internal static class SharedFile
{
    /// <summary>
    /// The content of a file, or <see langword="null"/> when there is no such file. Most files that we look for are not
    /// there, so that is found out without an exception. What is no regular file is not waited for.
    /// </summary>
    /// <exception cref="IOException">It is there, but cannot be read, or is something else (<see cref="NotAFileException"/>).</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read.</exception>
    public static byte[]? Read(string path)
    {
        using SafeFileHandle? handle = RegularFile.Open(path);
        if (handle is null)
            return null;

        using FileStream file = new(handle, FileAccess.Read, bufferSize: 0);
        using MemoryStream content = new((int)Math.Min(file.Length, Array.MaxLength));
        file.CopyTo(content);
        return content.Capacity == content.Length ? content.GetBuffer() : content.ToArray();
    }
}
