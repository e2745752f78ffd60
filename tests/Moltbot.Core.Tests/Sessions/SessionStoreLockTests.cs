using Moltbot.Core.Errors;
using Moltbot.Core.Sessions.January;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Sessions;

/// <summary>The lock of a session store (docs/gateway/sessions.md §1.2).</summary>
public sealed class SessionStoreLockTests : IDisposable
{
    private readonly TemporaryHome home = new();
    private readonly ManualTimeProvider time = TestClock.Standing();
    private readonly string store;

    public SessionStoreLockTests() => store = home.Write("sessions.json", "{}");

    private string Lock => store + ".lock";

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task The_lock_is_a_file_that_says_who_has_it()
    {
        using (await Acquire())
            File.ReadAllText(Lock).ShouldBe($$"""{"pid":{{Environment.ProcessId}},"startedAt":{{TestClock.NowMilliseconds}}}""");

        File.Exists(Lock).ShouldBeFalse();
    }

    [Fact]
    public async Task On_a_full_disk_no_lock_stays_that_says_nothing()
    {
        using SmallDisk disk = SmallDisk.MountAt(Directory.CreateDirectory(home["disk"]).FullName);
        string full = home.Write("disk/sessions.json", "{}");
        disk.Fill();

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => SessionStoreLock.AcquireAsync(full, new SessionLockOptions { TimeProvider = time }, TestContext.Current.CancellationToken));

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        File.Exists(full + ".lock").ShouldBeFalse();
    }

    [Fact]
    public async Task We_wait_until_another_process_is_done()
    {
        LockByOther(age: 1);
        Task<SessionStoreLock> waiting = Acquire();
        time.Advance(TimeSpan.FromSeconds(5));
        waiting.IsCompleted.ShouldBeFalse();

        File.Delete(Lock);
        AdvanceUntil(waiting, TimeSpan.FromSeconds(1));

        (await waiting).Dispose();
    }

    [Fact]
    public void After_ten_seconds_we_give_up_and_name_the_lock()
    {
        LockByOther(age: 1);
        Task<SessionStoreLock> waiting = Acquire();
        AdvanceUntil(waiting, TimeSpan.FromSeconds(11));

        MoltbotException error = waiting.Exception!.InnerException.ShouldBeOfType<MoltbotException>();
        error.Code.ShouldBe(ErrorCode.StoreLocked);
        error.Message.ShouldContain(Lock);
        File.Exists(Lock).ShouldBeTrue();
    }

    [Fact]
    public async Task The_lock_of_a_dead_process_is_taken_over_after_thirty_seconds()
    {
        LockByOther(age: 31);

        using SessionStoreLock held = await Acquire();

        File.ReadAllText(Lock).ShouldContain($"{Environment.ProcessId}");
    }

    [Fact]
    public async Task A_lock_that_went_to_another_process_is_not_released_and_forbids_to_write()
    {
        SessionStoreLock held = await Acquire();
        LockByOther(age: 0);

        Should.Throw<MoltbotException>(held.EnsureHeld).Code.ShouldBe(ErrorCode.LockLost);
        held.Dispose();

        File.Exists(Lock).ShouldBeTrue();
    }

    private Task<SessionStoreLock> Acquire() =>
        SessionStoreLock.AcquireAsync(store, new SessionLockOptions { TimeProvider = time }, TestContext.Current.CancellationToken);

    /// <summary>The clock moves in small steps, so that each wait is followed by the next.</summary>
    private void AdvanceUntil(Task task, TimeSpan longest)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < longest && !task.IsCompleted; passed += TimeSpan.FromMilliseconds(25))
            time.Advance(TimeSpan.FromMilliseconds(25));
    }

    private void LockByOther(double age)
    {
        File.WriteAllText(Lock, """{"pid":1,"startedAt":1}""");
        File.SetLastWriteTimeUtc(Lock, (TestClock.Now - TimeSpan.FromSeconds(age)).UtcDateTime);
    }
}
