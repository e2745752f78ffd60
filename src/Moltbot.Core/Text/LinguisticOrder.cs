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

        public int Compare(string? x, string? y) => PrintableAscii.Compare(x ?? "", y ?? "") ?? Rules.Compare(x, y);
    }

    /// <summary>
    /// The root order of the Unicode collation, which en-US uses, for names of printable ASCII characters: signs before
    /// digits before letters, and a small letter before its capital where names differ in nothing else.
    /// </summary>
    private static class PrintableAscii
    {
        private const string Order = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$0123456789aAbBcCdDeEfFgGhHiIjJkKlLmMnNoOpPqQrRsStTuUvVwWxXyYzZ";

        private static readonly byte[] Positions = ReadOrder();

        /// <summary>Less than zero, zero or more than zero as the first name stands before, with or behind the second; <see langword="null"/> when one has another character.</summary>
        public static int? Compare(string x, string y) => IsPrintable(x) && IsPrintable(y) ? CompareFrom(x.AsSpan().CommonPrefixLength(y), x, y) : null;

        private static bool IsPrintable(string name) => name.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

        private static int CompareFrom(int start, string x, string y)
        {
            int capitals = 0;
            for (int index = start; index < Math.Max(x.Length, y.Length); index++)
            {
                int left = PositionAt(x, index);
                int right = PositionAt(y, index);
                if (Letter(left) != Letter(right))
                    return Letter(left) - Letter(right);
                if (capitals == 0)
                    capitals = left - right;
            }

            return capitals;
        }

        /// <summary>The character's place in the order, from 1; 0 behind the end.</summary>
        private static int PositionAt(string name, int index) => index < name.Length ? Positions[name[index]] : 0;

        /// <summary>The same for a small letter and its capital.</summary>
        private static int Letter(int position) => position > 0 && char.IsAsciiLetterUpper(Order[position - 1]) ? position - 1 : position;

        private static byte[] ReadOrder()
        {
            byte[] positions = new byte[128];
            for (int index = 0; index < Order.Length; index++)
                positions[Order[index]] = (byte)(index + 1);

            return positions;
        }
    }

    /// <summary>The rules of the system, which take milliseconds to load. Few names need them.</summary>
    private static class Rules
    {
        private static readonly CompareInfo EnglishUnitedStates = CultureInfo.GetCultureInfo("en-US").CompareInfo;

        public static int Compare(string? x, string? y) => EnglishUnitedStates.Compare(x, y);
    }
}
