namespace Moltbot.Core.BackingUp;

/// <summary>A file of a backup, and what becomes of it.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Length">How many bytes were saved.</param>
/// <param name="State">What becomes of it.</param>
public sealed record RestoredFile(string Path, BackedUpKind Kind, long Length, RestoredFileState State)
{
    /// <summary>The agent whose it is, or <see langword="null"/> when it is the installation's.</summary>
    public string? Agent { get; init; }

    /// <summary>Whether it is made or replaced.</summary>
    public bool IsChange => State is RestoredFileState.New or RestoredFileState.Changed;

    /// <summary>The absolute path of the installation's state directory.</summary>
    public string StateDirectory { get; init; } = "";
}
