using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>A file to lock, a clock that stands still, and the shortest waits that can be drawn.</summary>
internal sealed class LockScene : IDisposable
{
    public LockScene() => File = Home.Write("agent/auth-profiles.json", "{}");

    public TemporaryHome Home { get; } = new();

    public ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 1, 28, 12, 0, 0, 250, TimeSpan.Zero));

    public string File { get; }

    public string Lock => File + ".lock";

    public LockOptions Options => new() { TimeProvider = Time, Random = new FixedRandom(0) };

    /// <summary>The modification time of the lock in milliseconds since the Unix epoch.</summary>
    public double Stamp => Directory.GetLastWriteTimeUtc(Lock).Subtract(DateTime.UnixEpoch).TotalMilliseconds;

    /// <summary>The clock's time in milliseconds since the Unix epoch.</summary>
    public long Now => Time.GetUtcNow().ToUnixTimeMilliseconds();

    public bool IsLocked => Directory.Exists(Lock);

    public LockAttempt Acquire() => Acquire(File);

    public LockAttempt Acquire(string path) => new(DirectoryLock.AcquireAsync(path, Options));

    public LockAttempt AcquireUntil(CancellationToken cancelled) => new(DirectoryLock.AcquireAsync(File, Options, cancelled));

    /// <summary>Puts a lock there that stays fresh for as long as it is not removed.</summary>
    public void LockByOther() => LockByOther(age: -TimeSpan.FromHours(1));

    /// <summary>Puts a lock there that another process stamped so long ago.</summary>
    public void LockByOther(TimeSpan age)
    {
        Directory.CreateDirectory(Lock);
        StampByOther(age);
    }

    /// <summary>Stamps what is in the lock's place as another process would have, so long ago.</summary>
    public void StampByOther(TimeSpan age) => Directory.SetLastWriteTimeUtc(Lock, (Time.GetUtcNow() - age).UtcDateTime);

    public void Advance(double seconds) => Time.Advance(TimeSpan.FromSeconds(seconds));

    public void Dispose() => Home.Dispose();
}
