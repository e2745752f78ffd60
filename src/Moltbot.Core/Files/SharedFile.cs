namespace Moltbot.Core.Files;

/// <summary>Reads files that others write or replace at any time. Neither is to fail because of us.</summary>
internal static class SharedFile
{
    private const FileAttributes NothingThere = (FileAttributes)(-1);

    /// <summary>
    /// The content of a file, or <see langword="null"/> when there is no such file. Most files that we look for are not
    /// there, so that is found out without an exception.
    /// </summary>
    /// <exception cref="IOException">It is there, but cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be read, or is a directory.</exception>
    public static byte[]? Read(string path)
    {
        if (new FileInfo(path).Attributes == NothingThere)
            return null;

        try
        {
            using FileStream file = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            using MemoryStream content = new(file.CanSeek ? (int)Math.Min(file.Length, Array.MaxLength) : 0);
            file.CopyTo(content);
            return content.Capacity == content.Length ? content.GetBuffer() : content.ToArray();
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }
}
