namespace Moltbot.Core.Json5;

/// <summary>
/// A JSON5 text and the values in it. Every value, name, bracket, colon and comma knows its place in the text, so that
/// an edit can replace exactly what it means to and leave comments and layout as they are.
/// </summary>
/// <remarks>The grammar is that of spec.json5.org, read as the json5 library 2.2 does.</remarks>
public sealed class Json5Document
{
    private Json5Document(string text, Json5Node root)
    {
        Text = text;
        Root = root;
    }

    /// <summary>The text as it was given, with a byte order mark if it had one.</summary>
    public string Text { get; }

    /// <summary>The one value that the text consists of.</summary>
    public Json5Node Root { get; }

    /// <summary>Reads a JSON5 text.</summary>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.SyntaxError"/>, with line and column, when the text does not follow the grammar or nests
    /// deeper than 1,000 levels. The message names at most the one character that was not expected.
    /// </exception>
    public static Json5Document Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new Json5Document(text, new Json5Parser(text).ParseDocument());
    }

    /// <summary>The value at the end of a path from the root, see <see cref="Json5Node.Find"/>.</summary>
    public Json5Node? Find(params ReadOnlySpan<string> path) => Root.Find(path);

    /// <summary>The line and column of an offset in the text. The end of the text has a position too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside the text.</exception>
    public Json5Position PositionOf(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Text.Length);
        return Json5Position.Of(Text, offset);
    }

    /// <summary>The text of a span, as written.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The span lies outside the text.</exception>
    public ReadOnlySpan<char> TextOf(Json5Span span) => Text.AsSpan(span.Start, span.Length);

    /// <summary>The trivia from an offset up to the next token or the end of the text, piece by piece without gaps.</summary>
    /// <param name="offset">The start of the text, the end of a token, or a place between two tokens.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset lies outside the text.</exception>
    public IReadOnlyList<Json5Trivia> TriviaAt(int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Text.Length);

        List<Json5Trivia> pieces = [];
        Json5Lexer lexer = new(Text, offset);
        while (lexer.TryReadTrivia(out Json5Trivia piece))
            pieces.Add(piece);

        return pieces;
    }
}
