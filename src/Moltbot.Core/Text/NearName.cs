namespace Moltbot.Core.Text;

/// <summary>The names that may be meant by one that does not exist.</summary>
internal static class NearName
{
    /// <summary>With more of them it is another name.</summary>
    private const int MostTypingErrors = 2;

    /// <summary>More than this of a name makes no difference any more.</summary>
    private const int MostCompared = 100;

    /// <summary>Puts the names in front that are what was typed but for its case or a slip, the nearest first; the rest keeps its order.</summary>
    public static IEnumerable<string> Order(string typed, IEnumerable<string> names)
    {
        string wanted = Folded(typed);
        return names.OrderBy(name => Math.Min(EditDistance.Between(wanted, Folded(name)), MostTypingErrors + 1));
    }

    private static string Folded(string name)
    {
        string folded = EcmaScriptText.ToLower(name);
        return folded.Length > MostCompared ? folded[..MostCompared] : folded;
    }
}
