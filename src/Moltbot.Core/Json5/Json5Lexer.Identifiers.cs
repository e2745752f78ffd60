using System.Text;

namespace Moltbot.Core.Json5;

internal sealed partial class Json5Lexer
{
    /// <summary>Reads an ECMAScript identifier name, reserved words included, and returns it without escapes.</summary>
    public string ReadIdentifier()
    {
        int start = position;
        SkipIdentifierCharacters(start);
        if (Current == '\\')
            return ReadIdentifierWithEscapes(start);

        return position > start ? text[start..position] : throw Unexpected();
    }

    private string ReadIdentifierWithEscapes(int start)
    {
        StringBuilder name = new StringBuilder().Append(text, start, position - start);
        while (Current == '\\')
        {
            name.Append(ReadIdentifierEscape(isFirst: position == start));
            int run = position;
            SkipIdentifierCharacters(start);
            name.Append(text, run, position - run);
        }

        return name.ToString();
    }

    private char ReadIdentifierEscape(bool isFirst)
    {
        int start = position;
        ReadWord(@"\u");
        char character = ReadHexadecimalCharacter(4);
        return EcmaScriptIdentifier.Allows(character, isFirst)
            ? character
            : throw Json5SyntaxError.InvalidIdentifier(text, start);
    }

    private void SkipIdentifierCharacters(int start)
    {
        while (TrySkipIdentifierCharacter(isFirst: position == start))
        {
        }
    }

    private bool TrySkipIdentifierCharacter(bool isFirst)
    {
        if (AtEnd)
            return false;

        bool isPair = char.IsSurrogatePair(text, position);
        int codePoint = isPair ? char.ConvertToUtf32(text, position) : Current;
        if (!EcmaScriptIdentifier.Allows(codePoint, isFirst))
            return false;

        position += isPair ? 2 : 1;
        return true;
    }
}
