using Moltbot.Core.Diagnosing;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Rendering;

/// <summary>What the doctor found and did, for people: a note for each heading of the gateway's own doctor.</summary>
internal sealed class DoctorText(Session session)
{
    private readonly TextWriter output = session.Output;
    private readonly Palette palette = session.Palette;

    /// <param name="treatment">What was found and done.</param>
    /// <param name="isRestricted">Whether only some kinds of findings were looked for.</param>
    public void Write(Treatment treatment, bool isRestricted)
    {
        foreach (IGrouping<string, Finding> note in treatment.Remaining.GroupBy(finding => finding.Title, StringComparer.Ordinal))
        {
            output.WriteLine(palette.Heading(note.Key));
            foreach (Finding finding in note)
                Write(finding);

            output.WriteLine();
        }

        WriteChanges(treatment);
        output.WriteLine(Summary(treatment, isRestricted));
        if (treatment.Remaining.Any(finding => finding.Repair is not null))
            output.WriteLine(palette.Muted("Run `moltbot doctor --fix` on a terminal, or `moltbot doctor --yes`, to have repairs made; with --force also those that remove something."));
    }

    private void Write(Finding finding)
    {
        output.WriteLine($"- {Word(finding)} ({finding.Severity.ToString().ToLowerInvariant()}) {finding.Message}");
        string place = string.Join(" ", new[] { PlaceOf(finding), finding.Agent is null ? null : $"agent {finding.Agent}" }.OfType<string>());
        if (place.Length > 0)
            output.WriteLine($"  {palette.Muted(place)}");
        if (finding.ToRepair() is { } repair)
            output.WriteLine($"  {palette.Label("Repair")}: {repair.Change.Action}{Needs(repair)}");
    }

    private static string Needs(Repair repair) => repair.Consent switch
    {
        RepairConsent.Unasked => "",
        RepairConsent.Asked => " (asks)",
        _ => " (needs --force)",
    };

    private string Word(Finding finding) => finding.Severity switch
    {
        FindingSeverity.Error => palette.Bad(finding.Id),
        FindingSeverity.Warning => palette.Warning(finding.Id),
        _ => palette.Muted(finding.Id),
    };

    private string? PlaceOf(Finding finding) => finding.Path is null ? null :
        string.Create(PlainNumbers.Format, $"{session.Shorten(finding.Path)}{(finding.Line is { } line ? $":{line}:{finding.Column}" : "")}{(finding.Entry is { } entry ? $" {entry}" : "")}");

    private void WriteChanges(Treatment treatment)
    {
        RepairedFinding[] made = [.. treatment.Repairs.Where(repair => repair.Result == RepairOutcome.Repaired)];
        if (made.Length == 0)
            return;

        output.WriteLine(palette.Heading("Doctor changes"));
        foreach (RepairedFinding repair in made)
        {
            output.WriteLine($"- {palette.Good(repair.Id)} {repair.Action}{(repair.Path is null ? "" : $": {session.Shorten(repair.Path)}")}");
            if (repair.Undo.Length > 0)
                output.WriteLine($"  {palette.Muted($"Undo: {repair.Undo}")}");
        }

        output.WriteLine();
    }

    private static string Summary(Treatment treatment, bool isRestricted)
    {
        string[] counts = [.. new[] { (FindingSeverity.Error, "error"), (FindingSeverity.Warning, "warning"), (FindingSeverity.Note, "note") }
            .Select(severity => (Count: treatment.Remaining.Count(finding => finding.Severity == severity.Item1), Noun: severity.Item2))
            .Where(severity => severity.Count > 0)
            .Select(severity => $"{severity.Count} {severity.Noun}{(severity.Count == 1 ? "" : "s")}")];
        string remains = treatment.Repairs.Count > 0 ? " remain" : "";
        return counts.Length == 0 ? $"Nothing is wrong{(isRestricted ? " of what was asked for" : "")}." : $"{string.Join(", ", counts)}{remains}.";
    }
}
