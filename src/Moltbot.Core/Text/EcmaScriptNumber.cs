using System.Globalization;
using System.Text.Json;
using Moltbot.Core.Json;

namespace Moltbot.Core.Text;

/// <summary>Numbers by the rules of ECMAScript.</summary>
internal static class EcmaScriptNumber
{
    /// <summary>What <c>Number(value)</c> gives for a JSON value other than null.</summary>
    public static double From(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Number => value.GetDouble(),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.AsText() is { } text ? Parse(text) : double.NaN,
        JsonValueKind.Array when value.GetArrayLength() == 0 => 0,
        JsonValueKind.Array when value.GetArrayLength() == 1 => FromItem(value[0]),
        _ => double.NaN,
    };

    private static double FromItem(JsonElement item) => item.ValueKind switch
    {
        JsonValueKind.Null => 0,
        JsonValueKind.True or JsonValueKind.False => double.NaN,
        _ => From(item),
    };

    private static double Parse(string text)
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
            _ => double.TryParse(trimmed, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number)
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
