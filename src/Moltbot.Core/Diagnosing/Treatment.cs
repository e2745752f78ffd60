namespace Moltbot.Core.Diagnosing;

/// <summary>What came of mending an installation.</summary>
/// <param name="Repairs">What became of each finding that was to be mended, in that order.</param>
/// <param name="Remaining">What is still to be found.</param>
public sealed record Treatment(IReadOnlyList<RepairedFinding> Repairs, IReadOnlyList<Finding> Remaining)
{
    /// <summary>0 when nothing remains above a note, 1 when an error does, 2 when a warning does.</summary>
    public int ExitCode => ExitCodeOf(Remaining);

    /// <summary>The same for any findings.</summary>
    public static int ExitCodeOf(IEnumerable<Finding> findings) => findings.Select(finding => finding.Severity).DefaultIfEmpty().Max() switch
    {
        FindingSeverity.Error => 1,
        FindingSeverity.Warning => 2,
        _ => 0,
    };
}
