using Moltbot.Core.Diagnosing;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Migrating;

/// <summary>What becomes of an installation of January when the gateway of today takes it over, or has become of one that was.</summary>
/// <param name="StateDirectory">The absolute path of the state directory.</param>
/// <param name="HasMoved">Whether it has been taken over already, so that only what was left behind is told.</param>
/// <param name="Findings">What becomes of it, the worst first.</param>
/// <param name="Errors">Why something could not be looked at; what becomes of that is not known.</param>
public sealed record MigrationForecast(string StateDirectory, bool HasMoved, IReadOnlyList<MigrationFinding> Findings, IReadOnlyList<MoltbotException> Errors)
{
    /// <summary>0 when nothing is lost, 1 when something is or could not be looked at.</summary>
    public int ExitCode => Errors.Count > 0 || Findings.Any(finding => finding.Severity == FindingSeverity.Error) ? 1 : 0;
}
