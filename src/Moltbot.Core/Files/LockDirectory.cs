namespace Moltbot.Core.Files;

/// <summary>
/// The directory that is a lock: who creates it owns it, and its modification time says how fresh it is. Times are
/// stamps, in milliseconds since the Unix epoch (docs/gateway/credentials.md §7).
/// </summary>
internal sealed class LockDirectory(string path)
{
    /// <summary>What the base library gives as the modification time of something that does not exist.</summary>
    private static readonly DateTime NoTime = DateTime.FromFileTimeUtc(0);

    /// <summary>The absolute path, with no link in it.</summary>
    public string Path { get; } = path;

    /// <summary>The lock of a file.</summary>
    /// <param name="realPath">The path of the file, with every link resolved.</param>
    public static LockDirectory Of(string realPath) => new(realPath + ".lock");

    /// <summary>
    /// Makes one attempt to own the lock: creates it, taking it over if it is older than <paramref name="staleBefore"/>.
    /// False when someone else owns it, or something that cannot be removed is in its place.
    /// </summary>
    /// <exception cref="IOException">It does not exist and could not be created.</exception>
    public bool TryTake(DateTimeOffset staleBefore)
    {
        if (TryCreate())
            return true;

        // Only one further try: whoever creates it between the two is its owner.
        return IsGoneOrRemoved(staleBefore.ToUnixTimeMilliseconds()) && TryCreate();
    }

    /// <summary>Sets the stamp, and returns what the file system kept of it or null if the directory is gone.</summary>
    public long? Stamp(DateTimeOffset now)
    {
        // The gateway compares whole milliseconds.
        DateTimeOffset stamp = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        try
        {
            Directory.SetLastWriteTimeUtc(Path, stamp.UtcDateTime);
            return ReadStamp();
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The stamp, or null if there is nothing of that name.</summary>
    public long? ReadStamp()
    {
        DateTime time = Directory.GetLastWriteTimeUtc(Path);
        return time == NoTime ? null : new DateTimeOffset(time).ToUnixTimeMilliseconds();
    }

    /// <summary>Removes the directory if it is empty, and nothing but a directory. True when it is gone.</summary>
    public bool TryRemove() => OperatingSystem.IsWindows()
        ? WindowsCalls.TryRemoveDirectory(Path)
        : UnixCalls.TryRemoveDirectory(Path);

    /// <summary>Whether something is in the lock's place that no owner of the lock would ever remove.</summary>
    public bool IsObstructed()
    {
        try
        {
            return File.Exists(Path) || Directory.EnumerateFileSystemEntries(Path).Any();
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return false;
        }
    }

    private bool TryCreate() => OperatingSystem.IsWindows()
        ? WindowsCalls.TryCreateDirectory(Path)
        : UnixCalls.TryCreateDirectory(Path);

    private bool IsGoneOrRemoved(long staleBefore)
    {
        try
        {
            if (ReadStamp() is not { } stamp)
                return true;

            // Between a look and the removal another waiter may have taken the lock over. The second look keeps that
            // moment as short as it can be.
            return stamp < staleBefore && ReadStamp() == stamp && TryRemove();
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            // Whose age is unknown is not stale.
            return false;
        }
    }
}
