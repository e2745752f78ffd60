using Moltbot.Core.BackingUp;
using Moltbot.Core.Errors;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.BackingUp;

public sealed class SealTests
{
    private const int Overhead = 16;
    private static readonly Secret Password = new("a password");

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(SealKey.ChunkLength - 1)]
    [InlineData(SealKey.ChunkLength)]
    [InlineData(SealKey.ChunkLength + 1)]
    [InlineData(3 * SealKey.ChunkLength)]
    public void What_was_sealed_is_opened_again(int length)
    {
        byte[] plain = Noise(length);

        Open(Seal(plain)).ShouldBe(plain);
    }

    [Fact]
    public void What_was_cut_off_anywhere_is_refused()
    {
        byte[] whole = Seal(Noise(SealKey.ChunkLength + 100));

        foreach (int length in new[] { SealKey.HeaderLength, SealKey.HeaderLength + 1, SealKey.HeaderLength + 100, SealKey.HeaderLength + SealKey.ChunkLength, SealKey.HeaderLength + SealKey.ChunkLength + Overhead, whole.Length - 1 })
            Should.Throw<MoltbotException>(() => Open(whole[..length]), $"cut at {length}").Code.ShouldBe(ErrorCode.BackupUnreadable);
    }

    [Fact]
    public void A_bit_that_was_flipped_anywhere_is_noticed()
    {
        byte[] whole = Seal(Noise(200));

        for (int place = 0; place < whole.Length; place++)
        {
            byte[] flipped = [.. whole];
            flipped[place] ^= 1;
            if (place is >= 8 and < 16)
                flipped[8] = 0x7F; // the number of iterations, which is only believed within reason

            Should.Throw<MoltbotException>(() => Open(flipped), $"at {place}").Code.ShouldBeOneOf(ErrorCode.BackupUnreadable, ErrorCode.BackupPasswordWrong);
        }
    }

    [Fact]
    public void Something_behind_the_end_is_noticed()
    {
        byte[] whole = Seal(Noise(200));

        Should.Throw<MoltbotException>(() => Open([.. whole, 0])).Code.ShouldBe(ErrorCode.BackupUnreadable);
        Should.Throw<MoltbotException>(() => Open([.. whole, .. whole[SealKey.HeaderLength..]])).Code.ShouldBe(ErrorCode.BackupUnreadable);
    }

    [Fact]
    public void Chunks_that_have_changed_places_are_noticed()
    {
        byte[] whole = Seal(Noise(3 * SealKey.ChunkLength));
        const int chunk = SealKey.ChunkLength + Overhead;
        byte[] swapped = [.. whole[..SealKey.HeaderLength], .. whole[(SealKey.HeaderLength + chunk)..(SealKey.HeaderLength + (2 * chunk))], .. whole[SealKey.HeaderLength..(SealKey.HeaderLength + chunk)], .. whole[(SealKey.HeaderLength + (2 * chunk))..]];

        Should.Throw<MoltbotException>(() => Open(swapped)).Code.ShouldBe(ErrorCode.BackupUnreadable);
    }

    [Fact]
    public void The_same_is_never_sealed_alike()
    {
        byte[] plain = Noise(100);

        Seal(plain).ShouldNotBe(Seal(plain));
    }

    private static byte[] Noise(int length)
    {
        byte[] noise = new byte[length];
        new Random(1).NextBytes(noise);
        return noise;
    }

    private static byte[] Seal(byte[] plain)
    {
        Wine.Lacks(Wine.Passwords);
        using SealKey key = SealKey.Create(Password, iterations: 1);
        using MemoryStream target = new();
        target.Write(key.Header);
        using SealingStream sealing = new(target, key);
        foreach (byte[] piece in plain.Chunk(10_000))
            sealing.Write(piece);

        sealing.Finish();
        return target.ToArray();
    }

    private static byte[] Open(byte[] content)
    {
        using SealKey key = SealKey.Of(content[..SealKey.HeaderLength], Password, "/backup");
        using OpeningStream opening = new(new MemoryStream(content[SealKey.HeaderLength..]), key, "/backup");
        using MemoryStream plain = new();
        opening.CopyTo(plain);
        return plain.ToArray();
    }
}
