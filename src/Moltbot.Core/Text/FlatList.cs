using System.Collections.ObjectModel;
using System.Runtime.CompilerServices;

namespace Moltbot.Core.Text;

/// <summary>A list that reads as its items where a text is wanted, as in a line of CSV.</summary>
/// <param name="items">The items, which nobody changes any more.</param>
[CollectionBuilder(typeof(FlatList), nameof(FlatList.Create))]
public sealed class FlatList<T>(IList<T> items) : ReadOnlyCollection<T>(items)
{
    /// <summary>The items, with commas between them.</summary>
    public override string ToString() => string.Join(", ", this);
}

/// <summary>Makes lists of collection expressions.</summary>
internal static class FlatList
{
    /// <summary>A list of some items.</summary>
    public static FlatList<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
