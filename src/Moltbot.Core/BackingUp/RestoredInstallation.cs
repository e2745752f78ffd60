using System.Text.Json.Nodes;

namespace Moltbot.Core.BackingUp;

/// <summary>What came of a backup that was put back, or would come of it.</summary>
public sealed record RestoredInstallation
{
    internal RestoredInstallation(string stateDirectory, string archive, IReadOnlyList<RestoredFile> files)
    {
        StateDirectory = stateDirectory;
        Archive = archive;
        Files = files;
    }

    /// <summary>The absolute path of the state directory.</summary>
    public string StateDirectory { get; }

    /// <summary>The absolute path of the backup.</summary>
    public string Archive { get; }

    /// <summary>The absolute path of the backup of what was there before, or <see langword="null"/> when nothing was or nothing is different.</summary>
    public string? SafetyCopy { get; init; }

    /// <summary>How many files were made or replaced, or would be.</summary>
    public int Changed => Files.Count(file => file.IsChange);

    /// <summary>How many were left out, because they belong in a place that is not this installation's.</summary>
    public int LeftOut => Files.Count(file => file.State == RestoredFileState.LeftOut);

    /// <summary>The files of the backup, and what becomes of each.</summary>
    internal IReadOnlyList<RestoredFile> Files { get; }

    /// <summary>The same. No property for others: a line of CSV would hold objects.</summary>
    public IReadOnlyList<RestoredFile> ToFiles() => Files;

    /// <summary>All of this as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["stateDir"] = StateDirectory,
        ["archive"] = Archive,
        ["safetyCopy"] = SafetyCopy,
        ["files"] = new JsonArray([.. Files.Select(file => new JsonObject
        {
            ["path"] = file.Path,
            ["agent"] = file.Agent,
            ["length"] = file.Length,
            ["state"] = file.State switch
            {
                RestoredFileState.Same => "same",
                RestoredFileState.New => "new",
                RestoredFileState.Changed => "changed",
                _ => "leftOut",
            },
        })]),
    };
}
