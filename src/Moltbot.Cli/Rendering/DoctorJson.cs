using System.Text.Json.Nodes;
using Moltbot.Core.Diagnosing;
using Moltbot.Core.Json;

namespace Moltbot.Cli.Rendering;

/// <summary>What the doctor found and did, for programs (about_Moltbot_Doctor).</summary>
internal static class DoctorJson
{
    public static JsonObject Of(Treatment treatment) => new()
    {
        ["findings"] = JsonList.Of(treatment.Remaining, Of),
        ["repairs"] = JsonList.Of(treatment.Repairs, Of),
        ["errors"] = Count(treatment, FindingSeverity.Error),
        ["warnings"] = Count(treatment, FindingSeverity.Warning),
        ["notes"] = Count(treatment, FindingSeverity.Note),
        ["exitCode"] = treatment.ExitCode,
    };

    private static int Count(Treatment treatment, FindingSeverity severity) => treatment.Remaining.Count(finding => finding.Severity == severity);

    private static JsonObject Of(Finding finding) => new()
    {
        ["id"] = finding.Id,
        ["severity"] = finding.Severity.ToString().ToLowerInvariant(),
        ["message"] = finding.Message,
        ["file"] = finding.Path,
        ["line"] = finding.Line,
        ["column"] = finding.Column,
        ["place"] = finding.Entry,
        ["agentId"] = finding.Agent,
        ["profileId"] = finding.ProfileId,
        ["stateDir"] = finding.StateDirectory,
        ["repair"] = finding.Repair,
        ["safe"] = finding.IsSafe,
        ["removesSecret"] = finding.RemovesSecret,
        ["help"] = finding.ToHelp().AbsoluteUri,
    };

    private static JsonObject Of(RepairedFinding repair) => new()
    {
        ["id"] = repair.Id,
        ["outcome"] = repair.Result.ToString().ToLowerInvariant(),
        ["action"] = repair.Action,
        ["file"] = repair.Path,
        ["agentId"] = repair.Agent,
        ["profileId"] = repair.ProfileId,
        ["undo"] = repair.Undo,
        ["error"] = repair.Reason,
    };
}
