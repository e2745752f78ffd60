using System.Security.Cryptography;
using Moltbot.Core.Errors;
using Moltbot.Core.Running;

namespace Moltbot.Core.BackingUp;

/// <summary>Gives what a <see cref="SealingStream"/> has sealed, and nothing that does not prove to be that, in that place.</summary>
/// <param name="source">What was sealed, behind the header.</param>
/// <param name="key">The key.</param>
/// <param name="path">The absolute path of the archive.</param>
internal sealed class OpeningStream(Stream source, SealKey key, string path) : InputOnlyStream
{
    private static readonly int TagLength = AesGcm.TagByteSizes.MaxSize;

    private readonly byte[] hidden = new byte[SealKey.ChunkLength + TagLength + 1];
    private readonly byte[] plain = new byte[SealKey.ChunkLength];
    private int held;
    private int length;
    private int position;
    private long number;
    private bool isOver;

    /// <inheritdoc/>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.BackupUnreadable"/>: it was changed, or ends too early.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (position == length && !isOver)
            Open();

        int count = Math.Min(buffer.Length, length - position);
        plain.AsSpan(position, count).CopyTo(buffer);
        position += count;
        return count;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(plain);
        base.Dispose(disposing);
    }

    /// <summary>Opens the next chunk. One byte more is read, which tells whether it is the last.</summary>
    private void Open()
    {
        held += source.ReadAtLeast(hidden.AsSpan(held), hidden.Length - held, throwOnEndOfStream: false);
        bool isLast = held < hidden.Length;
        int sealedLength = isLast ? held : hidden.Length - 1;
        if (sealedLength < TagLength)
            throw BackupErrors.Damaged(path, "it ends too early");

        length = sealedLength - TagLength;
        position = 0;
        Span<byte> nonce = stackalloc byte[AesGcm.NonceByteSizes.MaxSize];
        SealKey.WriteNonce(nonce, number++, isLast);
        try
        {
            key.Chunks.Decrypt(nonce, hidden.AsSpan(0, length), hidden.AsSpan(length, TagLength), plain.AsSpan(0, length), key.Header);
        }
        catch (AuthenticationTagMismatchException)
        {
            length = 0;
            throw BackupErrors.Damaged(path, isLast ? "it ends too early, or was changed in its last part" : "it was changed after it was made");
        }

        isOver = isLast;
        held -= sealedLength;
        if (held > 0)
            hidden[0] = hidden[sealedLength];
    }
}
