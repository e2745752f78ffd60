namespace Moltbot.Core.Auditing;

/// <summary>What an audit found.</summary>
/// <param name="Findings">The findings, file by file.</param>
/// <param name="Files">The absolute paths of the files that were looked at.</param>
public sealed record SecretExposure(IReadOnlyList<SecretFinding> Findings, IReadOnlyList<string> Files)
{
    /// <summary>0 when nothing was found, 2 when a reference leads to no secret, 1 for everything else.</summary>
    public int ExitCode =>
        Findings.Count == 0 ? 0 :
        Findings.Any(finding => finding.Code == SecretFindingCode.RefUnresolved) ? 2 :
        1;

    /// <summary><c>clean</c>, <c>findings</c> or <c>unresolved</c>.</summary>
    public string Status => ExitCode switch
    {
        0 => "clean",
        1 => "findings",
        _ => "unresolved",
    };
}
