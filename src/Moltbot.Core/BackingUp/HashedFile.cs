using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Text;

namespace Moltbot.Core.BackingUp;

/// <summary>What a file holds at the moment at which it is opened: as many bytes as it has then, with the digest of what was read.</summary>
internal sealed class HashedFile : Stream
{
    private readonly SafeFileHandle file;
    private readonly string path;
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long position;

    /// <summary>Reads from a file that is open.</summary>
    /// <param name="file">The file.</param>
    /// <param name="path">Its absolute path.</param>
    public HashedFile(SafeFileHandle file, string path)
    {
        this.file = file;
        this.path = path;
        Length = RandomAccess.GetLength(file);
    }

    /// <inheritdoc/>
    public override long Length { get; }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <summary>The digest of all that was read.</summary>
    public string Digest() => EcmaScriptText.ToLower(Convert.ToHexString(hash.GetHashAndReset()));

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int wanted = (int)Math.Min(buffer.Length, Length - position);
        if (wanted == 0)
            return 0;

        int read = RandomAccess.Read(file, buffer[..wanted], position);
        if (read == 0)
            throw BackupErrors.Changed(path);

        hash.AppendData(buffer[..read]);
        position += read;
        return read;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        hash.Dispose();
        base.Dispose(disposing);
    }
}
