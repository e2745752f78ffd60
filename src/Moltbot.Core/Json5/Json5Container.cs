namespace Moltbot.Core.Json5;

/// <summary>
/// An object or an array: entries between two brackets, with a comma after each but perhaps the last. Whatever lies
/// between brackets, entries and commas is trivia, see <see cref="Json5Document.TriviaAt"/>.
/// </summary>
internal abstract class Json5Container : Json5Node
{
    private readonly int[] commas;

    private protected Json5Container(Json5Span span, int[] commas)
        : base(span) => this.commas = commas;

    /// <summary>How many entries there are, duplicate names included.</summary>
    public abstract int Count { get; }

    /// <summary>The offset of the opening bracket.</summary>
    public int OpeningBracket => Span.Start;

    /// <summary>The offset of the closing bracket.</summary>
    public int ClosingBracket => Span.End - 1;

    /// <summary>The text of an entry without its comma: a whole member of an object, an item of an array.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public abstract Json5Span EntrySpan(int index);

    /// <summary>The offset of the comma after an entry, or <see langword="null"/> when it is the last and has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such entry.</exception>
    public int? CommaAfter(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(index, Count - 1);
        return index < commas.Length ? commas[index] : null;
    }
}
