namespace Moltbot.Core.Json5;

/// <summary>How new text is to be written so that it looks like what is around it. The defaults are those of JSON.</summary>
internal sealed record Json5Style
{
    /// <summary>What ends a line.</summary>
    public string NewLine { get; init; } = "\n";

    /// <summary>What a line is indented by, over the line that its container opens on.</summary>
    public string Unit { get; init; } = "  ";

    /// <summary>The quotes of texts, and of names that need or get some.</summary>
    public char Quote { get; init; } = '"';

    /// <summary>Whether a name gets quotes that it does not need.</summary>
    public bool QuotesNames { get; init; } = true;

    /// <summary>The colon between a name and a value, with the space around it.</summary>
    public string Colon { get; init; } = ": ";

    /// <summary>The space behind a comma on one line.</summary>
    public string Gap { get; init; } = " ";

    /// <summary>The space inside the braces of an object on one line.</summary>
    public string Padding { get; init; } = " ";

    /// <summary>Whether the last entry of a container that takes several lines has a comma too.</summary>
    public bool EndsWithComma { get; init; }

    /// <summary>Whether an object that holds no further container stands on one line.</summary>
    public bool KeepsObjectsOnOneLine { get; init; }

    /// <summary>Whether an array that holds no further container stands on one line.</summary>
    public bool KeepsArraysOnOneLine { get; init; }
}
