using System.Globalization;
using Moltbot.Core.Text;

namespace Moltbot.Core.Json5;

internal sealed partial class Json5Lexer
{
    /// <summary>Reads a number and returns the nearest double.</summary>
    public double ReadNumber()
    {
        bool isNegative = Current == '-';
        if (Current is '+' or '-')
            Advance();

        double magnitude = ReadMagnitude();
        return isNegative && !double.IsNaN(magnitude) ? -magnitude : magnitude;
    }

    private double ReadMagnitude()
    {
        switch (Current)
        {
            case 'I':
                ReadWord("Infinity");
                return double.PositiveInfinity;
            case 'N':
                ReadWord("NaN");
                return double.NaN;
            case '0' when position + 1 < text.Length && text[position + 1] is 'x' or 'X':
                return ReadHexadecimal();
            case '.' or (>= '0' and <= '9'):
                return ReadDecimal();
            default:
                throw Unexpected();
        }
    }

    private double ReadDecimal()
    {
        int start = position;
        ReadIntegerPart();
        ReadFraction(isRequired: position == start);
        ReadExponent();

        const NumberStyles Style = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.Parse(text.AsSpan(start, position - start), Style, PlainNumbers.Format);
    }

    private void ReadIntegerPart()
    {
        // A zero stands alone: a digit after it would make an octal number, which JSON5 does not have.
        if (Current == '0')
            Advance();
        else
            SkipDigits();
    }

    private void ReadFraction(bool isRequired)
    {
        if (Current != '.')
            return;

        Advance();
        if (isRequired)
            RequireDigit();
        SkipDigits();
    }

    private void ReadExponent()
    {
        if (Current is not ('e' or 'E'))
            return;

        Advance();
        if (Current is '+' or '-')
            Advance();
        RequireDigit();
        SkipDigits();
    }

    /// <summary>
    /// Reads 60 bits or more exactly. Of what follows only counts whether it is zero: one sticky bit, far below the 53
    /// bits of a double, is enough to round to the nearest.
    /// </summary>
    private double ReadHexadecimal()
    {
        Advance();
        Advance();
        ulong significand = (ulong)ReadHexadecimalDigit();
        int exponent = 0;
        while (char.IsAsciiHexDigit(Current))
        {
            ulong digit = (ulong)ReadHexadecimalDigit();
            if (significand >> 60 == 0)
            {
                significand = (significand << 4) | digit;
            }
            else
            {
                significand |= digit == 0 ? 0UL : 1UL;
                exponent += 4;
            }
        }

        return Math.ScaleB(significand, exponent);
    }

    private void RequireDigit()
    {
        if (!char.IsAsciiDigit(Current))
            throw Unexpected();
    }

    private void SkipDigits()
    {
        while (char.IsAsciiDigit(Current))
            Advance();
    }
}
