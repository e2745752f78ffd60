using System.Text.Json.Nodes;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Json5;

/// <summary>
/// A JSON5 text and the values in it. Every value, name, bracket, colon and comma knows its place in the text, so that
/// an edit can replace exactly what it means to and leave comments and layout as they are.
/// </summary>
/// <remarks>The grammar is that of spec.json5.org, read as the json5 library 2.2 does.</remarks>
internal sealed class Json5Document
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

    /// <summary>Whether there are comments in it.</summary>
    public bool HasComments
    {
        get
        {
            char quote = '\0';
            for (int i = 0; i < Text.Length - 1; i++)
            {
                if (quote != '\0' && Text[i] == '\\')
                    i++;
                else if (quote != '\0')
                    quote = Text[i] == quote ? '\0' : quote;
                else if (Text[i] is '"' or '\'')
                    quote = Text[i];
                else if (Text[i] == '/')
                    return true;
            }

            return false;
        }
    }

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
    public Json5Node? Find(params string[] path) => Root.Find(path);

    /// <summary>
    /// This document with a value set, and nothing else changed. Where there is a value, it alone is replaced; else a
    /// member is added at the end of its object, below the last one, and objects are made for what the path is missing.
    /// A value on the way that is neither object nor array gives way to an object. What is new is written as JSON in the
    /// style around it: indentation, line ends, quotes, one line or several, and a comma at the end or none. A document
    /// that says it already stays as it is.
    /// </summary>
    /// <param name="path">The steps from the root: names, and indexes of arrays. Of members with one name the last is meant.</param>
    /// <param name="value">The value. Numbers may be NaN or infinite.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: a step into an array is no index of it, nor the next one.</exception>
    public Json5Document Set(IReadOnlyList<string> path, JsonNode? value) => With(new Json5Edit(this).Set(path, value));

    /// <summary>This document with an item put into an array, in its style, and nothing else changed.</summary>
    /// <param name="path">The steps from the root to the array.</param>
    /// <param name="index">The index that the item will have.</param>
    /// <param name="value">The item.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: there is no array, or it is too short.</exception>
    public Json5Document Insert(IReadOnlyList<string> path, int index, JsonNode? value) => With(new Json5Edit(this).Insert(path, index, value));

    /// <summary>
    /// This document with an item of an array as its first one. If it has its lines for itself it keeps them, with the
    /// comments that are about it.
    /// </summary>
    /// <param name="path">The steps from the root to the array.</param>
    /// <param name="index">The index that the item has.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: there is no array, or no such item.</exception>
    public Json5Document MoveToFront(IReadOnlyList<string> path, int index) => With(new Json5Edit(this).MoveToFront(path, index));

    /// <summary>
    /// This document without a member, however often its object has it, or without an item. With it go its comma, its
    /// lines if it has them for itself, and the comments that are about it: those directly above with no blank line
    /// between, and those behind it on its line. The object or array stays, empty if that was all. What is not there
    /// need not be removed.
    /// </summary>
    /// <param name="path">The steps from the root.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>: the path is empty.</exception>
    public Json5Document Remove(IReadOnlyList<string> path)
    {
        Json5Document document = With(new Json5Removal(this).Remove(path));
        bool isAgainThere = !ReferenceEquals(document, this) && document.Find([.. path.SkipLast(1)]) is Json5Object members && members.Member(path[^1]) is not null;
        return isAgainThere ? document.Remove(path) : document;
    }

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
        while (lexer.ReadTriviaPiece() is { } piece)
            pieces.Add(piece);

        return pieces;
    }

    private Json5Document With(string text) => ReferenceEquals(text, Text) ? this : Parse(text);
}
