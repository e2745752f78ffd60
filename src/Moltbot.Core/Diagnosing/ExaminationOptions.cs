namespace Moltbot.Core.Diagnosing;

/// <summary>What is looked for.</summary>
public sealed record ExaminationOptions
{
    /// <summary>The only kinds of findings that are wanted; none for all. What could not be read is told in any case.</summary>
    public IReadOnlyList<FindingKind> Only { get; init; } = [];

    /// <summary>The kinds of findings that are left out.</summary>
    public IReadOnlyList<FindingKind> Skip { get; init; } = [];

    /// <summary>Whether services of the system, installations of profiles and those of other users are looked for too.</summary>
    public bool Deep { get; init; }
}
