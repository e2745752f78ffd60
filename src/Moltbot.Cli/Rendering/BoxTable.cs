using Moltbot.Core.Text;

namespace Moltbot.Cli.Rendering;

/// <summary>A table with lines around it, as the gateway's command line draws them. Cells have several lines, and those that are too long are broken.</summary>
/// <param name="columns">The heading of each column, and how wide it is at least.</param>
/// <param name="width">How wide the table is at most.</param>
internal sealed class BoxTable(IReadOnlyList<(string Heading, int Least)> columns, int width)
{
    private const int Padding = 2;
    private const string Breaks = " /-_.";

    /// <summary>The lines of the table.</summary>
    /// <param name="cells">The lines of each cell, and what paints them. They become visible before they are broken, because half a secret is none to see.</param>
    public IEnumerable<string> Lines(IEnumerable<IEnumerable<IEnumerable<(string Text, Func<string, string> Paint)>>> cells)
    {
        (string Text, Func<string, string> Paint)[][][] rows = [.. cells.Select(row => row.Select(cell => cell.Select(line => (VisibleText.Of(line.Text), line.Paint)).ToArray()).ToArray())];
        int[] widths = Widths(rows.Select(row => row.Select(cell => cell.Max(line => line.Text.Length)).ToArray()));
        yield return Rule("┌", "┬", "┐");
        foreach (string line in Row([.. columns.Select(column => ((string, Func<string, string>)[])[(column.Heading, text => text)])], widths))
            yield return line;

        yield return Rule("├", "┼", "┤");
        foreach (string line in rows.SelectMany(row => Row(row, widths)))
            yield return line;

        yield return Rule("└", "┴", "┘");

        string Rule(string left, string middle, string right) => left + string.Join(middle, widths.Select(column => new string('─', column))) + right;
    }

    private static IEnumerable<string> Row(IReadOnlyList<IReadOnlyList<(string Text, Func<string, string> Paint)>> cells, int[] widths)
    {
        string[][] wrapped = [.. cells.Select((cell, column) => cell
            .SelectMany(line => Wrap(line.Text, widths[column] - Padding).Select(text => line.Paint(text) + new string(' ', widths[column] - Padding - text.Length)))
            .ToArray())];
        for (int line = 0; line < wrapped.Max(lines => lines.Length); line++)
            yield return $"│{string.Join("│", wrapped.Select((lines, column) => $" {(line < lines.Length ? lines[line] : new string(' ', widths[column] - Padding))} "))}│";
    }

    /// <summary>As wide as their cells; where that is too much, the widest give way first.</summary>
    private int[] Widths(IEnumerable<int[]> rows)
    {
        int[] widths = [.. columns.Select(column => Math.Max(column.Least, column.Heading.Length + Padding))];
        foreach (int[] row in rows)
        {
            for (int column = 0; column < widths.Length; column++)
                widths[column] = Math.Max(widths[column], row[column] + Padding);
        }

        while (widths.Sum() + columns.Count + 1 > width && Enumerable.Range(0, widths.Length).Where(column => widths[column] > columns[column].Least).ToArray() is { Length: > 0 } wide)
            widths[wide.MaxBy(column => widths[column])]--;

        return widths;
    }

    private static IEnumerable<string> Wrap(string text, int width)
    {
        string rest = text.Trim();
        while (rest.Length > width)
        {
            int end = rest.LastIndexOfAny([.. Breaks], width - 1) + 1;
            int length = end > 0 ? end : width;
            yield return rest[..length].TrimEnd();
            rest = rest[length..].TrimStart();
        }

        yield return rest;
    }
}
