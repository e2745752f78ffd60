using Microsoft.Win32.SafeHandles;

namespace Moltbot.Core.Files;

/// <summary>What a file is to hold: bytes, or what writes them one after the other.</summary>
internal readonly ref struct FileContent
{
    private readonly ReadOnlySpan<byte> bytes;
    private readonly Action<SafeFileHandle>? write;

    /// <summary>Content that is written into the file that is given.</summary>
    public FileContent(Action<SafeFileHandle> write) => this.write = write;

    private FileContent(ReadOnlySpan<byte> bytes) => this.bytes = bytes;

    /// <summary>These bytes.</summary>
    public static implicit operator FileContent(ReadOnlySpan<byte> bytes) => new(bytes);

    /// <summary>Writes all of it.</summary>
    public void WriteTo(SafeFileHandle file)
    {
        if (write is null)
            RandomAccess.Write(file, bytes, fileOffset: 0);
        else
            write(file);
    }
}
