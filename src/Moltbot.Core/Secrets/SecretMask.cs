using System.Buffers;
using System.Text;
using Moltbot.Core.Text;

namespace Moltbot.Core.Secrets;

/// <summary>
/// Puts <c>***</c> in the place of secrets in what a program prints, even where one is cut in two by the way it is read.
/// One for each stream; what may be the start of a secret is held back until that is known.
/// </summary>
public sealed class SecretMask
{
    /// <summary>A shorter text is found everywhere, so masking it would say more than it hides.</summary>
    private const int ShortestMasked = 4;

    private readonly string[] texts;
    private readonly byte[][] secrets;
    private readonly SearchValues<byte> firstBytes;
    private byte[] held = [];

    /// <summary>A mask for some secrets.</summary>
    public SecretMask(IEnumerable<Secret> secrets)
    {
        texts = [.. secrets
            .SelectMany(secret => new[] { secret.Reveal(), EcmaScriptText.Trim(secret.Reveal()) })
            .Where(text => text.Length >= ShortestMasked)
            .Distinct(StringComparer.Ordinal)
            .OrderByDescending(text => text.Length)];
        this.secrets = Array.ConvertAll(texts, Encoding.UTF8.GetBytes);
        firstBytes = SearchValues.Create([.. this.secrets.Select(secret => secret[0])]);
    }

    /// <summary>What may be shown of what was printed so far and not shown yet.</summary>
    public byte[] Write(ReadOnlySpan<byte> printed) => Mask([.. held, .. printed], isEnd: false);

    /// <summary>Shows what a program prints, up to its end or until nobody reads it any more.</summary>
    public async Task CopyAsync(Stream printed, Stream shown, CancellationToken cancellation)
    {
        byte[] buffer = new byte[16 * 1024];
        int length;
        while (shown.CanWrite && (length = await printed.ReadAsync(buffer, cancellation)) > 0)
            await shown.WriteAsync(Write(buffer.AsSpan(0, length)), cancellation);

        if (shown.CanWrite)
            await shown.WriteAsync(Finish(), cancellation);
    }

    /// <summary>A text that is whole and not a part of the stream.</summary>
    public string Mask(string text) => texts.Aggregate(text, (shown, secret) => shown.Replace(secret, "***", StringComparison.Ordinal));

    /// <summary>What was held back and turned out to be no secret.</summary>
    internal byte[] Finish() => Mask(held, isEnd: true);

    private byte[] Mask(byte[] text, bool isEnd)
    {
        ArrayBufferWriter<byte> shown = new(text.Length + 1);
        ReadOnlySpan<byte> rest = text;
        held = [];
        while (rest.Length > 0)
        {
            int start = rest.IndexOfAny(firstBytes);
            shown.Write(start < 0 ? rest : rest[..start]);
            if (start < 0)
                break;

            rest = rest[start..];
            if (!isEnd && MayGoOn(rest))
            {
                held = rest.ToArray();
                break;
            }

            int length = LengthOfSecretAt(rest);
            shown.Write(length > 0 ? "***"u8 : rest[..1]);
            rest = rest[Math.Max(length, 1)..];
        }

        return shown.WrittenSpan.ToArray();
    }

    private bool MayGoOn(ReadOnlySpan<byte> text)
    {
        foreach (byte[] secret in secrets)
        {
            if (secret.Length > text.Length && secret.AsSpan().StartsWith(text))
                return true;
        }

        return false;
    }

    /// <summary>The length of the longest secret at the start of a text; 0 when there is none.</summary>
    private int LengthOfSecretAt(ReadOnlySpan<byte> text)
    {
        foreach (byte[] secret in secrets)
        {
            if (text.StartsWith(secret))
                return secret.Length;
        }

        return 0;
    }
}
