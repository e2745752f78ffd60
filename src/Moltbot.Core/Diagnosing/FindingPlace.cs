namespace Moltbot.Core.Diagnosing;

/// <summary>Where something is wrong.</summary>
/// <param name="Path">The absolute path of the file or directory, or <see langword="null"/> when it is none.</param>
internal sealed record FindingPlace(string? Path)
{
    /// <summary>The line, counted from 1, or <see langword="null"/>.</summary>
    public int? Line { get; init; }

    /// <summary>The column in UTF-16 units, counted from 1, or <see langword="null"/>.</summary>
    public int? Column { get; init; }

    /// <summary>Where in the file: a member, a variable, a path in the configuration; <see langword="null"/> for the file as a whole.</summary>
    public string? Entry { get; init; }

    /// <summary>The id of the agent, or <see langword="null"/> when it is the installation's.</summary>
    public string? Agent { get; init; }

    /// <summary>The profile, or <see langword="null"/>.</summary>
    public string? ProfileId { get; init; }
}
