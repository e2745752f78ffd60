namespace Moltbot.Core.Files;

/// <summary>
/// Tells paths apart as the file system does. All that compares paths does it with this, so that nothing takes a file for another
/// one because somebody has written its name in other letters. A Linux or a Mac may have disks of the other kind; what counts is
/// how the system usually has them.
/// </summary>
internal sealed class PathComparison
{
    private PathComparison(StringComparison comparison) => Comparison = comparison;

    /// <summary>Each letter counts as it is.</summary>
    public static PathComparison Exact { get; } = new(StringComparison.Ordinal);

    /// <summary>Small and capital letters are the same.</summary>
    public static PathComparison IgnoringCase { get; } = new(StringComparison.OrdinalIgnoreCase);

    /// <summary>The one of the system that this runs on.</summary>
    public static PathComparison Here { get; } = OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? IgnoringCase : Exact;

    /// <summary>The same for names in a directory.</summary>
    public StringComparison Comparison { get; }

    /// <summary>The same for collections.</summary>
    public StringComparer Comparer => StringComparer.FromComparison(Comparison);

    /// <summary>Whether two absolute paths are one.</summary>
    public bool AreSame(string? path, string? other) => string.Equals(path, other, Comparison);

    /// <summary>Whether an absolute path is below a directory, and not that itself.</summary>
    public bool IsIn(string path, string directory) => Behind(path, directory) is { Length: > 0 };

    /// <summary>What of an absolute path is behind a directory, without a separator at the beginning; empty for the directory itself, and <see langword="null"/> for what is elsewhere.</summary>
    public string? Behind(string path, string directory)
    {
        string above = Path.TrimEndingDirectorySeparator(directory);
        if (!path.StartsWith(above, Comparison))
            return null;
        if (path.Length == above.Length)
            return "";

        // A root keeps its separator.
        bool endsHere = Path.EndsInDirectorySeparator(above);
        return endsHere || path[above.Length] == Path.DirectorySeparatorChar ? path[(endsHere ? above.Length : above.Length + 1)..] : null;
    }
}
