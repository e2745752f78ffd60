namespace Moltbot.Core.Text;

/// <summary>The names that may be meant by one that does not exist.</summary>
internal static class NearName
{
    /// <summary>With more of them it is another name.</summary>
    private const int MostTypingErrors = 2;

    /// <summary>With more names nobody reads them.</summary>
    private const int MostNamed = 5;

    /// <summary>With fewer letters too much has them in it.</summary>
    private const int ShortestPart = 3;

    /// <summary>More than this of a name makes no difference any more.</summary>
    private const int MostCompared = 100;

    /// <summary>Puts the names in front that are what was typed but for its case or a slip, the nearest first; the rest keeps its order.</summary>
    public static IEnumerable<string> Order(string typed, IEnumerable<string> names)
    {
        string wanted = Folded(typed);
        return names.OrderBy(name => Math.Min(EditDistance.Between(wanted, Folded(name)), MostTypingErrors + 1));
    }

    /// <summary>Those of the names that may be meant, the nearest first: a slip away, or with what was typed in them.</summary>
    public static IReadOnlyList<string> Find(string typed, IEnumerable<string> names)
    {
        string wanted = Folded(typed);
        return
        [
            .. Order(typed, names.Distinct(StringComparer.Ordinal).Where(name => IsNear(wanted, Folded(name)))).Take(MostNamed),
        ];
    }

    /// <summary>Whether a name is another one's with a slip in it, and not another version of it.</summary>
    public static bool IsSlip(string typed, string name)
    {
        string wanted = Folded(typed);
        string other = Folded(name);
        return wanted != other && EditDistance.Between(wanted, other) <= MostTypingErrors && wanted.Where(char.IsAsciiDigit).SequenceEqual(other.Where(char.IsAsciiDigit));
    }

    /// <summary>The sentence that names those that may be meant, or <see langword="null"/> when none is near.</summary>
    public static string? Hint(string typed, IEnumerable<string> names) => Find(typed, names) is { Count: > 0 } near ? $"There is: {string.Join(", ", near)}." : null;

    private static bool IsNear(string wanted, string name) =>
        (EditDistance.Between(wanted, name) is var distance && distance <= MostTypingErrors && distance < wanted.Length)
        || (wanted.Length >= ShortestPart && name.Contains(wanted, StringComparison.Ordinal));

    private static string Folded(string name)
    {
        string folded = EcmaScriptText.ToLower(name);
        return folded.Length > MostCompared ? folded[..MostCompared] : folded;
    }
}
