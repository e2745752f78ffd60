using Moltbot.Core.Resolving;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Rendering;

/// <summary>The candidates for a provider's credential on one screen.</summary>
internal sealed class CandidateTable(Session session)
{
    private const string Gap = "  ";

    public void Write(AuthCandidates candidates)
    {
        WriteFact("Provider", candidates.Provider);
        WriteFact("Agent", $"{candidates.Agent} ({session.Shorten(candidates.StorePath)})");
        WriteFact("Order", candidates.OrderedBy);
        WriteFact("Used now", candidates.Chosen is { } chosen ? session.Palette.Good(NameOf(chosen)) : session.Palette.Bad("none"));
        if (candidates.Items.Count > 0)
            WriteItems(candidates.Items);
        if (candidates.Problem is not { } problem)
            return;

        session.Output.WriteLine();
        session.Output.WriteLine(session.Palette.Bad(problem));
    }

    private void WriteItems(IReadOnlyList<AuthCandidate> items)
    {
        session.Output.WriteLine();
        string[][] rows = [.. items.Select(item => Array.ConvertAll(Cells(item), VisibleText.Of))];
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        for (int index = 0; index < rows.Length; index++)
        {
            string line = string.Join(Gap, rows[index].Select((cell, column) => cell.PadRight(widths[column])));
            session.Output.WriteLine($"{Paint(line, items[index].State)}{Gap}{items[index].Reason}");
        }
    }

    private static string[] Cells(AuthCandidate candidate) =>
    [
        candidate.IsChosen ? ">" : " ",
        candidate.Position.ToString(PlainNumbers.Format),
        NameOf(candidate),
        candidate.Mode?.ToName() ?? "-",
        candidate.MaskedValue.Length == 0 ? "-" : candidate.MaskedValue,
        StateOf(candidate),
    ];

    private static string StateOf(AuthCandidate candidate) =>
        candidate.Remaining is { } remaining ? $"{candidate.StateName} {DurationText.Remaining(remaining.TotalMilliseconds)}" : candidate.StateName;

    /// <summary>People know a profile by its id.</summary>
    private static string NameOf(AuthCandidate candidate) => candidate.ProfileId ?? candidate.Source;

    private string Paint(string line, CandidateState state) => state switch
    {
        CandidateState.Chosen => session.Palette.Good(line),
        CandidateState.Standby => line,
        CandidateState.Shadowed or CandidateState.ExcludedByOrder => session.Palette.Muted(line),
        CandidateState.Cooldown or CandidateState.Disabled => session.Palette.Warning(line),
        _ => session.Palette.Bad(line),
    };

    private void WriteFact(string name, string value) => session.Output.WriteLine($"{session.Palette.Label(name.PadRight(8))}  {value}");
}
