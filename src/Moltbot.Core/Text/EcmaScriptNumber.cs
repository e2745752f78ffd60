using System.Globalization;

namespace Moltbot.Core.Text;

/// <summary>Numbers by the rules of ECMAScript.</summary>
internal static class EcmaScriptNumber
{
    private const int LongestInteger = 21;
    private const int SmallestExponent = -6;

    /// <summary>What <c>String(number)</c> gives: the fewest digits that tell it from others, with an exponent only where it is very large or small.</summary>
    public static string ToText(double number)
    {
        if (double.IsNaN(number))
            return "NaN";
        if (double.IsInfinity(number))
            return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0)
            return "0";

        string sign = number < 0 ? "-" : "";
        (string digits, int point) = DigitsOf(Math.Abs(number));
        return sign + point switch
        {
            > LongestInteger or <= SmallestExponent => WithExponent(digits, point - 1),
            <= 0 => $"0.{new string('0', -point)}{digits}",
            _ when point < digits.Length => $"{digits[..point]}.{digits[point..]}",
            _ => digits.PadRight(point, '0'),
        };
    }

    /// <summary>The digits of a number without zeros at the ends, and where the decimal point stands, counted from the first.</summary>
    private static (string Digits, int Point) DigitsOf(double number)
    {
        string[] parts = number.ToString("R", PlainNumbers.Format).Split('E');
        string written = parts[0];
        int point = written.IndexOf('.', StringComparison.Ordinal) is >= 0 and int index ? index : written.Length;
        string digits = written.Replace(".", "", StringComparison.Ordinal);
        string significant = digits.TrimStart('0');
        int exponent = parts.Length > 1 ? int.Parse(parts[1], PlainNumbers.Format) : 0;
        return (significant.TrimEnd('0'), point + exponent - (digits.Length - significant.Length));
    }

    private static string WithExponent(string digits, int exponent)
    {
        string fraction = digits.Length > 1 ? $".{digits[1..]}" : "";
        return string.Create(PlainNumbers.Format, $"{digits[0]}{fraction}e{(exponent < 0 ? "" : "+")}{exponent}");
    }

    /// <summary>What <c>Number(text)</c> gives.</summary>
    public static double Parse(string text)
    {
        string trimmed = EcmaScriptText.Trim(text);
        if (trimmed.Length == 0)
            return 0;
        if (trimmed.Length > 2 && trimmed[0] == '0' && RadixOf(trimmed[1]) is { } radix)
            return ParseDigits(trimmed.AsSpan(2), radix);

        return trimmed switch
        {
            "Infinity" or "+Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            _ => double.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, PlainNumbers.Format, out double number)
                && !char.IsAsciiLetter(trimmed[^1]) ? number : double.NaN,
        };
    }

    private static int? RadixOf(char prefix) => prefix switch
    {
        'x' or 'X' => 16,
        'o' or 'O' => 8,
        'b' or 'B' => 2,
        _ => null,
    };

    private static double ParseDigits(ReadOnlySpan<char> digits, int radix)
    {
        double number = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            if (digit >= radix)
                return double.NaN;

            number = (number * radix) + digit;
        }

        return number;
    }
}
