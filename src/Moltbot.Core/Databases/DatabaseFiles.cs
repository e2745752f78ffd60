namespace Moltbot.Core.Databases;

/// <summary>What is on the disk of a database at one moment: when another is there at the next, somebody has changed it.</summary>
/// <param name="Main">The database.</param>
/// <param name="Log">The changes that are not in it yet.</param>
/// <param name="HasIndex">Whether the index of these is there, which all share who use it.</param>
/// <param name="HasJournal">Whether there is what undoes a change, as in a database of another kind than gateways keep.</param>
internal sealed record DatabaseFiles(DatabaseFiles.Stamp Main, DatabaseFiles.Stamp Log, bool HasIndex, bool HasJournal)
{
    /// <summary>A file at one moment.</summary>
    /// <param name="Length">How many bytes it has; none where there is no file.</param>
    /// <param name="Written">When it was written, in ticks of UTC.</param>
    internal sealed record Stamp(long Length, long Written)
    {
        /// <summary>There is no file.</summary>
        public static Stamp None { get; } = new(0, 0);
    }

    /// <summary>How it can be read without creating anything.</summary>
    public DatabaseAccess Access =>
        HasJournal ? DatabaseAccess.Shared :
        Log.Length == 0 ? DatabaseAccess.Still :
        HasIndex ? DatabaseAccess.Shared :
        DatabaseAccess.Alone;

    /// <summary>What is there now.</summary>
    /// <param name="path">The absolute path of the database, without links.</param>
    public static DatabaseFiles At(string path) => new(StampOf(path), StampOf(path + "-wal"), File.Exists(path + "-shm"), File.Exists(path + "-journal"));

    private static Stamp StampOf(string path)
    {
        FileInfo file = new(path);
        return file.Exists ? new Stamp(file.Length, file.LastWriteTimeUtc.Ticks) : Stamp.None;
    }
}
