using Microsoft.Win32.SafeHandles;

namespace Moltbot.Core.Files;

/// <summary>
/// The directory that is a lock: who creates it owns it, and its modification time says how fresh it is. Times are
/// stamps, in milliseconds since the Unix epoch (docs/gateway/credentials.md §7).
/// </summary>
/// <param name="parent">The directory in which it is.</param>
/// <param name="name">Its name there.</param>
internal sealed class LockDirectory(HeldDirectory parent, string name) : IDisposable
{
    /// <summary>What the base library gives as the modification time of something that does not exist.</summary>
    private static readonly DateTime NoTime = DateTime.FromFileTimeUtc(0);

    /// <summary>The directory that we have created. Stamped by its handle, another one in its place is left alone.</summary>
    private SafeFileHandle? taken;

    /// <summary>The absolute path, with no link in it.</summary>
    public string Path { get; } = System.IO.Path.Join(parent.Path, name);

    /// <summary>The name of the lock of a file.</summary>
    public static string NameFor(string fileName) => fileName + ".lock";

    /// <summary>The lock of a file.</summary>
    public static LockDirectory Of(FilePlace place) => new(place.Directory, NameFor(place.Name));

    /// <summary>Looks at a lock for as long as that takes.</summary>
    /// <param name="path">The absolute path of the lock.</param>
    /// <param name="look">Looks.</param>
    /// <returns>What was seen; the default value where there is not even a directory in which it could be.</returns>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public static T? LookAt<T>(string path, Func<LockDirectory, T> look)
    {
        using HeldDirectory? parent = HeldDirectory.Open(System.IO.Path.GetDirectoryName(path)!);
        return parent is null ? default : look(new LockDirectory(parent, System.IO.Path.GetFileName(path)));
    }

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

    /// <summary>Sets the stamp of a lock that was taken, and returns what the file system kept of it or null if it is gone.</summary>
    public long? Stamp(DateTimeOffset now)
    {
        // The gateway compares whole milliseconds.
        DateTime stamp = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds()).UtcDateTime;
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.SetLastWriteTimeUtc(Path, stamp);
                return ReadStamp();
            }

            taken ??= parent.OpenDirectory(name);
            if (taken is null)
                return null;

            File.SetLastWriteTimeUtc(taken, stamp);

            // What has the name now may be another's.
            return ReadStamp() is { } kept && (kept == now.ToUnixTimeMilliseconds() || kept == UnixCalls.StatusOf(taken).WrittenAt) ? kept : null;
        }
        catch (Exception gone) when (gone is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The stamp, or null if there is nothing of that name.</summary>
    public long? ReadStamp()
    {
        if (!OperatingSystem.IsWindows())
            return parent.StatusOf(name)?.WrittenAt;

        DateTime time = Directory.GetLastWriteTimeUtc(Path);
        return time == NoTime ? null : new DateTimeOffset(time).ToUnixTimeMilliseconds();
    }

    /// <summary>Removes the directory if it is empty, and nothing but a directory. True when it is gone.</summary>
    public bool TryRemove() => parent.TryRemoveDirectory(name);

    /// <summary>Whether something is in the lock's place that no owner of the lock would ever remove.</summary>
    public bool IsObstructed() => IsNoDirectory() || IsThat(() => Directory.EnumerateFileSystemEntries(Path).Any());

    /// <summary>Whether what is in the lock's place never was a lock.</summary>
    public bool IsNoDirectory() => IsThat(() => parent.KindOf(name) is not (FileKind.Missing or FileKind.Directory));

    /// <inheritdoc/>
    public void Dispose() => taken?.Dispose();

    private static bool IsThat(Func<bool> look)
    {
        try
        {
            return look();
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return false;
        }
    }

    private bool TryCreate()
    {
        if (!parent.TryCreateDirectory(name))
            return false;

        taken?.Dispose();
        taken = null;
        return true;
    }

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
