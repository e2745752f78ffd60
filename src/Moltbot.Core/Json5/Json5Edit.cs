using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;

namespace Moltbot.Core.Json5;

/// <summary>Finds what has to be replaced in a document's text, or put into it, so that it says something else.</summary>
internal sealed class Json5Edit(Json5Document document)
{
    private string Text => document.Text;

    /// <summary>The text with a value set, or the same text when it says that already.</summary>
    public string Set(IReadOnlyList<string> path, JsonNode? value)
    {
        Json5Route route = Json5Route.Follow(document.Root, path);
        if (route.Rest.Count == 0)
            return route.End.ToJson().IsSameAs(value) ? Text : Replace(route, value);

        return route.End switch
        {
            Json5Object members => Append(route, members, value),
            Json5Array items when IsIndex(route.Rest[0], items.Count) => Append(route, items, value),
            Json5Array items => throw NoSuchItem(items.Count),
            _ => Replace(route, value),
        };
    }

    /// <summary>The text with an item put into an array.</summary>
    public string Insert(IReadOnlyList<string> path, int index, JsonNode? value)
    {
        Json5Array items = ArrayAt(path, out Json5Route route);
        if (index < 0 || index > items.Count)
            throw NoSuchItem(items.Count);

        return index == items.Count ? Append(route, items, value) : InsertBefore(route, items, index, value);
    }

    /// <summary>The text with an item of an array as its first one.</summary>
    public string MoveToFront(IReadOnlyList<string> path, int index)
    {
        Json5Array items = ArrayAt(path, out Json5Route route);
        if (index < 0 || index >= items.Count)
            throw NoSuchItem(items.Count);
        if (index == 0)
            return Text;

        Json5Style style = Json5StyleReading.At(document, [.. route.Containers, items]);
        Json5Splice insertion = MoveBefore(new Json5EntryPlace(document, items, 0), new Json5EntryPlace(document, items, index), style.Gap);
        return Splice([insertion, .. new Json5Removal(document).SplicesOf(items, index)]);
    }

    private Json5Array ArrayAt(IReadOnlyList<string> path, out Json5Route route)
    {
        route = Json5Route.Follow(document.Root, path);
        return route.Rest.Count == 0 && route.End is Json5Array items
            ? items
            : throw new MoltbotException(ErrorCode.InvalidArgument, "The path does not lead to an array, and only an array has items. Set an array first.");
    }

    private string Replace(Json5Route route, JsonNode? value)
    {
        Json5Node old = route.End;
        Json5Style style = Json5StyleReading.At(document, old is Json5Container own ? [.. route.Containers, own] : route.Containers);
        if (old is Json5String text)
            style = style with { Quote = Text[text.Span.Start] };
        if (old is Json5Container { Count: > 0 } container)
            style = LikeBefore(style, container);

        string indentation = Json5StyleReading.IndentationAt(document, old.Span.Start);
        return Splice(new Json5Splice(old.Span, Json5Writer.Value(style, route.Rest.ToArray(), value, indentation, IsInOneLine(route.Containers))));
    }

    /// <summary>A container stays on its line, or on its lines, if it is one of those that can stand on one.</summary>
    private Json5Style LikeBefore(Json5Style style, Json5Container old)
    {
        bool isOnOneLine = Json5StyleReading.IsOnOneLine(document, old);
        return old is Json5Object ? style with { KeepsObjectsOnOneLine = isOnOneLine } : style with { KeepsArraysOnOneLine = isOnOneLine };
    }

    private string Append(Json5Route route, Json5Container container, JsonNode? value)
    {
        Json5Container[] containers = [.. route.Containers, container];
        Entry entry = new(Json5StyleReading.At(document, containers), route.Rest, value, container is Json5Object);
        return container.Count > 0
            ? AppendToEntries(container, entry, IsInOneLine(containers))
            : AppendToNothing(container, entry, IsInOneLine(route.Containers));
    }

    private string AppendToEntries(Json5Container container, Entry entry, bool isOnOneLine)
    {
        Json5EntryPlace last = new(document, container, container.Count - 1);
        if (!last.StartsLine && !(last.EndsLine && last.HasCommentBehind))
            return AppendOnLine(last, entry, isOnOneLine);

        string indentation = last.StartsLine
            ? Text[last.LineStart..last.Start]
            : Json5StyleReading.IndentationAt(document, container.OpeningBracket) + entry.Style.Unit;
        string line = indentation + entry.Write(indentation, onOneLine: false) + (last.Comma is null ? "" : ",");
        Json5Splice splice = last.EndsLine
            ? Json5Splice.Insert(last.LineEndBelow.End, line + TextOf(last.LineEndBelow))
            : Json5Splice.Insert(last.End, entry.Style.NewLine + line);
        return last.Comma is null ? Splice(Json5Splice.Insert(last.Entry.End, ","), splice) : Splice(splice);
    }

    private string AppendOnLine(Json5EntryPlace last, Entry entry, bool isOnOneLine)
    {
        string text = entry.Style.Gap + entry.Write(Json5StyleReading.IndentationAt(document, last.Entry.Start), isOnOneLine);
        return Splice(Json5Splice.Insert(last.End, last.Comma is null ? "," + text : text + ","));
    }

