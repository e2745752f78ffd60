using System.Text.Json.Nodes;
using Moltbot.Core.Json;

namespace Moltbot.Core.Files;

/// <summary>
/// What this process has locked, written down for others of ours. A lock whose owner was killed keeps everybody waiting until
/// it is stale, and by then a provider may take a refresh token that was on its way for stolen. Who finds the note of a process
/// that is gone need not wait: a lock is its own as long as it has the stamp that stands there, and nobody else has such a one.
/// </summary>
internal sealed class LockNote : IDisposable
{
    private const string Extension = ".locks";

    /// <summary>Later than this others may be about to take the lock over too, by its age; then so do we.</summary>
    private static readonly TimeSpan WorthIt = TimeSpan.FromSeconds(25);

    private readonly SortedDictionary<string, long> stamps = new(StringComparer.Ordinal);
    private readonly FileStream file;

    private LockNote(FileStream file) => this.file = file;

    /// <summary>Begins a note in a directory; <see langword="null"/> where none can be written, and others have to wait.</summary>
    public static LockNote? TryBegin(string directory)
    {
        string path = Path.Combine(directory, $"{RunningProcess.Current}-{Guid.NewGuid():N}{Extension}");
        try
        {
            OwnerOnly.CreateDirectory(directory);
            return new LockNote(OwnerOnly.CreateFile(path));
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return null;
        }
    }

    /// <summary>Writes down a lock, and each of its stamps from now on.</summary>
    public void Follow(DirectoryLock held) => held.Follow(Write);

    /// <summary>Gives back what processes have locked that are gone.</summary>
    /// <param name="directory">The directory of the notes, whether it exists or not.</param>
    /// <param name="clock">The clock that ages locks.</param>
    public static void ReleaseAbandoned(string directory, TimeProvider clock)
    {
        if (!Directory.Exists(directory))
            return;

        foreach (string path in Directory.EnumerateFiles(directory, $"*{Extension}"))
        {
            if (RunningProcess.HasEnded(Path.GetFileName(path)))
                Release(path, clock);
        }
    }

    /// <summary>Takes the note away. The locks are given back before.</summary>
    public void Dispose()
    {
        file.Dispose();
        TryDelete(file.Name);
    }

    private void Write(LockDirectory directory, long stamp)
    {
        lock (stamps)
        {
            stamps[directory.Path] = stamp;
            byte[] content = JsonText.Write(new JsonObject(stamps.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))));
            try
            {
                RandomAccess.Write(file.SafeFileHandle, content, fileOffset: 0);
            }
            catch (Exception refusal) when (WriteFailure.IsRefusal(refusal) || refusal is ObjectDisposedException)
            {
                // What stands there fits no stamp any more, so others wait, as they would without a note.
            }
        }
    }

    /// <summary>A note is taken by renaming it, which one of those who find it can: no two give back the same locks.</summary>
    private static void Release(string path, TimeProvider clock)
    {
        string taken = $"{path}-{Guid.NewGuid():N}";
        try
        {
            File.Move(path, taken);
            foreach (JsonEntry held in JsonText.Parse(SharedFile.Read(taken) ?? []).Entries())
                Release(new LockDirectory(held.Name), held.Value.AsNumber() ?? 0, clock);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal) || refusal is Errors.MoltbotException)
        {
            // Somebody else has it, or it was never finished.
        }

        TryDelete(taken);
    }

    private static void Release(LockDirectory directory, double stamp, TimeProvider clock)
    {
        if (clock.GetUtcNow().ToUnixTimeMilliseconds() - stamp < WorthIt.TotalMilliseconds && directory.ReadStamp() == stamp)
            directory.TryRemove();
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            // The next one who looks for notes finds it, and nothing in it that is still there.
        }
    }
}
