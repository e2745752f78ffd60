using System.Management.Automation;
using Moltbot.Core;
using Moltbot.Core.Diagnosing;
using Moltbot.PowerShell.Completion;
using Moltbot.Core.Resolving;
using Moltbot.PowerShell.Transformation;

namespace Moltbot.PowerShell.Commands;

/// <summary>
/// Mends what is wrong with the credentials of an installation: the findings that the pipeline brings, or all. Each is found
/// anew before it is mended, so what is not there any more is left alone.
/// </summary>
[Cmdlet(VerbsDiagnostic.Repair, "MoltbotInstallation", HelpUri = OnlineHelp.Pages + "Repair-MoltbotInstallation.md", SupportsShouldProcess = true)]
[OutputType(typeof(RepairedFinding))]
public sealed class RepairMoltbotInstallationCommand : MoltbotCmdlet
{
    private string? agent;

    /// <summary>The findings to mend; all if omitted.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(FindingCompleter))]
    [Name]
    public string[] Id { get; set; } = [];

    /// <summary>The very finding that is meant, where it was found.</summary>
    [Parameter(ValueFromPipeline = true)]
    public Finding? InputObject { get; set; }

    /// <summary>The only agent that is meant; all if omitted.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [ArgumentCompleter(typeof(AgentCompleter))]
    [Name]
    public string? Agent { get; set; }

    /// <summary>The only profiles that are meant.</summary>
    [Parameter(ValueFromPipelineByPropertyName = true)]
    [AllowNull]
    [AllowEmptyCollection]
    [ArgumentCompleter(typeof(ProfileIdCompleter))]
    [Name]
    public string[]? ProfileId { get; set; }

    /// <summary>Whether nobody is asked, too, before something is moved to a new place, or a secret or something that may still be wanted is removed.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void Prepare() => Installation.Layout.MayKeep.Require();

    /// <inheritdoc/>
    protected override void Process()
    {
        agent = string.IsNullOrEmpty(Agent) ? null : FindAgent(Agent).Id.Value;
        ExaminationOptions options = new() { Only = [.. Id.Select(FindingKinds.Find)] };
        InstallationDoctor doctor = Installation.Reopen().OpenDoctor(options, _ => SecretResolver.None); // what leads to no secret has no repair
        Treatment treatment = Pump((thread, cancellation) => doctor.TreatAsync(finding => thread.Ask(() => IsMeant(finding) && IsWanted(finding.ToRepair()!)), cancellation));
        foreach (RepairedFinding repaired in treatment.Repairs)
        {
            if (repaired.ToError() is { } error)
                WriteItemError(Errors.ToRecord(error));

            WriteObject(repaired);
        }
    }

    private bool IsWanted(Repair repair) => Warning(repair) is { } warning ? ApprovesLoss(repair.Change, warning, Force) : Approves(repair.Change);

    private static string? Warning(Repair repair) => repair switch
    {
        { RemovesSecret: true } => "A secret goes with it that may be nowhere else.",
        { Consent: RepairConsent.Forced } => "What is removed may still be wanted.",
        { IsMigration: true } => "A gateway that runs must not have it open.",
        _ => null,
    };

    /// <summary>What was not told counts for anything.</summary>
    private bool IsMeant(Finding finding) =>
        (Id.Length == 0 || Id.Contains(finding.Id, StringComparer.OrdinalIgnoreCase))
        && (InputObject is null || InputObject.IsSameAs(finding))
        && (agent is null || agent == finding.Agent)
        && (ProfileId is null or [] or [null or ""] || ProfileId.Contains(finding.ProfileId, StringComparer.Ordinal));
}
