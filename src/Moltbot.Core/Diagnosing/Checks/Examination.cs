namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>One look at an installation, by all checks or by some.</summary>
/// <param name="only">The only kinds that are asked for; none for all.</param>
/// <param name="skip">The kinds that are left out.</param>
internal sealed class Examination(IReadOnlyCollection<FindingKind> only, IReadOnlyCollection<FindingKind> skip)
{
    /// <summary>Everything that was found, in the order of the checks.</summary>
    public IReadOnlyList<Finding> Of(ExaminedInstallation installation)
    {
        IEnumerable<IInstallationCheck> checks = installation.Exists
            ? InstallationChecks.All.Where(check => check.IsOf(installation.Layout.Kind) && check.Kinds.Any(IsLookedAt))
            : [InstallationChecks.Layout];
        List<Finding> found = [.. checks.SelectMany(check => check.Examine(installation)).Where(finding => IsTold(finding.Kind)).Distinct(SameFinding.Instance)];
        HashSet<string> told = [.. found.Where(finding => finding.Kind == FindingKinds.FileSetAside || (finding.Kind != FindingKinds.NotExamined && finding.Severity == FindingSeverity.Error)).Select(finding => finding.Path).OfType<string>()];
        found.RemoveAll(finding => finding.Kind == FindingKinds.NotExamined && finding.Path is not null && told.Contains(finding.Path));
        return found;
    }

    /// <summary>What everything else depends on is looked at anyway; the audit alone takes long, and tells of what it did not read itself.</summary>
    private bool IsLookedAt(FindingKind kind) => IsWanted(kind) || (kind != FindingKinds.NotExamined && IsTold(kind));

    private bool IsTold(FindingKind kind) => !skip.Contains(kind) && (IsWanted(kind) || InstallationChecks.Unknown.Contains(kind));

    private bool IsWanted(FindingKind kind) => !skip.Contains(kind) && (only.Count == 0 || only.Contains(kind));

    /// <summary>Two findings that say the same of the same thing.</summary>
    private sealed class SameFinding : IEqualityComparer<Finding>
    {
        public static readonly SameFinding Instance = new();

        public bool Equals(Finding? x, Finding? y) => x!.IsSameAs(y!) && x.Line == y!.Line && x.Message == y.Message;

        public int GetHashCode(Finding finding) => HashCode.Combine(finding.Id, finding.Path, finding.Entry, finding.Agent, finding.ProfileId);
    }
}
