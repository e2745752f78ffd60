using System.Text;

namespace Moltbot.Core.Json5;

internal sealed partial class Json5Lexer
{
    /// <summary>Reads a string in quotes of either kind and returns what it says.</summary>
    public string ReadString()
    {
        char quote = Current;
        Advance();

        ReadOnlySpan<char> run = ReadPlainRun(quote);
        if (Current != quote)
            return ReadStringWithEscapes(quote, run);

        Advance();
        return run.ToString();
    }

    private string ReadStringWithEscapes(char quote, ReadOnlySpan<char> run)
    {
        StringBuilder value = new StringBuilder().Append(run);
        while (Current != quote)
        {
            if (Current != '\\')
                throw Unexpected();

            Advance();
            ReadEscape(value);
            value.Append(ReadPlainRun(quote));
        }

        Advance();
        return value.ToString();
    }

    /// <summary>Reads up to a quote of the given kind, a backslash, a line break that needs one, or the end of the text.</summary>
    private ReadOnlySpan<char> ReadPlainRun(char quote)
    {
        ReadOnlySpan<char> rest = text.AsSpan(position);
        int length = rest.IndexOfAny([quote, '\\', '\r', '\n']);
        ReadOnlySpan<char> run = length < 0 ? rest : rest[..length];
        position += run.Length;
        return run;
    }

    private void ReadEscape(StringBuilder value)
    {
        if (AtEnd || Current is >= '1' and <= '9')
            throw Unexpected();

        if (IsLineEnd(Current))
        {
            ReadLineEnd();
            return;
        }

        char escaped = Current;
        Advance();
        value.Append(escaped switch
        {
            'b' => '\b',
            'f' => '\f',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\v',
            '0' => char.IsAsciiDigit(Current) ? throw Unexpected() : '\0',
            'x' => ReadHexadecimalCharacter(2),
            'u' => ReadHexadecimalCharacter(4),
            _ => escaped,
        });
    }

    private char ReadHexadecimalCharacter(int digits)
    {
        int value = 0;
        for (int i = 0; i < digits; i++)
            value = (value << 4) | ReadHexadecimalDigit();

        return (char)value;
    }

    private int ReadHexadecimalDigit()
    {
        char digit = Current;
        if (!char.IsAsciiHexDigit(digit))
            throw Unexpected();

        Advance();
        return char.IsAsciiDigit(digit) ? digit - '0' : (digit | 0x20) - 'a' + 10;
    }
}
