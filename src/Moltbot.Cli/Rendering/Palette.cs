using Moltbot.Core.Installation;

namespace Moltbot.Cli.Rendering;

/// <summary>Colours for a terminal, or none.</summary>
internal sealed class Palette(bool isColored)
{
    /// <summary>The palette for an output: none where NO_COLOR is set or nobody looks, unless FORCE_COLOR asks for it.</summary>
    public static Palette For(ProcessEnvironment environment, bool isTerminal)
    {
        bool isForced = environment.GetNonBlank("FORCE_COLOR") is { } force && force != "0";
        bool isForbidden = !string.IsNullOrEmpty(environment.Get("NO_COLOR")) || environment.Get("TERM") == "dumb";
        return new Palette(isForced || (isTerminal && !isForbidden));
    }

    public string Heading(string text) => Paint(text, "1");

    public string Label(string text) => Paint(text, "36");

    public string Muted(string text) => Paint(text, "2");

    public string Good(string text) => Paint(text, "32");

    public string Warning(string text) => Paint(text, "33");

    public string Bad(string text) => Paint(text, "31");

    /// <summary>An address that a terminal opens where it is clicked (OSC 8), written out all the same.</summary>
    public string Link(Uri address) => isColored ? VisibleWriter.AsItIs($"\u001b]8;;{address.AbsoluteUri}\u001b\\{address.AbsoluteUri}\u001b]8;;\u001b\\") : VisibleWriter.AsItIs(address.AbsoluteUri);

    private string Paint(string text, string code) => isColored ? $"{VisibleWriter.AsItIs($"\u001b[{code}m")}{text}{VisibleWriter.AsItIs("\u001b[0m")}" : text;
}
