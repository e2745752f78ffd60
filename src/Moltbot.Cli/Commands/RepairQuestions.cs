using Moltbot.Cli.Input;
using Moltbot.Core.Diagnosing;

namespace Moltbot.Cli.Commands;

/// <summary>Which repairs are made, by the rules of the gateway's own doctor: what is answered without a question, and what is asked.</summary>
internal sealed class RepairQuestions(Session session, DoctorOptions options)
{
    private readonly bool repairs = options.Repair || options.Yes;
    private readonly bool asksNobody = options.NonInteractive || (!Terminal.IsPresent && !options.Yes);
    private readonly bool canAsk = Terminal.IsPresent && !options.Yes && !options.NonInteractive;

    /// <summary>Whether no answer can be a yes.</summary>
    public bool WantNothing => !repairs && !canAsk;

    /// <summary>Whether a finding is to be mended.</summary>
    public bool Wants(Finding finding) =>
        finding.ToRepair() is { } repair && (repairs ? IsWanted(repair) : canAsk && Ask(finding, repair));

    private bool IsWanted(Repair repair) => repair.Consent switch
    {
        RepairConsent.Unasked => true,
        RepairConsent.Asked => !asksNobody || (options.NonInteractive && repair.IsMigration),
        _ => !asksNobody && options.Force,
    };

    private bool Ask(Finding finding, Repair repair)
    {
        Terminal terminal = new(session.Errors);
        terminal.WriteLine($"{finding.Id}: {finding.Message}");
        string warning = repair.RemovesSecret ? " A secret goes with it that may be nowhere else." : "";
        return terminal.Confirm($"{repair.Change.Action}?{warning}", repair.IsYesByDefault);
    }
}
