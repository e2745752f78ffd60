using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Json5;

/// <summary>
/// Reads the tokens of a JSON5 text and the trivia between them, from a position that only moves forward. Which token
/// comes next is the parser's to know: <c>NaN</c> is a number as a value and an identifier as a name.
/// </summary>
internal sealed partial class Json5Lexer(string text, int position = 0)
{
    private int position = position;

    public int Position => position;

    public bool AtEnd => position == text.Length;

    /// <summary>The character at the position, or U+0000, which no token begins with, at the end of the text.</summary>
    public char Current => position < text.Length ? text[position] : '\0';

    /// <summary>Moves past the current character.</summary>
    public void Advance() => position++;

    /// <summary>The error that the current character, or the end of the text, must not stand here.</summary>
    public MoltbotException Unexpected() => Json5SyntaxError.Unexpected(text, position);

    /// <summary>Moves to the next token or to the end of the text.</summary>
    public void SkipTrivia()
    {
        int start;
        do
        {
            start = position;
            ReadTrivia();
        }
        while (position > start);
    }

    /// <summary>Reads one piece of trivia; <see langword="null"/> when there is none at the position.</summary>
    public Json5Trivia? ReadTriviaPiece()
    {
        int start = position;
        Json5TriviaKind kind = ReadTrivia();
        return position > start ? new Json5Trivia(kind, Json5Span.FromBounds(start, position)) : null;
    }

    /// <summary>Reads a word that the grammar asks for here, such as <c>true</c>.</summary>
    public void ReadWord(string word)
    {
        foreach (char letter in word)
        {
            if (Current != letter)
                throw Unexpected();

            Advance();
        }
    }

    private Json5TriviaKind ReadTrivia()
    {
        if (Current == '/')
            return ReadComment();

        if (IsLineEnd(Current))
        {
            ReadLineEnd();
            return Json5TriviaKind.LineEnd;
        }

        while (EcmaScriptText.IsWhiteSpace(Current) && !IsLineEnd(Current))
            Advance();

        return Json5TriviaKind.WhiteSpace;
    }

    private Json5TriviaKind ReadComment()
    {
        Advance();
        switch (Current)
        {
            case '/':
                while (!AtEnd && !IsLineEnd(Current))
                    Advance();

                return Json5TriviaKind.LineComment;
            case '*':
                Advance();
                MoveTo(text.AsSpan(position).IndexOf("*/"));
                ReadWord("*/");
                return Json5TriviaKind.BlockComment;
            default:
                throw Unexpected();
        }
    }

    private void ReadLineEnd()
    {
        bool isCarriageReturn = Current == '\r';
        Advance();
        if (isCarriageReturn && Current == '\n')
            Advance();
    }

    /// <summary>Moves on by a distance that was searched for, or to the end of the text when nothing was found.</summary>
    private void MoveTo(int distance) => position = distance < 0 ? text.Length : position + distance;

    private static bool IsLineEnd(char c) => c is '\n' or '\r' or '\u2028' or '\u2029';
}
