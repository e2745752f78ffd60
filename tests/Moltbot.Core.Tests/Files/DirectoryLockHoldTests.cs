using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>Keeping a lock, losing it, and releasing it (docs/gateway/credentials.md §7).</summary>
public sealed class DirectoryLockHoldTests : IDisposable
{
    private readonly LockScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_held_lock_is_stamped_every_ten_seconds()
    {
        using DirectoryLock held = scene.Acquire().Held;
        long taken = scene.Now;

        scene.Advance(9.999);
        scene.Stamp.ShouldBe(taken);
        scene.Advance(0.001);
        scene.Stamp.ShouldBe(taken + 10_000);
        scene.Advance(10);
        scene.Stamp.ShouldBe(taken + 20_000);
    }

    [Fact]
    public void A_lock_can_be_held_for_an_hour()
    {
        using DirectoryLock held = scene.Acquire().Held;

        scene.Advance(3600);

        held.EnsureHeld();
    }

    [Fact]
    public void Before_a_write_the_lock_is_stamped_anew()
    {
        using DirectoryLock held = scene.Acquire().Held;
        scene.Advance(3);

        held.EnsureHeld();

        scene.Stamp.ShouldBe(scene.Now);
    }

    [Fact]
    public void After_a_stamp_before_a_write_the_next_is_due_in_ten_seconds()
    {
        using DirectoryLock held = scene.Acquire().Held;
        scene.Advance(3);
        held.EnsureHeld();
        long ensured = scene.Now;

        scene.Advance(9.999);
        scene.Stamp.ShouldBe(ensured);
        scene.Advance(0.001);
        scene.Stamp.ShouldBe(ensured + 10_000);
    }

