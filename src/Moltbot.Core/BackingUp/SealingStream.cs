using System.Security.Cryptography;
using Moltbot.Core.Running;

namespace Moltbot.Core.BackingUp;

/// <summary>Seals what is written to it, chunk by chunk, each with a tag that proves it and its place. <see cref="Finish"/> seals the last one.</summary>
/// <param name="target">Where it goes.</param>
/// <param name="key">The key, whose header has been written.</param>
internal sealed class SealingStream(Stream target, SealKey key) : OutputOnlyStream
{
    private readonly byte[] plain = new byte[SealKey.ChunkLength];
    private readonly byte[] hidden = new byte[SealKey.ChunkLength];
    private int length;
    private long number;

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            // A full chunk waits until it is known not to be the last.
            if (length == plain.Length)
                Seal(isLast: false);

            int count = Math.Min(buffer.Length, plain.Length - length);
            buffer[..count].CopyTo(plain.AsSpan(length));
            length += count;
            buffer = buffer[count..];
        }
    }

    /// <summary>Seals what is left as the last chunk, without which the archive is none.</summary>
    public void Finish() => Seal(isLast: true);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        CryptographicOperations.ZeroMemory(plain);
        base.Dispose(disposing);
    }

    private void Seal(bool isLast)
    {
        Span<byte> nonce = stackalloc byte[AesGcm.NonceByteSizes.MaxSize];
        Span<byte> tag = stackalloc byte[AesGcm.TagByteSizes.MaxSize];
        SealKey.WriteNonce(nonce, number++, isLast);
        key.Chunks.Encrypt(nonce, plain.AsSpan(0, length), hidden.AsSpan(0, length), tag, key.Header);
        target.Write(hidden, 0, length);
        target.Write(tag);
        length = 0;
    }
}
