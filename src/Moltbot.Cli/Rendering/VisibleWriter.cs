using System.Text;
using Moltbot.Core.Text;

namespace Moltbot.Cli.Rendering;

/// <summary>
/// The door of text to a standard stream. What is written is <see cref="VisibleText"/>, a line break in it too: lines are ended
/// by <see cref="WriteLine(string?)"/> alone. What steers the terminal on purpose is <see cref="AsItIs"/>.
/// </summary>
/// <param name="exact">Where it goes; what is for programs is written there as it is.</param>
internal sealed class VisibleWriter(TextWriter exact) : TextWriter(PlainNumbers.Format)
{
    /// <summary>Stands around what is to be written as it is. No text of others can hold it: it is another one in every process.</summary>
    private static readonly string Mark = $"\uFDD0{Random.Shared.Next():x}\uFDD1";

    /// <summary>Where what is for programs is written as it is.</summary>
    public TextWriter Exact => exact;

    /// <inheritdoc/>
    public override Encoding Encoding => exact.Encoding;

    /// <summary>A text that is written as it is, within one that is not: colours, and a secret that somebody asked to see.</summary>
    public static string AsItIs(string text) => $"{Mark}{text}{Mark}";

    /// <inheritdoc/>
    public override void Write(char value) => Write(value.ToString());

    /// <inheritdoc/>
    public override void Write(string? value) => exact.Write(Shown(value));

    /// <inheritdoc/>
    public override void WriteLine() => exact.WriteLine();

    /// <inheritdoc/>
    public override void WriteLine(string? value) => exact.WriteLine(Shown(value));

    /// <summary>Writes a text whose line breaks are meant.</summary>
    public void WriteLines(string text)
    {
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
            WriteLine(line);
    }

    /// <inheritdoc/>
    public override void Flush() => exact.Flush();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            exact.Dispose();

        base.Dispose(disposing);
    }

    /// <summary>A secret may be written in colours, so that it is looked for in each piece between them.</summary>
    private static string Shown(string? text)
    {
        string[] pieces = (text ?? "").Split(Mark);
        for (int index = 0; index < pieces.Length; index += 2)
            pieces[index] = VisibleText.Of(pieces[index]);

        return string.Concat(pieces);
    }
}
