using System.Diagnostics;

namespace Moltbot.Benchmarks;

/// <summary>
/// The steps of an update that every program has to take on the disk, and nothing else: make the lock, read the store,
/// write another beside it, rename that over it, and remove the lock. No JSON, no flush, no look at who has the lock. No
/// program that keeps to the protocol and never writes a store in place can make more updates a second on this disk.
/// </summary>
internal static class UsageFloor
{
    /// <summary>How many rounds of these steps are made a second.</summary>
    public static double Measure(string storePath, double seconds)
    {
        RoundsIn(storePath, TimeSpan.FromSeconds(1));
        return RoundsIn(storePath, TimeSpan.FromSeconds(seconds)) / seconds;
    }

    private static int RoundsIn(string storePath, TimeSpan time)
    {
        long started = Stopwatch.GetTimestamp();
        int count = 0;
        while (Stopwatch.GetElapsedTime(started) < time)
        {
            Directory.CreateDirectory(storePath + ".lock");
            byte[] content = File.ReadAllBytes(storePath);
            File.WriteAllBytes(storePath + ".tmp", content);
            File.Move(storePath + ".tmp", storePath, overwrite: true);
            Directory.Delete(storePath + ".lock");
            count++;
        }

        return count;
    }
}
