namespace Moltbot.Core.Configuration.Schema;

/// <summary>Something that breaks the schema.</summary>
/// <param name="Path">The steps from the root to the value: names, and indexes as text.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="IsFatal">Whether the value is not of its type at all, so that no further rule can be asked about it.</param>
/// <param name="Culprit">A further step to the member that is too much, or <see langword="null"/>.</param>
internal sealed record SchemaIssue(IReadOnlyList<string> Path, string Message, bool IsFatal, string? Culprit = null)
{
    /// <summary>Whether the fault is that there is a member of this name, whatever its value is.</summary>
    public bool IsAboutName { get; init; } = Culprit is not null;

    /// <summary>Where to look for the fault in the file.</summary>
    public IReadOnlyList<string> PlaceToLook => Culprit is null ? Path : [.. Path, Culprit];
}
