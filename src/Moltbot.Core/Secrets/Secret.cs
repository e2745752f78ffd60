using Moltbot.Core.Text;

namespace Moltbot.Core.Secrets;

/// <summary>
/// A value that must not be shown by accident: <see cref="ToString"/> says <c>***</c>, and only <see cref="Reveal"/>
/// gives the text.
/// </summary>
public readonly struct Secret : IEquatable<Secret>
{
    private const int LongEnoughToShowEnds = 16;
    private const int ShownShare = 6;
    private const int MostShownAtAnEnd = 8;

    private readonly string? text;

    /// <summary>Wraps a text.</summary>
    public Secret(string text) => this.text = text;

    /// <summary>Whether the text is empty or white space only.</summary>
    public bool IsBlank => EcmaScriptText.IsBlank(text);

    /// <summary>The text without white space around it.</summary>
    internal Secret Trimmed => new(EcmaScriptText.Trim(Reveal()));

    /// <summary>The text itself. For the place that sends or stores it, never for one that shows it.</summary>
    public string Reveal() => text ?? "";

    /// <summary>
    /// The text for people to recognise: <c>***</c> for up to 16 characters, else at most the first and last eight,
    /// and never more than a third of it. <c>missing</c> when it is blank.
    /// </summary>
    public string Mask()
    {
        string trimmed = Trimmed.Reveal();
        if (trimmed.Length == 0)
            return "missing";
        if (trimmed.Length <= LongEnoughToShowEnds)
            return "***";

        int shown = Math.Min(MostShownAtAnEnd, trimmed.Length / ShownShare);
        return $"{Start(trimmed, shown)}...{End(trimmed, shown)}";
    }

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";

    /// <inheritdoc/>
    public bool Equals(Secret other) => Reveal() == other.Reveal();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Secret other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Reveal().GetHashCode(StringComparison.Ordinal);

    /// <summary>The first characters. One that would be cut in two is left out.</summary>
    private static string Start(string text, int length) => text[..(char.IsHighSurrogate(text[length - 1]) ? length - 1 : length)];

    /// <summary>The last characters, likewise.</summary>
    private static string End(string text, int length) => text[^(char.IsLowSurrogate(text[^length]) ? length - 1 : length)..];

    /// <summary>Whether two secrets are the same text.</summary>
    public static bool operator ==(Secret left, Secret right) => left.Equals(right);

    /// <summary>Whether two secrets are different texts.</summary>
    public static bool operator !=(Secret left, Secret right) => !left.Equals(right);
}