    [Fact]
    public void A_removed_lock_is_lost_at_the_next_stamp()
    {
        using DirectoryLock held = scene.Acquire().Held;
        Directory.Delete(scene.Lock);
        IsKeptFresh.ShouldBeTrue();

        scene.Advance(10);

        IsKeptFresh.ShouldBeFalse();
        ShouldBeLost(held);
        scene.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public void A_lock_with_the_stamp_of_another_is_lost()
    {
        using DirectoryLock held = scene.Acquire().Held;
        scene.StampByOther(TimeSpan.FromMilliseconds(1));

        scene.Advance(10);

        IsKeptFresh.ShouldBeFalse();
        ShouldBeLost(held);
    }

    [Fact]
    public void A_lost_lock_is_neither_stamped_nor_removed()
    {
        DirectoryLock held = scene.Acquire().Held;
        scene.StampByOther(TimeSpan.FromMilliseconds(1));
        double stampOfOther = scene.Stamp;

        scene.Advance(60);
        held.Dispose();

        scene.Stamp.ShouldBe(stampOfOther);
        scene.Time.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void A_loss_is_noticed_on_release()
    {
        DirectoryLock held = scene.Acquire().Held;
        scene.StampByOther(TimeSpan.FromMilliseconds(1));

        held.Dispose();

        scene.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public void A_loss_is_noticed_before_a_write()
    {
        using DirectoryLock held = scene.Acquire().Held;
        Directory.Delete(scene.Lock);

        MoltbotException error = Should.Throw<MoltbotException>(held.EnsureHeld);

        error.Code.ShouldBe(ErrorCode.LockLost);
        error.Path.ShouldBe(scene.File);
        IsKeptFresh.ShouldBeFalse();
    }

    [Fact]
    public void A_lost_lock_is_not_found_again_in_one_with_the_same_stamp()
    {
        using DirectoryLock held = LostLockThatLooksHeld();

        Should.Throw<MoltbotException>(held.EnsureHeld).Code.ShouldBe(ErrorCode.LockLost);
    }

    [Fact]
    public void A_lost_lock_is_not_removed_with_the_same_stamp_either()
    {
        DirectoryLock held = LostLockThatLooksHeld();

        held.Dispose();

        scene.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public void Anothers_lock_with_the_same_stamp_is_neither_taken_for_ours_nor_stamped()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows stamps by the path.");
        using DirectoryLock held = scene.Acquire().Held;
        double stamp = scene.Stamp;
        Directory.Delete(scene.Lock);
        scene.LockByOther(age: TimeSpan.Zero);
        scene.Advance(1);

        ShouldBeLost(held);

        scene.Stamp.ShouldBe(stamp);
    }

    [Fact]
    public void After_a_long_sleep_an_untouched_lock_is_still_held()
    {
        using DirectoryLock held = scene.Acquire().Held;
        scene.Time.Sleep(TimeSpan.FromHours(8));

        held.EnsureHeld();

        scene.Stamp.ShouldBe(scene.Now);
    }

    [Fact]
    public void After_a_long_sleep_a_lock_that_was_taken_over_is_lost()
    {
        using DirectoryLock held = scene.Acquire().Held;
        scene.Time.Sleep(TimeSpan.FromHours(8));
        using DirectoryLock other = scene.Acquire().Held;

        Should.Throw<MoltbotException>(held.EnsureHeld).Code.ShouldBe(ErrorCode.LockLost);

        other.EnsureHeld();
    }

    [Fact]
    public void A_stamp_that_fails_is_tried_again_a_second_later()
    {
        using DirectoryLock held = scene.Acquire().Held;
        WithUnreadableLock(() => scene.Advance(10));

        IsKeptFresh.ShouldBeTrue();
        scene.Advance(1);

        scene.Stamp.ShouldBe(scene.Now);
    }

    [Fact]
    public void After_thirty_seconds_without_a_stamp_the_lock_is_lost()
    {
        using DirectoryLock held = scene.Acquire().Held;

        WithUnreadableLock(() => scene.Advance(30));
        IsKeptFresh.ShouldBeTrue();
        WithUnreadableLock(() => scene.Advance(1));

        IsKeptFresh.ShouldBeFalse();
        ShouldBeLost(held);
    }

    [Fact]
    public void Where_nobody_can_tell_whether_the_lock_is_held_nothing_is_written()
    {
        using DirectoryLock held = scene.Acquire().Held;

        WithUnreadableLock(() => Should.Throw<MoltbotException>(held.EnsureHeld).Code.ShouldBe(ErrorCode.LockLost));

        held.EnsureHeld();
    }

    [Fact]
    public void A_released_lock_is_gone()
    {
        DirectoryLock held = scene.Acquire().Held;

        held.Dispose();

        scene.IsLocked.ShouldBeFalse();
        Should.Throw<ObjectDisposedException>(held.EnsureHeld);
        scene.Time.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void A_lock_can_be_taken_again_after_its_release()
    {
        scene.Acquire().Held.Dispose();

        using DirectoryLock again = scene.Acquire().Held;

        again.EnsureHeld();
    }

    [Fact]
    public void Releasing_twice_leaves_the_next_owner_alone()
    {
        DirectoryLock first = scene.Acquire().Held;
        first.Dispose();
        using DirectoryLock second = scene.Acquire().Held;

        first.Dispose();

        second.EnsureHeld();
    }

    [Fact]
    public void Releasing_a_lock_that_was_removed_is_harmless()
    {
        DirectoryLock held = scene.Acquire().Held;
        Directory.Delete(scene.Lock);

        held.Dispose();

        scene.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public void A_lock_that_cannot_be_removed_is_left_to_go_stale()
    {
        DirectoryLock held = scene.Acquire().Held;
        string content = scene.Home.Write("agent/auth-profiles.json.lock/file", "text");
        held.Dispose();

        File.Exists(content).ShouldBeTrue();
        scene.Time.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public void A_lock_that_cannot_be_looked_at_is_released_without_an_error()
    {
        DirectoryLock held = scene.Acquire().Held;
        WithUnreadableLock(held.Dispose);

        Should.Throw<ObjectDisposedException>(held.EnsureHeld);
        scene.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public void A_link_in_the_place_of_the_directory_leads_no_stamp_and_no_removal_elsewhere()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "A directory in use cannot be moved away on Windows.");
        DirectoryLock held = scene.Acquire().Held;
        Directory.CreateDirectory(scene.Home["elsewhere/auth-profiles.json.lock"]);
        Directory.SetLastWriteTimeUtc(scene.Home["elsewhere/auth-profiles.json.lock"], DateTime.UnixEpoch);
        Directory.Move(scene.Home["agent"], scene.Home["moved"]);
        SymbolicLink.Make(scene.Home["agent"], scene.Home["elsewhere"]);

        held.EnsureHeld();
        AtomicFile.Replace(held, "new"u8, isLasting: true);
        held.Dispose();

        Directory.GetLastWriteTimeUtc(scene.Home["elsewhere/auth-profiles.json.lock"]).ShouldBe(DateTime.UnixEpoch);
        Directory.GetFileSystemEntries(scene.Home["elsewhere"]).Length.ShouldBe(1);
        File.ReadAllText(scene.Home["moved/auth-profiles.json"]).ShouldBe("new");
    }

    [Fact]
    public void A_released_lock_cannot_be_relied_on()
    {
        DirectoryLock held = scene.Acquire().Held;
        held.Dispose();

        Should.Throw<ObjectDisposedException>(held.EnsureHeld);
    }

    /// <summary>Whether the lock's next stamp is still to come.</summary>
    private bool IsKeptFresh => scene.Time.PendingTimers > 0;

    private static void ShouldBeLost(DirectoryLock held) => Should.Throw<MoltbotException>(held.EnsureHeld).Code.ShouldBe(ErrorCode.LockLost);

    private DirectoryLock LostLockThatLooksHeld()
    {
        DirectoryLock held = scene.Acquire().Held;
        double stamp = scene.Stamp;
        Directory.Delete(scene.Lock);
        Should.Throw<MoltbotException>(held.EnsureHeld);

        scene.LockByOther(age: TimeSpan.Zero);
        scene.Stamp.ShouldBe(stamp);
        return held;
    }

    /// <summary>Makes every look at the lock an error that is not "gone" meanwhile.</summary>
    private void WithUnreadableLock(Action action)
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        Unix.SetMode(scene.Home["agent"], "000");
        try
        {
            Unprivileged.Run(action);
        }
        finally
        {
            Unix.SetMode(scene.Home["agent"], "755");
        }
    }
}
