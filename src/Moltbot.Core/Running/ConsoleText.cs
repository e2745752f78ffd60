using System.Text;
using System.Text.Unicode;

namespace Moltbot.Core.Running;

/// <summary>Reads as characters what comes as bytes and in pieces: UTF-8, or text of another encoding, which is told by that it is no UTF-8.</summary>
/// <param name="decodeOther">Reads what is no UTF-8.</param>
internal sealed class ConsoleText(ConsoleText.Decode decodeOther)
{
    private byte[] begun = [];

    /// <summary>Reads bytes of another encoding.</summary>
    public delegate string Decode(ReadOnlySpan<byte> bytes);

    /// <summary>The characters of a piece. One that is only begun is kept back until the rest of it comes.</summary>
    public string Read(ReadOnlySpan<byte> piece)
    {
        ReadOnlySpan<byte> bytes = begun.Length == 0 ? piece : [.. begun, .. piece];
        int whole = bytes.Length - LengthOfBegun(bytes);
        if (!Utf8.IsValid(bytes[..whole]))
        {
            begun = [];
            return decodeOther(bytes);
        }

        begun = bytes[whole..].ToArray();
        return Encoding.UTF8.GetString(bytes[..whole]);
    }

    /// <summary>What was kept back, when nothing comes any more.</summary>
    public string Rest()
    {
        byte[] rest = begun;
        begun = [];
        return rest.Length == 0 ? "" : decodeOther(rest);
    }

    /// <summary>How many bytes at the end are the beginning of a character in UTF-8.</summary>
    private static int LengthOfBegun(ReadOnlySpan<byte> bytes)
    {
        for (int length = 1; length <= Math.Min(3, bytes.Length); length++)
        {
            byte first = bytes[^length];
            if ((first & 0xC0) == 0x80)
                continue;

            int needed = first switch { >= 0xF0 and < 0xF5 => 4, >= 0xE0 and < 0xF0 => 3, >= 0xC2 and < 0xE0 => 2, _ => 1 };
            return needed > length ? length : 0;
        }

        return 0;
    }
}
