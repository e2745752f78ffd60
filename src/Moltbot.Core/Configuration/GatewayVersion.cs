using System.Globalization;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration;

/// <summary>Versions of the gateway: <c>2026.1.27</c>, perhaps with <c>v</c> before and <c>-3</c> behind (docs/gateway/config.md §3).</summary>
internal static class GatewayVersion
{
    private static readonly double[] Supported = [2026, 1, 27, 0];

    /// <summary>Whether a version is newer than the one whose files this library knows. What is no version is not.</summary>
    public static bool IsNewerThanSupported(string text)
    {
        double[] version = new double[4];
        if (!TryParse(EcmaScriptText.Trim(text), version))
            return false;

        return version.AsSpan().SequenceCompareTo(Supported) > 0;
    }

    /// <summary>Whether a version is another or newer. What is no version is not.</summary>
    public static bool IsAtLeast(string text, string other)
    {
        double[] version = new double[4];
        double[] least = new double[4];
        return TryParse(EcmaScriptText.Trim(text), version) && TryParse(other, least) && version.AsSpan().SequenceCompareTo(least) >= 0;
    }

    private static bool TryParse(string text, Span<double> version)
    {
        int position = text.StartsWith('v') ? 1 : 0;
        for (int i = 0; i < 4; i++)
        {
            bool isRevision = i == 3;
            if (i > 0 && !Skip(text, ref position, isRevision ? '-' : '.'))
                return isRevision;
            if (!ReadNumber(text, ref position, out version[i]))
                return isRevision;
        }

        return true;
    }

    private static bool Skip(string text, ref int position, char expected)
    {
        if (position >= text.Length || text[position] != expected)
            return false;

        position++;
        return true;
    }

    private static bool ReadNumber(string text, ref int position, out double number)
    {
        int start = position;
        while (position < text.Length && char.IsAsciiDigit(text[position]))
            position++;

        number = 0;
        return position > start && double.TryParse(text.AsSpan(start, position - start), NumberStyles.None, PlainNumbers.Format, out number);
    }
}
