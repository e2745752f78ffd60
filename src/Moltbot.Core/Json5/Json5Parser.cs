namespace Moltbot.Core.Json5;

/// <summary>Builds the tree of a JSON5 text by recursive descent.</summary>
internal sealed class Json5Parser(string text)
{
    /// <summary>
    /// How many brackets may be open at once. The stack bears it, and so does the JSON writer, which goes no deeper.
    /// </summary>
    public const int MaximumDepth = 1000;

    private readonly Json5Lexer lexer = new(text);
    private int depth;

    public Json5Node ParseDocument()
    {
        Json5Node root = ParseValue();
        lexer.SkipTrivia();
        return lexer.AtEnd ? root : throw lexer.Unexpected();
    }

    private Json5Node ParseValue()
    {
        lexer.SkipTrivia();
        return lexer.Current switch
        {
            '{' => ParseObject(),
            '[' => ParseArray(),
            '"' or '\'' => ParseString(),
            't' => ParseLiteral("true", true),
            'f' => ParseLiteral("false", false),
            'n' => ParseLiteral("null", null),
            _ => ParseNumber(),
        };
    }

    private Json5Object ParseObject()
    {
        List<Json5Member> members = [];
        List<int> commas = [];
        int start = OpenBracket();
        while (!IsNext('}'))
        {
            members.Add(ParseMember());
            ParseComma(commas, '}');
        }

        return new Json5Object(CloseBracket(start), [.. members], [.. commas]);
    }

    private Json5Member ParseMember()
    {
        int start = lexer.Position;
        string name = lexer.Current is '"' or '\'' ? lexer.ReadString() : lexer.ReadIdentifier();
        Json5Span nameSpan = SpanFrom(start);

        if (!IsNext(':'))
            throw lexer.Unexpected();

        int colon = lexer.Position;
        lexer.Advance();
        return new Json5Member(name, nameSpan, colon, ParseValue());
    }

    private Json5Array ParseArray()
    {
        List<Json5Node> items = [];
        List<int> commas = [];
        int start = OpenBracket();
        while (!IsNext(']'))
        {
            items.Add(ParseValue());
            ParseComma(commas, ']');
        }

        return new Json5Array(CloseBracket(start), [.. items], [.. commas]);
    }

    private int OpenBracket()
    {
        int start = lexer.Position;
        if (++depth > MaximumDepth)
            throw Json5SyntaxError.TooDeep(text, start, MaximumDepth);

        lexer.Advance();
        return start;
    }

    private Json5Span CloseBracket(int start)
    {
        depth--;
        lexer.Advance();
        return SpanFrom(start);
    }

    private void ParseComma(List<int> commas, char closingBracket)
    {
        if (IsNext(','))
        {
            commas.Add(lexer.Position);
            lexer.Advance();
        }
        else if (lexer.Current != closingBracket)
        {
            throw lexer.Unexpected();
        }
    }

    private Json5String ParseString()
    {
        int start = lexer.Position;
        string value = lexer.ReadString();
        return new Json5String(SpanFrom(start), value);
    }

    private Json5Number ParseNumber()
    {
        int start = lexer.Position;
        double value = lexer.ReadNumber();
        return new Json5Number(SpanFrom(start), value);
    }

    private Json5Literal ParseLiteral(string word, bool? value)
    {
        int start = lexer.Position;
        lexer.ReadWord(word);
        return new Json5Literal(SpanFrom(start), value);
    }

    private bool IsNext(char token)
    {
        lexer.SkipTrivia();
        return lexer.Current == token;
    }

    private Json5Span SpanFrom(int start) => Json5Span.FromBounds(start, lexer.Position);
}
