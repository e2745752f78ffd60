using System.Globalization;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Json5;

/// <summary>Finds what has to be taken out of a document's text so that an entry is gone.</summary>
internal sealed class Json5Removal(Json5Document document)
{
    /// <summary>The text without an item, or without the last member of a name; the same text when there is none.</summary>
    public string Remove(IReadOnlyList<string> path)
    {
        if (path.Count == 0)
            throw new MoltbotException(ErrorCode.InvalidArgument, "The whole document cannot be removed. Name what is to be removed from it.");

        Json5Route route = Json5Route.Follow(document.Root, path);
        if (route.Rest.Count > 0)
            return document.Text;

        Json5Container container = route.Containers[^1];
        return Json5Splice.Apply(document.Text, SplicesOf(container, IndexIn(container, path[^1])));
    }

    /// <summary>What has to be taken out with an entry.</summary>
    public Json5Splice[] SplicesOf(Json5Container container, int index)
    {
        Json5EntryPlace place = new(document, container, index);
        Json5Span region = container.Count == 1 ? RegionOfOnly(container, place) : RegionOf(place);
        Json5Splice splice = new(region, "");

        // What becomes the last entry has a comma only if the last one had.
        return place.IsLast && place.Comma is null && !place.IsFirst
            ? [new Json5Splice(new Json5Span(container.CommaAfter(index - 1)!.Value, 1), ""), splice]
            : [splice];
    }

    /// <summary>A container without entries is empty unless it holds comments that were not about the entry.</summary>
    private Json5Span RegionOfOnly(Json5Container container, Json5EntryPlace place)
    {
        Json5Span region = RegionOf(place);
        Json5Span inside = Json5Span.FromBounds(container.OpeningBracket + 1, container.ClosingBracket);
        return IsBlank(inside.Start, region.Start) && IsBlank(region.End, inside.End) ? inside : region;
    }

    private static Json5Span RegionOf(Json5EntryPlace place)
    {
        if (place.StartsLine && place.EndsLine)
            return WholeLines(place);
        if (place.StartsLine && place.IsLast && !place.IsBelowLineComment)
            return Json5Span.FromBounds(place.LineEndAbove.Start, place.End);
        if (place.StartsLine)
            return Json5Span.FromBounds(place.Start, place.SpaceEnd);

        return place.EndsLine || place.IsLast
            ? Json5Span.FromBounds(place.SpaceStart, place.End)
            : Json5Span.FromBounds(place.Start, place.SpaceEnd);
    }

    /// <summary>The lines of an entry, and the blank lines on one side of it if there were some, or a bracket, on both.</summary>
    private static Json5Span WholeLines(Json5EntryPlace place)
    {
        int start = place.LineStart;
        int end = place.LineEndBelow.End;
        bool isAboveBlank = place.BlankLinesEnd > end;
        if (isAboveBlank || place.IsAboveBracket)
            start = place.BlankLinesStart;
        if (isAboveBlank && place.IsBelowBracket)
            end = place.BlankLinesEnd;

        return Json5Span.FromBounds(start, end);
    }

    private bool IsBlank(int start, int end) => document.TriviaAt(start).TakeWhile(piece => piece.Span.Start < end).All(piece => !piece.IsComment);

    private static int IndexIn(Json5Container container, string step) => container is Json5Object { Members: var members }
        ? members.Select((member, index) => (member.Name, index)).Last(member => member.Name == step).index
        : int.Parse(step, CultureInfo.InvariantCulture);
}
