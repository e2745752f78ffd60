using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.BackingUp;

/// <summary>
/// The key of one sealed archive, and the header that says how it is made of a password: PBKDF2 with SHA-256 over a salt of its own,
/// and from that, with HKDF, the key of the chunks and one that proves the header.
/// </summary>
internal sealed class SealKey : IDisposable
{
    /// <summary>How many bytes an archive begins with.</summary>
    public const int HeaderLength = MarkLength + 4 + 4 + SaltLength + ProofLength;

    /// <summary>How many bytes are sealed together.</summary>
    public const int ChunkLength = 64 * 1024;

    private const int MarkLength = 8;
    private const int SaltLength = 16;
    private const int ProofLength = 32;
    private const int KeyLength = 32;

    /// <summary>How often a password is hashed: what OWASP recommends for PBKDF2 with SHA-256.</summary>
    private const int Iterations = 600_000;

    /// <summary>A header of another's making must not cost us hours.</summary>
    private const int MostIterations = 10_000_000;

    private readonly byte[] header;

    private SealKey(byte[] header, byte[] password)
    {
        this.header = header;
        byte[] master = Rfc2898DeriveBytes.Pbkdf2(password, Salt, BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(MarkLength)), HashAlgorithmName.SHA256, KeyLength);
        try
        {
            Chunks = new AesGcm(HKDF.Expand(HashAlgorithmName.SHA256, master, KeyLength, "moltbot backup: chunks"u8.ToArray()), AesGcm.TagByteSizes.MaxSize);
            byte[] proving = HKDF.Expand(HashAlgorithmName.SHA256, master, KeyLength, "moltbot backup: header"u8.ToArray());
            Proof = HMACSHA256.HashData(proving, header.AsSpan(..^ProofLength));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(master);
            CryptographicOperations.ZeroMemory(password);
        }
    }

    /// <summary>What every sealed archive begins with.</summary>
    public static ReadOnlySpan<byte> Mark => "MOLTBAK1"u8;

    /// <summary>The header.</summary>
    public ReadOnlySpan<byte> Header => header;

    /// <summary>Seals and opens chunks.</summary>
    public AesGcm Chunks { get; }

    private byte[] Proof { get; }

    private byte[] Salt => header[(MarkLength + 8)..(MarkLength + 8 + SaltLength)];

    /// <summary>A key for a new archive.</summary>
    /// <param name="password">The password.</param>
    /// <param name="iterations">How often it is hashed; fewer in tests alone.</param>
    public static SealKey Create(Secret password, int iterations = Iterations)
    {
        byte[] made = new byte[HeaderLength];
        Mark.CopyTo(made);
        BinaryPrimitives.WriteInt32BigEndian(made.AsSpan(MarkLength), iterations);
        BinaryPrimitives.WriteInt32BigEndian(made.AsSpan(MarkLength + 4), ChunkLength);
        RandomNumberGenerator.Fill(made.AsSpan(MarkLength + 8, SaltLength));
        SealKey key = new(made, Encoding.UTF8.GetBytes(password.Reveal()));
        key.Proof.CopyTo(made.AsSpan(HeaderLength - ProofLength));
        return key;
    }

    /// <summary>The key of an archive.</summary>
    /// <param name="stored">What the archive begins with.</param>
    /// <param name="password">The password.</param>
    /// <param name="path">The absolute path of the archive.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.BackupPasswordWrong"/>, or <see cref="ErrorCode.BackupUnreadable"/>: it is sealed in a way that is not known.</exception>
    public static SealKey Of(byte[] stored, Secret password, string path)
    {
        int iterations = BinaryPrimitives.ReadInt32BigEndian(stored.AsSpan(MarkLength));
        if (iterations is <= 0 or > MostIterations || BinaryPrimitives.ReadInt32BigEndian(stored.AsSpan(MarkLength + 4)) != ChunkLength)
            throw BackupErrors.Damaged(path, "its header says what no backup says");

        SealKey key = new(stored, Encoding.UTF8.GetBytes(password.Reveal()));
        if (CryptographicOperations.FixedTimeEquals(key.Proof, stored.AsSpan(^ProofLength)))
            return key;

        key.Dispose();
        throw BackupErrors.PasswordWrong(path);
    }

    /// <summary>What a chunk is sealed with besides the key: its number, so that none can take another's place, and whether it is the last.</summary>
    public static void WriteNonce(Span<byte> nonce, long number, bool isLast)
    {
        nonce.Clear();
        BinaryPrimitives.WriteInt64BigEndian(nonce, number);
        nonce[^1] = isLast ? (byte)1 : (byte)0;
    }

    /// <inheritdoc/>
    public void Dispose() => Chunks.Dispose();
}
