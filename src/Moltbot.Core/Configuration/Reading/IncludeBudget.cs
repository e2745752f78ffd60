namespace Moltbot.Core.Configuration.Reading;

/// <summary>
/// How much may be included. Each file is included once for nothing, however large it may be; what is included again is counted,
/// because files that include each other twice grow without limit.
/// </summary>
internal sealed class IncludeBudget
{
    /// <summary>The most characters that come by including files again.</summary>
    public const int MostRepeated = 4 * 1024 * 1024;

    /// <summary>What an empty file costs, for the work.</summary>
    private const int Least = 64;

    private readonly HashSet<string> seen = new(StringComparer.Ordinal);
    private long repeated;

    /// <summary>Counts a file that is included.</summary>
    /// <returns>Whether it may be.</returns>
    public bool TryTake(ConfigurationSource file)
    {
        if (!seen.Add(file.Path))
            repeated += Math.Max(file.Document.Text.Length, Least);

        return repeated <= MostRepeated;
    }
}
