using System.Globalization;

namespace Moltbot.Core;

/// <summary>Sorts names as people do (<c>a</c>, <c>B</c>, <c>é</c>, <c>z</c>), by the rules of en-US as the gateway does.</summary>
internal static class LinguisticOrder
{
    private static readonly CompareInfo Rules = CultureInfo.GetCultureInfo("en-US").CompareInfo;

    /// <summary>The items sorted by name; equal names keep their order.</summary>
    public static IEnumerable<T> InLinguisticOrder<T>(this IEnumerable<T> items, Func<T, string> name) =>
        items.OrderBy(item => KeyOf(name(item)), Keys.Instance);

    /// <summary>Every name is analysed once; what is compared after that is bytes.</summary>
    private static byte[] KeyOf(string name)
    {
        byte[] key = new byte[Rules.GetSortKeyLength(name)];
        Rules.GetSortKey(name, key);
        return key;
    }

    private sealed class Keys : IComparer<byte[]>
    {
        public static readonly Keys Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
