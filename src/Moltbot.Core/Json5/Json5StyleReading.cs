namespace Moltbot.Core.Json5;

/// <summary>
/// Finds out how a document is written at some place. Each question is put to the innermost container there, and where
/// that has no answer to the one around it, and so on.
/// </summary>
internal sealed class Json5StyleReading
{
    private static readonly Json5Style Default = new();

    private readonly Json5Document document;
    private readonly Json5Container[] containers;

    private Json5StyleReading(Json5Document document, IEnumerable<Json5Container> innermostFirst)
    {
        this.document = document;
        containers = [.. innermostFirst.Where(container => container.Count > 0)];
    }

    /// <summary>The style at a place.</summary>
    /// <param name="document">The document.</param>
    /// <param name="containers">The containers that the place lies in, the outermost first.</param>
    public static Json5Style At(Json5Document document, IReadOnlyList<Json5Container> containers) =>
        new Json5StyleReading(document, containers.Reverse()).Read(containers.Count > 0 ? containers[^1].OpeningBracket : 0);

    /// <summary>The indentation of the line that an offset is on.</summary>
    public static string IndentationAt(Json5Document document, int offset)
    {
        string text = document.Text;
        int start = text.AsSpan(0, offset).LastIndexOfAny("\n\r\u2028\u2029") + 1;
        if (start == 0 && text.StartsWith('\uFEFF') && offset > 0)
            start = 1;

        int end = start;
        while (end < offset && text[end] is ' ' or '\t')
            end++;

        return text[start..end];
    }

    /// <summary>Whether a container opens and closes on one line.</summary>
    public static bool IsOnOneLine(Json5Document document, Json5Container container) =>
        document.TextOf(container.Span).IndexOfAny("\n\r\u2028\u2029") < 0;

    private Json5Style Read(int place)
    {
        string colon = Ask(ColonOf) ?? Default.Colon;
        string gap = Ask(GapOf) ?? (colon is ":" ? "" : Default.Gap);
        return new Json5Style
        {
            NewLine = NewLineNear(place),
            Unit = Ask(UnitOf) ?? Default.Unit,
            Quote = (Ask(QuoteOf) ?? QuoteAnywhere(document.Root)) is [char quote] ? quote : Default.Quote,
            QuotesNames = Ask(QuotesNamesOf) ?? Default.QuotesNames,
            Colon = colon,
            Gap = gap,
            Padding = Ask(PaddingOf) ?? (gap.Length == 0 ? "" : Default.Padding),
            EndsWithComma = Ask(EndsWithCommaOf) ?? Default.EndsWithComma,
            KeepsObjectsOnOneLine = Ask(KeepsOnOneLine<Json5Object>) ?? Default.KeepsObjectsOnOneLine,
            KeepsArraysOnOneLine = Ask(KeepsOnOneLine<Json5Array>) ?? Default.KeepsArraysOnOneLine,
        };
    }

    private string NewLineNear(int place)
    {
        ReadOnlySpan<char> text = document.Text;
        int next = text[place..].IndexOfAny('\n', '\r');
        int end = next >= 0 ? place + next : text.IndexOfAny('\n', '\r');
        if (end < 0 || text[end] == '\n')
            return "\n";

        return text[(end + 1)..].StartsWith("\n") ? "\r\n" : "\r";
    }

    private string? UnitOf(Json5Container container)
    {
        Json5EntryPlace last = LastPlace(container);
        if (!last.StartsLine)
            return null;

        string outer = IndentationAt(document, container.OpeningBracket);
        string inner = document.Text[last.LineStart..last.Start];
        return inner.Length > outer.Length && inner.StartsWith(outer, StringComparison.Ordinal) ? inner[outer.Length..] : null;
    }

    private bool? EndsWithCommaOf(Json5Container container)
    {
        Json5EntryPlace last = LastPlace(container);
        return last.StartsLine ? last.Comma is not null : null;
    }

    private string? QuoteOf(Json5Container container)
    {
        for (int i = container.Count - 1; i >= 0; i--)
        {
            if (ValueOf(container, i) is Json5String text)
                return QuoteAt(text.Span.Start);
            if (container is Json5Object { Members: var members } && IsQuoted(members[i]))
                return QuoteAt(members[i].NameSpan.Start);
        }

        return null;
    }

    private string? QuoteAnywhere(Json5Node node)
    {
        if (node is not Json5Container container)
            return null;

        string? quote = QuoteOf(container);
        for (int i = container.Count - 1; i >= 0 && quote is null; i--)
            quote = QuoteAnywhere(ValueOf(container, i));

        return quote;
    }

    private string QuoteAt(int offset) => document.Text.Substring(offset, 1);

    private bool? QuotesNamesOf(Json5Container container)
    {
        if (container is not Json5Object { Members: var members })
            return null;

        for (int i = members.Count - 1; i >= 0; i--)
        {
            if (Json5Writer.CanGoWithoutQuotes(members[i].Name))
                return IsQuoted(members[i]);
        }

        return null;
    }

    private string? ColonOf(Json5Container container)
    {
        if (container is not Json5Object { Members: [.., Json5Member last] })
            return null;

        string colon = document.Text[last.NameSpan.End..last.Value.Span.Start];
        return colon.Trim(' ', '\t') is ":" ? colon : null;
    }

    private string? GapOf(Json5Container container)
    {
        if (container.Count < 2)
            return null;

        string gap = document.Text[(container.CommaAfter(container.Count - 2)!.Value + 1)..container.EntrySpan(container.Count - 1).Start];
        return gap.Trim(' ', '\t').Length == 0 ? gap : null;
    }

    private string? PaddingOf(Json5Container container)
    {
        for (int i = container.Count; i >= 0; i--)
        {
            Json5Node? node = i == container.Count ? container : ValueOf(container, i);
            if (node is Json5Object { Count: > 0 } braces && IsOnOneLine(document, braces))
                return document.Text[braces.OpeningBracket + 1] == ' ' ? " " : "";
        }

        return null;
    }

    /// <summary>What the last child shows that is a container of some kind and holds no other.</summary>
    private bool? KeepsOnOneLine<T>(Json5Container container)
        where T : Json5Container
    {
        for (int i = container.Count - 1; i >= 0; i--)
        {
            if (ValueOf(container, i) is T { Count: > 0 } child && !HoldsContainer(child))
                return IsOnOneLine(document, child);
        }

        return null;
    }

    private static bool HoldsContainer(Json5Container container)
    {
        for (int i = 0; i < container.Count; i++)
        {
            if (ValueOf(container, i) is Json5Container)
                return true;
        }

        return false;
    }

    private bool IsQuoted(Json5Member member) => document.Text[member.NameSpan.Start] is '"' or '\'';

    private Json5EntryPlace LastPlace(Json5Container container) => new(document, container, container.Count - 1);

    private static Json5Node ValueOf(Json5Container container, int index) => container is Json5Object braces
        ? braces.Members[index].Value
        : ((Json5Array)container).Items[index];

    private string? Ask(Func<Json5Container, string?> question) => containers.Select(question).FirstOrDefault(answer => answer is not null);

    private bool? Ask(Func<Json5Container, bool?> question) => containers.Select(question).FirstOrDefault(answer => answer is not null);
}
