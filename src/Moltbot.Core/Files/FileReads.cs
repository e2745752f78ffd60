namespace Moltbot.Core.Files;

/// <summary>Notes which files are opened to be read, on the way of one operation and on those that it starts: for tests that count them.</summary>
internal sealed class FileReads : IDisposable
{
    private static readonly AsyncLocal<FileReads?> Noting = new();

    private readonly FileReads? outer = Noting.Value;
    private readonly List<string> paths = [];

    /// <summary>Begins to note.</summary>
    public FileReads() => Noting.Value = this;

    /// <summary>The absolute paths of the files so far, in the order in which they were opened.</summary>
    public IReadOnlyList<string> Paths
    {
        get
        {
            lock (paths)
                return [.. paths];
        }
    }

    /// <summary>Notes that a file is opened, if anybody asked for that.</summary>
    public static void Note(string path) => Noting.Value?.Add(path);

    /// <summary>Ends to note.</summary>
    public void Dispose() => Noting.Value = outer;

    private void Add(string path)
    {
        lock (paths)
            paths.Add(path);
    }
}
