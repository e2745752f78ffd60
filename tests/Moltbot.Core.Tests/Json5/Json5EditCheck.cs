using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Json5;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Json5;

/// <summary>
/// An edit that was made, and what it had to leave alone. An edit owns a window of the text: of a value that is
/// replaced, exactly that value; of an entry that is added or removed, the text from the end of the entry before it (or
/// the opening bracket) to the start of the entry behind it (or the closing bracket); of an item that becomes the first,
/// the text from the opening bracket to the entry behind its old place. Outside of the window every byte
/// stays. Within it, beside the entry, commas and white space may change, but comments only go with an entry that they
/// are about.
/// </summary>
internal sealed class Json5EditCheck
{
    private readonly Json5Span window;
    private readonly JsonNode? expected;
    private readonly IReadOnlyList<string> commentsToKeep;
    private readonly IReadOnlyList<string> addedPath;

    private Json5EditCheck(Json5Document before, Json5Document after, JsonNode? expected, Json5Span window, IReadOnlyList<string> commentsToKeep, IReadOnlyList<string> addedPath)
    {
        Before = before;
        After = after;
        this.expected = expected;
        this.window = window;
        this.commentsToKeep = commentsToKeep;
        this.addedPath = addedPath;
    }

    public Json5Document Before { get; }

    public Json5Document After { get; }

    private int WindowEndAfter => After.Text.Length - (Before.Text.Length - window.End);

    public static Json5EditCheck OfSetting(Json5Document before, IReadOnlyList<string> path, JsonNode? value)
    {
        Json5Route route = Json5Route.Follow(before.Root, path);
        Json5Document after = before.Set(path, value);
        JsonNode? expected = Json5EditModel.Set(before.Root.ToJson(), path, value);
        if (route is not { Rest.Count: > 0, End: Json5Container container })
            return new Json5EditCheck(before, after, expected, route.End.Span, [], []);

        return OfAddition(before, after, expected, container, container.Count, [.. path.SkipLast(route.Rest.Count - 1)]);
    }

    public static Json5EditCheck OfInsertion(Json5Document before, IReadOnlyList<string> path, int index, JsonNode? value)
    {
        Json5Document after = before.Insert(path, index, value);
        JsonNode? expected = before.Root.ToJson();
        Json5EditModel.Find(expected, path)!.AsArray().Insert(index, Json5EditModel.Copy(value));
        string[] added = [.. path, index.ToString(CultureInfo.InvariantCulture)];
        return OfAddition(before, after, expected, (Json5Container)before.Find([.. path])!, index, added);
    }

    public static Json5EditCheck OfMove(Json5Document before, IReadOnlyList<string> path, int index)
    {
        Json5Document after = before.MoveToFront(path, index);
        JsonNode? expected = before.Root.ToJson();
        JsonArray items = Json5EditModel.Find(expected, path)!.AsArray();
        JsonNode? item = items[index];
        items.RemoveAt(index);
        items.Insert(0, item);
        return new Json5EditCheck(before, after, expected, WindowAround((Json5Container)before.Find([.. path])!, -1, index + 1), [], []);
    }

    public static Json5EditCheck OfRemoval(Json5Document before, IReadOnlyList<string> path)
    {
        Json5Container container = (Json5Container)before.Find([.. path.SkipLast(1)])!;
        Json5Document after = before.Remove(path);
        JsonNode? expected = Json5EditModel.Remove(before.Root.ToJson(), path);
        int index = Json5Comments.IndexOf(container, path[^1], out bool isOnlyOne);
        return isOnlyOne
            ? new Json5EditCheck(before, after, expected, WindowAround(container, index - 1, index + 1), new Json5Comments(before, container).Without(index), [])
            : new Json5EditCheck(before, after, expected, container.Span, [], []);
    }

    /// <summary>Every byte outside of the window is in its place.</summary>
    public bool ChangesNothingOutside() =>
        WindowEndAfter >= window.Start &&
        After.Text.AsSpan(0, window.Start).SequenceEqual(Before.Text.AsSpan(0, window.Start)) &&
        After.Text.AsSpan(WindowEndAfter).SequenceEqual(Before.Text.AsSpan(window.End));

    /// <summary>The comments in the window that had to stay are there, in their order.</summary>
    public bool KeepsComments()
    {
        if (commentsToKeep.Count == 0)
            return true;

        Json5Span? added = addedPath.Count == 0 ? null : SpanOf(addedPath);
        return commentsToKeep.SequenceEqual(Json5Comments.Between(After, window.Start, WindowEndAfter, added), StringComparer.Ordinal);
    }

    /// <summary>The document says what it said before, but for the edit.</summary>
    public bool IsReadBack() => JsonDifference.Find(expected, After.Root.ToJson()) is null;

    /// <summary>An entry that was added beside others can be removed without a trace.</summary>
    public bool CanBeTakenBack() => addedPath.Count == 0 || ParentBefore().Count == 0 || After.Remove(addedPath).Text == Before.Text;

    public override string ToString() => $"{JsonDifference.Show(Before.Text)} => {JsonDifference.Show(After.Text)}";

    private static Json5EditCheck OfAddition(
        Json5Document before, Json5Document after, JsonNode? expected, Json5Container container, int index, IReadOnlyList<string> added)
    {
        Json5Span window = WindowAround(container, index - 1, index);
        return new Json5EditCheck(before, after, expected, window, Json5Comments.Between(before, window.Start, window.End), added);
    }

    private static Json5Span WindowAround(Json5Container container, int previous, int next) => Json5Span.FromBounds(
        previous < 0 ? container.OpeningBracket + 1 : container.EntrySpan(previous).End,
        next < container.Count ? container.EntrySpan(next).Start : container.ClosingBracket);

    private Json5Container ParentBefore() => (Json5Container)Before.Find([.. addedPath.SkipLast(1)])!;

    private Json5Span SpanOf(IReadOnlyList<string> path)
    {
        Json5Container parent = (Json5Container)After.Find([.. path.SkipLast(1)])!;
        return parent.EntrySpan(Json5Comments.IndexOf(parent, path[^1], out _));
    }
}
