namespace Moltbot.Core.BackingUp;

/// <summary>What came of a backup that was put back, or would come of it.</summary>
/// <param name="StateDirectory">The absolute path of the state directory.</param>
/// <param name="Archive">The absolute path of the backup.</param>
/// <param name="Files">The files of the backup, and what becomes of each.</param>
public sealed record RestoredInstallation(string StateDirectory, string Archive, IReadOnlyList<RestoredFile> Files)
{
    /// <summary>The absolute path of the backup of what was there before, or <see langword="null"/> when nothing was or nothing is different.</summary>
    public string? SafetyCopy { get; init; }

    /// <summary>How many files were made or replaced, or would be.</summary>
    public int Changed => Files.Count(file => file.State is RestoredFileState.New or RestoredFileState.Changed);
}
