namespace Moltbot.Core.Files;

/// <summary>Where a file is or will be: a name in a directory that is open, at the end of all links.</summary>
internal sealed class FilePlace : IDisposable
{
    /// <summary>A place that was found.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="name">The name in it.</param>
    /// <param name="status">What has that name, on Unix; <see langword="null"/> when nothing has.</param>
    internal FilePlace(HeldDirectory directory, string name, UnixFileStatus? status)
    {
        Directory = directory;
        Name = name;
        Status = status;
    }

    /// <summary>The directory.</summary>
    public HeldDirectory Directory { get; }

    /// <summary>The name of the file in it.</summary>
    public string Name { get; }

    /// <summary>The absolute path without links.</summary>
    public string Path => System.IO.Path.Join(Directory.Path, Name);

    /// <summary>What was there when the place was found, on Unix; <see langword="null"/> when there was nothing.</summary>
    public UnixFileStatus? Status { get; }

    /// <summary>Finds the place of a regular file, or where one can be; <see langword="null"/> when not even its directory is there.</summary>
    /// <exception cref="UnusableFileException">Something else is there, or a link on the way is not followed.</exception>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static FilePlace? Find(string path) => Find(path, makesDirectories: false);

    /// <summary>The same, with those of its directories made that are missing, for their owner alone.</summary>
    /// <exception cref="UnusableFileException">As <see cref="Find(string)"/>.</exception>
    /// <exception cref="IOException">A directory could not be made, or nobody can tell.</exception>
    public static FilePlace Make(string path) => Find(path, makesDirectories: true)!;

    /// <summary>What is there now.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public FileKind KindNow() => Directory.KindOf(Name);

    /// <summary>
    /// Makes sure that renaming a file to this place replaces nothing but a regular file. To be called directly before: the
    /// system has no renaming that looks for itself.
    /// </summary>
    /// <exception cref="NotAFileException">Something else is there, a new link included.</exception>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public void RequireReplaceable() => Require(KindNow(), Path);

    /// <inheritdoc/>
    public void Dispose() => Directory.Dispose();

    private static FilePlace? Find(string path, bool makesDirectories)
    {
        string fullPath = System.IO.Path.GetFullPath(path);
        FilePlace? place = OperatingSystem.IsWindows() ? FindOnWindows(fullPath, makesDirectories) : PathWalk.ToPlace(fullPath, makesDirectories);
        try
        {
            Require(place is null ? FileKind.Missing : OperatingSystem.IsWindows() ? place.KindNow() : place.Status?.Kind ?? FileKind.Missing, fullPath);
            return place;
        }
        catch
        {
            place?.Dispose();
            throw;
        }
    }

    private static void Require(FileKind kind, string path)
    {
        if (kind is not (FileKind.File or FileKind.Missing))
            throw new NotAFileException(path, kind);
    }

    private static FilePlace? FindOnWindows(string fullPath, bool makesDirectories)
    {
        RegularFile.Require(fullPath);
        string realPath = RealPath.ResolveTrusted(fullPath);
        HeldDirectory? directory = HeldDirectory.Open(System.IO.Path.GetDirectoryName(realPath)!, makesDirectories);
        return directory is null ? null : new FilePlace(directory, System.IO.Path.GetFileName(realPath), status: null);
    }
}
