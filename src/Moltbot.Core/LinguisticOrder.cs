using System.Globalization;

namespace Moltbot.Core;

/// <summary>Sorts names as people do (<c>a</c>, <c>B</c>, <c>é</c>, <c>z</c>), by the rules of en-US as the gateway does.</summary>
internal static class LinguisticOrder
{
    private static readonly CompareInfo Rules = CultureInfo.GetCultureInfo("en-US").CompareInfo;

    /// <summary>The items sorted by name; equal names keep their order. Every name is analysed once.</summary>
    public static IEnumerable<T> InLinguisticOrder<T>(this IEnumerable<T> items, Func<T, string> name) =>
        items.OrderBy(item => Rules.GetSortKey(name(item)), SortKeys.Instance);

    private sealed class SortKeys : IComparer<SortKey>
    {
        public static readonly SortKeys Instance = new();

        public int Compare(SortKey? x, SortKey? y) => SortKey.Compare(x!, y!);
    }
}
