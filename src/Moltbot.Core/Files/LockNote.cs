using System.Text.Json.Nodes;
using Microsoft.Win32.SafeHandles;
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

    private readonly SortedDictionary<string, long> stamps = new(PathComparison.Here.Comparer);
    private readonly HeldDirectory directory;
    private readonly string fileName;
    private readonly SafeFileHandle file;

    private LockNote(HeldDirectory directory, string fileName, SafeFileHandle file)
    {
        this.directory = directory;
        this.fileName = fileName;
        this.file = file;
    }

    /// <summary>Begins a note in a directory; <see langword="null"/> where none can be written, and others have to wait.</summary>
    public static LockNote? TryBegin(string path)
    {
        string name = $"{RunningProcess.Current}-{Guid.NewGuid():N}{Extension}";
        HeldDirectory? place = null;
        try
        {
            place = HeldDirectory.Make(path);
            return new LockNote(place, name, place.CreateFile(name));
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            place?.Dispose();
            return null;
        }
    }

    /// <summary>Writes down a lock, and each of its stamps from now on.</summary>
    public void Follow(DirectoryLock held) => held.Follow(Write);

    /// <summary>Gives back what processes have locked that are gone.</summary>
    /// <param name="path">The directory of the notes, whether it exists or not.</param>
    /// <param name="clock">The clock that ages locks.</param>
    public static void ReleaseAbandoned(string path, TimeProvider clock)
    {
        if (!Directory.Exists(path))
            return;

        string[] abandoned = [.. Directory.EnumerateFiles(path, $"*{Extension}").Select(note => Path.GetFileName(note)).Where(RunningProcess.HasEnded)];
        if (abandoned.Length == 0)
            return;

        using HeldDirectory? place = HeldDirectory.Open(path);
        foreach (string name in abandoned)
        {
            if (place is not null)
                Release(place, name, clock);
        }
    }

    /// <summary>Takes the note away. The locks are given back before.</summary>
    public void Dispose()
    {
        file.Dispose();
        directory.TryDelete(fileName); // if it stays, the next one who looks for notes finds it, and nothing in it that is still there
        directory.Dispose();
    }

    private void Write(LockDirectory held, long stamp)
    {
        lock (stamps)
        {
            stamps[held.Path] = stamp;
            byte[] content = JsonText.Write(new JsonObject(stamps.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))));
            try
            {
                RandomAccess.Write(file, content, fileOffset: 0);
            }
            catch (Exception refusal) when (WriteFailure.IsRefusal(refusal) || refusal is ObjectDisposedException)
            {
                // What stands there fits no stamp any more, so others wait, as they would without a note.
            }
        }
    }

    /// <summary>A note is taken by renaming it, which one of those who find it can: no two give back the same locks.</summary>
    private static void Release(HeldDirectory place, string name, TimeProvider clock)
    {
        string taken = TemporaryFile.NameFor(name);
        try
        {
            if (!place.Rename(name, taken))
                return; // somebody else has it

            foreach (JsonEntry held in JsonText.Parse(SharedFile.Read(Path.Join(place.Path, taken), FileLimit.Record) ?? []).Entries())
                Release(held.Name, held.Value.AsNumber() ?? 0, clock);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal) || refusal is Errors.MoltbotException)
        {
            // It was never finished.
        }

        place.TryDelete(taken);
    }

    private static void Release(string path, double stamp, TimeProvider clock)
    {
        if (clock.GetUtcNow().ToUnixTimeMilliseconds() - stamp < WorthIt.TotalMilliseconds)
            LockDirectory.LookAt(path, held => held.ReadStamp() == stamp && held.TryRemove());
    }
}
