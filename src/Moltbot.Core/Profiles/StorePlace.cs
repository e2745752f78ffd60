namespace Moltbot.Core.Profiles;

/// <summary>Where something is kept, as a person would look for it. What is in one place is the same, whoever asks.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Path">The absolute path of the file, whether it exists or not.</param>
/// <param name="Row">What in the file is meant; <see langword="null"/> for all of it.</param>
internal sealed record StorePlace(StorePlaceKind Kind, string Path, string? Row = null)
{
    /// <summary>A file of its own.</summary>
    public static StorePlace OfFile(string path) => new(StorePlaceKind.File, path);

    /// <inheritdoc/>
    public override string ToString() => Row is null ? Path : $"{Path} ({Row})";
}
