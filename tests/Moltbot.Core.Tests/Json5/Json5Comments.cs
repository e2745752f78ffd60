using Moltbot.Core.Json5;

namespace Moltbot.Core.Tests.Json5;

/// <summary>The comments around the entries of a container, sorted by what they are about, line by line as a reader would.</summary>
internal sealed class Json5Comments(Json5Document document, Json5Container container)
{
    /// <summary>The last entry of a name, or the item at an index.</summary>
    public static int IndexOf(Json5Container container, string step, out bool isOnlyOne)
    {
        isOnlyOne = true;
        if (container is not Json5Object { Members: var members })
            return int.Parse(step, System.Globalization.CultureInfo.InvariantCulture);

        int[] indexes = [.. Enumerable.Range(0, members.Count).Where(index => members[index].Name == step)];
        isOnlyOne = indexes.Length == 1;
        return indexes[^1];
    }

    /// <summary>The comments between two places, outside of a span and with any commas between them.</summary>
    public static IReadOnlyList<string> Between(Json5Document document, int start, int end, Json5Span? without = null)
    {
        List<string> comments = [];
        for (int position = start; position < end;)
        {
            if (without is { } span && position == span.Start)
            {
                position = span.End;
                continue;
            }

            IReadOnlyList<Json5Trivia> pieces = document.TriviaAt(position);
            comments.AddRange(pieces.Where(piece => piece.IsComment).Select(piece => document.TextOf(piece.Span).ToString()));
            position = pieces.Count > 0 ? pieces[^1].Span.End : position + 1;
        }

        return comments;
    }

    /// <summary>The comments between the neighbours of an entry that are not about it.</summary>
    public IReadOnlyList<string> Without(int index)
    {
        Json5Span entry = container.EntrySpan(index);
        int start = index == 0 ? container.OpeningBracket + 1 : container.EntrySpan(index - 1).End;
        int end = index + 1 < container.Count ? container.EntrySpan(index + 1).Start : container.ClosingBracket;
        return
        [
            .. Between(document, start, entry.Start).SkipLast(CountBefore(index)),
            .. Between(document, entry.End, end).Skip(CountBehind(index)),
        ];
    }

    /// <summary>Those on the entry's own line and on the lines above without a gap, but not on the line of what is before it.</summary>
    private int CountBefore(int index)
    {
        string[] lines = Lines(index == 0 ? container.OpeningBracket + 1 : container.CommaAfter(index - 1)!.Value + 1);
        return lines.Length == 1
            ? Count(lines[0])
            : Count(lines[^1]) + lines[1..^1].Reverse().TakeWhile(line => Count(line) > 0).Sum(Count);
    }

    private int CountBehind(int index)
    {
        int end = container.EntrySpan(index).End;
        if (container.CommaAfter(index) is not { } comma)
            return Count(Lines(end)[0]);

        string[] lines = Lines(comma + 1);
        return Between(document, end, comma).Count + (lines.Length > 1 ? Count(lines[0]) : 0);
    }

    /// <summary>The trivia at a place line by line, a letter for each comment.</summary>
    private string[] Lines(int offset) => string.Concat(document.TriviaAt(offset).Select(piece => piece.Kind switch
    {
        Json5TriviaKind.LineEnd => "\n",
        Json5TriviaKind.WhiteSpace => "",
        _ => "c",
    })).Split('\n');

    private static int Count(string line) => line.Length;
}
