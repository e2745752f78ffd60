namespace Moltbot.Core;

/// <summary>A name that may be meant, and what it stands for.</summary>
/// <param name="Name">The name.</param>
/// <param name="Hint">What it stands for, for people to read.</param>
public sealed record NameCandidate(string Name, string Hint)
{
    /// <summary>Whether any part of the name may be typed. What a person knows of a key is seldom its beginning.</summary>
    public bool IsFoundByPart { get; init; }

    /// <summary>Whether what was typed may become the name, whatever the case.</summary>
    public bool Fits(string typed) =>
        Name.StartsWith(typed, StringComparison.OrdinalIgnoreCase) || (IsFoundByPart && Name.Contains(typed, StringComparison.OrdinalIgnoreCase));
}
