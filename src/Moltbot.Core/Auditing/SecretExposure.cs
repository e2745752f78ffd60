using Moltbot.Core.Errors;

namespace Moltbot.Core.Auditing;

/// <summary>What an audit found.</summary>
/// <param name="Findings">The findings, file by file.</param>
/// <param name="Files">The absolute paths of the files that were looked at.</param>
public sealed record SecretExposure(IReadOnlyList<SecretFinding> Findings, IReadOnlyList<string> Files)
{
    /// <summary>Why something could not be looked at; what is in it is not known to be clean.</summary>
    public IReadOnlyList<MoltbotException> Errors { get; init; } = [];

    /// <summary>0 when everything was looked at and nothing found, 2 when a reference leads to no secret, 1 for everything else.</summary>
    public int ExitCode =>
        Findings.Any(finding => finding.Code == SecretFindingCode.RefUnresolved) ? 2 :
        Findings.Count + Errors.Count > 0 ? 1 :
        0;

    /// <summary><c>clean</c>, <c>findings</c> or <c>unresolved</c>; <c>incomplete</c> when nothing was found in what could be looked at.</summary>
    public string Status => ExitCode switch
    {
        0 => "clean",
        1 => Findings.Count > 0 ? "findings" : "incomplete",
        _ => "unresolved",
    };
}