    private string AppendToNothing(Json5Container container, Entry entry, bool isInOneLine)
    {
        IReadOnlyList<Json5Trivia> inside = document.TriviaAt(container.OpeningBracket + 1);
        string outer = Json5StyleReading.IndentationAt(document, container.OpeningBracket);
        if (inside.Any(piece => piece.IsComment))
            return AppendToComments(inside, entry, outer);

        string text = isInOneLine || entry.MakesOneLine
            ? entry.Pad(entry.Write(outer, onOneLine: true))
            : $"{entry.LineWithin(outer)}{entry.Style.NewLine}{outer}";
        return Splice(new Json5Splice(Json5Span.FromBounds(container.OpeningBracket + 1, container.ClosingBracket), text));
    }

    /// <summary>Below the comments, and if they have lines of their own with a blank line between, for they are not about the entry.</summary>
    private string AppendToComments(IReadOnlyList<Json5Trivia> inside, Entry entry, string outer)
    {
        int place = inside.Last(piece => piece.IsComment).Span.End;
        int[] lineEnds = [.. inside.Where(piece => piece.Kind == Json5TriviaKind.LineEnd).Select(piece => piece.Span.Start)];
        if (lineEnds.Length == 0)
            return Splice(Json5Splice.Insert(place, entry.Style.Gap + entry.Write(outer, onOneLine: true)));

        string newLine = entry.Style.NewLine;
        string blankLine = lineEnds[0] < place ? newLine : "";
        string lastLineEnd = lineEnds[^1] < place ? newLine + outer : "";
        return Splice(Json5Splice.Insert(place, blankLine + entry.LineWithin(outer) + lastLineEnd));
    }

    private string InsertBefore(Json5Route route, Json5Array items, int index, JsonNode? value)
    {
        Json5Container[] containers = [.. route.Containers, items];
        Json5Style style = Json5StyleReading.At(document, containers);
        Json5EntryPlace next = new(document, items, index);
        string indentation = Json5StyleReading.IndentationAt(document, next.Start);
        return Splice(InsertBefore(next, Json5Writer.Value(style, [], value, indentation, IsInOneLine(containers)), style.Gap));
    }

    private Json5Splice InsertBefore(Json5EntryPlace next, string text, string gap) => next.StartsLine
        ? Json5Splice.Insert(next.LineStart, $"{Text[next.LineStart..next.Start]}{text},{TextOf(next.LineEndAbove)}")
        : Json5Splice.Insert(next.Start, $"{text},{gap}");

    /// <summary>An item goes with its lines and comments if that is possible, and else with the comments before it on its line.</summary>
    private Json5Splice MoveBefore(Json5EntryPlace first, Json5EntryPlace moved, string gap)
    {
        if (first.StartsLine && moved is { StartsLine: true, EndsLine: true })
            return Json5Splice.Insert(first.LineStart, LinesOf(moved) + TextOf(first.LineEndAbove));

        string text = Text[moved.Start..moved.Entry.End];
        return InsertBefore(first, text.AsSpan().IndexOfAny("\n\r\u2028\u2029") < 0 ? text : TextOf(moved.Entry), gap);
    }

    /// <summary>The lines of an entry, with a comma.</summary>
    private string LinesOf(Json5EntryPlace place)
    {
        string lines = Text[place.LineStart..place.LineEndBelow.Start];
        return place.Comma is null ? lines.Insert(place.Entry.End - place.LineStart, ",") : lines;
    }

    private bool IsInOneLine(IReadOnlyList<Json5Container> containers) =>
        containers.Count > 0 && Json5StyleReading.IsOnOneLine(document, containers[^1]);

    private string TextOf(Json5Span span) => document.TextOf(span).ToString();

    private string Splice(params Json5Splice[] splices) => Json5Splice.Apply(Text, splices);

    private static bool IsIndex(string step, int index) => step == index.ToString(CultureInfo.InvariantCulture);

    private static MoltbotException NoSuchItem(int count) => new(
        ErrorCode.InvalidArgument,
        string.Create(CultureInfo.InvariantCulture, $"The path does not lead to an item of an array, or to the place behind the last of its {count}."));

    /// <summary>Something to be added to a container.</summary>
    /// <param name="Style">The style there.</param>
    /// <param name="Steps">What is missing of the path; the first step is the name or the index of the entry itself.</param>
    /// <param name="Value">The value at the end of the path.</param>
    /// <param name="IsMember">Whether the container is an object.</param>
    private sealed record Entry(Json5Style Style, IReadOnlyList<string> Steps, JsonNode? Value, bool IsMember)
    {
        private string[] InnerSteps => [.. Steps.Skip(IsMember ? 0 : 1)];

        /// <summary>Whether a container with nothing but this in it stands on one line.</summary>
        public bool MakesOneLine => Steps.Count <= 1 && !Value.IsContainer() && (IsMember ? Style.KeepsObjectsOnOneLine : Style.KeepsArraysOnOneLine);

        public string Write(string indentation, bool onOneLine) => IsMember
            ? Json5Writer.Member(Style, Steps.ToArray(), Value, indentation, onOneLine)
            : Json5Writer.Value(Style, InnerSteps, Value, indentation, onOneLine);

        /// <summary>A new line within a container that opens on a line with some indentation.</summary>
        public string LineWithin(string outer) =>
            Style.NewLine + outer + Style.Unit + Write(outer + Style.Unit, onOneLine: false) + (Style.EndsWithComma ? "," : "");

        /// <summary>The space that belongs inside the brackets.</summary>
        public string Pad(string text) => IsMember ? Style.Padding + text + Style.Padding : text;
    }
}
