namespace Moltbot.Core.Json5;

/// <summary>
/// Where an entry of a container stands, with the comments that a person would take to be about it: those directly
/// above it, with no blank line between; those before it on its own line; those between it and its comma; and those
/// behind its comma up to the end of the line, unless another entry or the closing bracket follows there. A comment
/// on the line on which the container opens, or another entry ends, is not about it.
/// </summary>
internal sealed class Json5EntryPlace
{
    private readonly IReadOnlyList<Json5Trivia> before;
    private readonly IReadOnlyList<Json5Trivia> after;

    /// <summary>How many pieces of <see cref="before"/> stand before the entry and its comments.</summary>
    private int piecesBefore;

    /// <summary>The piece of <see cref="before"/> that ends the line above, or -1.</summary>
    private int lineEndAbove = -1;

    /// <summary>The piece of <see cref="after"/> that ends the entry's line, or -1.</summary>
    private int lineEndBelow = -1;

    public Json5EntryPlace(Json5Document document, Json5Container container, int index)
    {
        Entry = container.EntrySpan(index);
        Comma = container.CommaAfter(index);
        IsFirst = index == 0;
        IsLast = index == container.Count - 1;
        before = document.TriviaAt(IsFirst ? container.OpeningBracket + 1 : container.CommaAfter(index - 1)!.Value + 1);
        after = document.TriviaAt(BehindComma);
        ReadBefore();
        ReadAfter();
    }

    /// <summary>The entry itself.</summary>
    public Json5Span Entry { get; }

    /// <summary>The offset of its comma, if it has one.</summary>
    public int? Comma { get; }

    public bool IsFirst { get; }

    public bool IsLast { get; }

    /// <summary>Where the entry or the first of its comments starts.</summary>
    public int Start { get; private set; }

    /// <summary>Where the entry, its comma or the last of its comments ends.</summary>
    public int End { get; private set; }

    /// <summary>Whether one of its comments stands behind it.</summary>
    public bool HasCommentBehind => End > BehindComma;

    /// <summary>Whether nothing but white space stands before <see cref="Start"/> on its line.</summary>
    public bool StartsLine => lineEndAbove >= 0;

    /// <summary>Whether nothing but white space stands behind <see cref="End"/> on its line.</summary>
    public bool EndsLine => lineEndBelow >= 0;

    /// <summary>The start of the first line, if the entry starts it.</summary>
    public int LineStart => before[lineEndAbove].Span.End;

    /// <summary>What ends the line above, if the entry starts its line.</summary>
    public Json5Span LineEndAbove => before[lineEndAbove].Span;

    /// <summary>What ends the last line, if the entry ends it.</summary>
    public Json5Span LineEndBelow => after[lineEndBelow].Span;

    /// <summary>Whether the line above ends in a comment that needs that end.</summary>
    public bool IsBelowLineComment => lineEndAbove > 0 && before[lineEndAbove - 1].Kind == Json5TriviaKind.LineComment;

    /// <summary>Where the white space before <see cref="Start"/> begins.</summary>
    public int SpaceStart => piecesBefore > 0 && before[piecesBefore - 1] is { Kind: Json5TriviaKind.WhiteSpace } space ? space.Span.Start : Start;

    /// <summary>Where the white space behind <see cref="End"/> ends.</summary>
    public int SpaceEnd
    {
        get
        {
            foreach (Json5Trivia piece in after)
            {
                if (piece.Span.Start == End && piece.Kind == Json5TriviaKind.WhiteSpace)
                    return piece.Span.End;
            }

            return End;
        }
    }

    /// <summary>Where the blank lines above begin, or <see cref="LineStart"/> when there is none, if the entry starts its line.</summary>
    public int BlankLinesStart
    {
        get
        {
            int first = lineEndAbove;
            for (int i = lineEndAbove - 1; i >= 0 && IsBlank(before[i]); i--)
                first = before[i].Kind == Json5TriviaKind.LineEnd ? i : first;

            return before[first].Span.End;
        }
    }

    /// <summary>Where the blank lines below end, or the line itself when there is none, if the entry ends its line.</summary>
    public int BlankLinesEnd
    {
        get
        {
            int last = lineEndBelow;
            for (int i = lineEndBelow + 1; i < after.Count && IsBlank(after[i]); i++)
                last = after[i].Kind == Json5TriviaKind.LineEnd ? i : last;

            return after[last].Span.End;
        }
    }

    /// <summary>Whether nothing stands between the line of the opening bracket and the entry's, if the entry starts its line.</summary>
    public bool IsBelowBracket => IsFirst && lineEndAbove == FirstLineEnd(before);

    /// <summary>Whether nothing stands between the entry's line and that of the closing bracket, if the entry ends its line.</summary>
    public bool IsAboveBracket => IsLast && lineEndBelow >= after.Count - 2 && after.Skip(lineEndBelow + 1).All(IsBlank);

    private int BehindComma => Comma + 1 ?? Entry.End;

    private void ReadBefore()
    {
        Start = Entry.Start;
        piecesBefore = before.Count;
        int lineEnds = 0;
        int endOfLineAbove = FirstLineEnd(before);
        for (int i = before.Count - 1; i > endOfLineAbove && lineEnds < 2; i--)
        {
            if (before[i].Kind == Json5TriviaKind.LineEnd)
            {
                lineEnds++;
            }
            else if (before[i].IsComment)
            {
                lineEnds = 0;
                piecesBefore = i;
                Start = before[i].Span.Start;
            }
        }

        int above = piecesBefore - 1;
        if (above >= 0 && before[above].Kind == Json5TriviaKind.WhiteSpace)
            above--;
        if (above >= 0 && before[above].Kind == Json5TriviaKind.LineEnd)
            lineEndAbove = above;
    }

    private void ReadAfter()
    {
        lineEndBelow = FirstLineEnd(after);
        End = BehindComma;
        if (!EndsLine && Comma is not null)
            return;

        foreach (Json5Trivia piece in EndsLine ? after.Take(lineEndBelow) : after)
            End = piece.IsComment ? piece.Span.End : End;
    }

    private static int FirstLineEnd(IReadOnlyList<Json5Trivia> pieces)
    {
        for (int i = 0; i < pieces.Count; i++)
        {
            if (pieces[i].Kind == Json5TriviaKind.LineEnd)
                return i;
        }

        return -1;
    }

    private static bool IsBlank(Json5Trivia piece) => !piece.IsComment;
}
