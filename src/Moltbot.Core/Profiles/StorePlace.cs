namespace Moltbot.Core.Profiles;

/// <summary>Where the credentials of an agent are kept, as a person would look for them. Nothing is decided by it.</summary>
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
