using System.Globalization;

namespace Moltbot.Core.Text;

/// <summary>Sorts names as people do (<c>a</c>, <c>B</c>, <c>é</c>, <c>z</c>), by the rules of en-US as the gateway does.</summary>
internal static class LinguisticOrder
{
    /// <summary>The items sorted by name; equal names keep their order.</summary>
    public static IEnumerable<T> InLinguisticOrder<T>(this IEnumerable<T> items, Func<T, string> name) => items.OrderBy(name, Names.Instance);

    private sealed class Names : IComparer<string>
    {
        public static readonly Names Instance = new();

        public int Compare(string? x, string? y) => AsciiCollation.Compare(x ?? "", y ?? "") ?? Rules.Compare(x, y);
    }

    /// <summary>The rules of the system, which take milliseconds to load. Few names need them.</summary>
    private static class Rules
    {
        private static readonly CompareInfo EnglishUnitedStates = CultureInfo.GetCultureInfo("en-US").CompareInfo;

        public static int Compare(string? x, string? y) => EnglishUnitedStates.Compare(x, y);
    }
}
