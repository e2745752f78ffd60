using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>Taking a lock, and waiting for one (docs/gateway/credentials.md §7).</summary>
public sealed class DirectoryLockAcquireTests : IDisposable
{
    /// <summary>The sum of the shortest waits that can be drawn.</summary>
    private const double LongestWait = 45.5;

    private readonly LockScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void The_lock_is_an_empty_directory_beside_the_file()
    {
        using DirectoryLock held = scene.Acquire().Held;

        held.EnsureHeld();
        held.FilePath.ShouldBe(scene.File);
        scene.IsLocked.ShouldBeTrue();
        Directory.EnumerateFileSystemEntries(scene.Lock).ShouldBeEmpty();
    }

    [Fact]
    public void The_lock_has_the_default_mode()
    {
        using DirectoryLock held = scene.Acquire().Held;
        Directory.CreateDirectory(scene.Home["other"]);

        Unix.Mode(scene.Lock).ShouldBe(Unix.Mode(scene.Home["other"]));
    }

    [Fact]
    public void The_lock_is_stamped_with_the_time_in_whole_milliseconds()
    {
        scene.Time.Advance(TimeSpan.FromTicks(7));
        using DirectoryLock held = scene.Acquire().Held;

        scene.Stamp.ShouldBe(scene.Now);
    }

    [Fact]
    public void A_file_that_does_not_exist_is_an_error_at_once()
    {
        File.Delete(scene.File);

        LockAttempt acquired = scene.Acquire();

        MoltbotException error = acquired.Error;
        error.Code.ShouldBe(ErrorCode.FileNotFound);
        error.Path.ShouldBe(scene.File);
        scene.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public void A_linked_file_is_locked_beside_the_real_one()
    {
        string link = scene.Home["link"];
        SymbolicLink.Make(link, scene.File);

        using DirectoryLock held = scene.Acquire(link).Held;

        scene.IsLocked.ShouldBeTrue();
        Directory.Exists(link + ".lock").ShouldBeFalse();
    }

    [Fact]
    public void A_file_in_a_linked_directory_is_locked_in_the_real_one()
    {
        string link = scene.Home["link"];
        SymbolicLink.Make(link, scene.Home["agent"]);

        using DirectoryLock held = scene.Acquire(Path.Combine(link, "auth-profiles.json")).Held;

        scene.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public void A_dangling_link_gets_no_lock()
    {
        string link = scene.Home["link"];
        SymbolicLink.Make(link, scene.Home["missing"]);

        scene.Acquire(link).Error.Message.ShouldContain("Remove or correct the link");
        scene.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public void Where_no_lock_may_be_created_it_is_an_error_at_once()
    {
        Unix.SetMode(scene.Home.Path, "755");
        Unix.SetMode(scene.Home["agent"], "555");

        MoltbotException error = Unprivileged.Run(scene.Acquire).Error;

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Path.ShouldBe(scene.File);
    }

    [Fact]
    public void In_one_process_a_second_owner_waits_like_a_foreign_one()
    {
        DirectoryLock first = scene.Acquire().Held;
        LockAttempt second = scene.Acquire();
        scene.Advance(1);
        second.IsWaiting.ShouldBeTrue();

        first.Dispose();
        scene.Advance(1);

        second.Held.EnsureHeld();
        second.Held.Dispose();
    }

    [Fact]
    public void Different_files_are_locked_independently()
    {
        string other = scene.Home.Write("agent/moltbot.json", "{}");

        using DirectoryLock first = scene.Acquire().Held;
        using DirectoryLock second = scene.Acquire(other).Held;

        second.EnsureHeld();
    }

    [Fact]
    public void The_lock_is_tried_again_after_each_wait()
    {
        scene.LockByOther();
        LockAttempt waiting = scene.Acquire();

        scene.Advance(0.1 + 0.2 + 0.4 - 0.001);
        Directory.Delete(scene.Lock);
        waiting.IsWaiting.ShouldBeTrue();
        scene.Advance(0.001);

        waiting.Held.EnsureHeld();
        waiting.Held.Dispose();
    }

    [Fact]
    public void After_the_last_wait_the_file_counts_as_locked()
    {
        scene.LockByOther();
        LockAttempt waiting = scene.Acquire();

        scene.Advance(LongestWait - 0.001);
        waiting.IsWaiting.ShouldBeTrue();
        scene.Advance(0.001);

        MoltbotException error = waiting.Error;
        error.Code.ShouldBe(ErrorCode.StoreLocked);
        error.Path.ShouldBe(scene.File);
        error.Message.ShouldContain("is locked by another process");
        error.Message.ShouldContain("Wait");
    }

    [Fact]
    public void Nothing_goes_on_after_the_wait_is_given_up()
    {
        scene.LockByOther();
        LockAttempt waiting = scene.Acquire();

        scene.Advance(LongestWait);

        waiting.Error.Code.ShouldBe(ErrorCode.StoreLocked);
        scene.Time.PendingTimers.ShouldBe(0);
        scene.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Cancelling_ends_the_wait_at_once()
    {
        scene.LockByOther();
        using CancellationTokenSource cancellation = new();
        LockAttempt waiting = scene.AcquireUntil(cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting.Task);
        scene.Time.PendingTimers.ShouldBe(0);
    }

    [Fact]
    public async Task What_is_cancelled_beforehand_takes_no_lock()
    {
        LockAttempt attempt = scene.AcquireUntil(new CancellationToken(canceled: true));

        await Should.ThrowAsync<OperationCanceledException>(attempt.Task);
        scene.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public void A_blocking_caller_who_has_given_up_beforehand_takes_no_lock_either()
    {
        Should.Throw<OperationCanceledException>(() => DirectoryLock.Acquire(scene.File, scene.Options, new CancellationToken(canceled: true)));

        scene.IsLocked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_blocking_caller_waits_too()
    {
        DirectoryLock first = scene.Acquire().Held;
        Task<DirectoryLock> second = WaitingWork.Start(scene.Time, () => DirectoryLock.Acquire(scene.File, scene.Options));

        first.Dispose();
        scene.Advance(1);

        using DirectoryLock held = await second;
        held.EnsureHeld();
    }

    [Theory]
    [InlineData(31, true)]
    [InlineData(30.001, true)]
    [InlineData(30, false)]
    [InlineData(29, false)]
    [InlineData(0, false)]
    [InlineData(-1, false)]
    [InlineData(-3600, false)]
    public void A_lock_is_taken_over_when_it_is_older_than_thirty_seconds(double age, bool isTakenOver)
    {
        scene.LockByOther(TimeSpan.FromSeconds(age));
        double stampOfOther = scene.Stamp;

        LockAttempt acquired = scene.Acquire();

        acquired.HasSucceeded.ShouldBe(isTakenOver);
        scene.Stamp.ShouldBe(isTakenOver ? scene.Now : stampOfOther);
    }

    [Fact]
    public void A_lock_that_was_left_behind_is_taken_over_as_soon_as_it_is_stale()
    {
        scene.LockByOther(TimeSpan.FromSeconds(29));
        LockAttempt waiting = scene.Acquire();

        scene.Advance(0.7);
        waiting.IsWaiting.ShouldBeTrue();
        scene.Advance(0.8);

        waiting.Held.EnsureHeld();
        waiting.Held.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public void A_plain_file_in_the_place_of_the_lock_stays_and_has_to_be_removed_by_hand(double age)
    {
        File.WriteAllText(scene.Lock, "not a lock");
        scene.StampByOther(TimeSpan.FromSeconds(age));

        LockAttempt waiting = scene.Acquire();
        scene.Advance(LongestWait);

        MoltbotException error = waiting.Error;
        error.Code.ShouldBe(ErrorCode.StoreLocked);
        error.Message.ShouldContain(scene.Lock);
        error.Message.ShouldContain("must be removed by hand");
        File.ReadAllText(scene.Lock).ShouldBe("not a lock");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3600)]
    public void A_lock_directory_with_something_in_it_stays_and_has_to_be_removed_by_hand(double age)
    {
        string content = scene.Home.Write("agent/auth-profiles.json.lock/file", "text");
        scene.StampByOther(TimeSpan.FromSeconds(age));

        LockAttempt waiting = scene.Acquire();
        scene.Advance(LongestWait);

        MoltbotException error = waiting.Error;
        error.Code.ShouldBe(ErrorCode.StoreLocked);
        error.Message.ShouldContain("must be removed by hand");
        File.ReadAllText(content).ShouldBe("text");
    }

    [Fact]
    public void A_stale_lock_directory_is_taken_over_once_it_is_emptied()
    {
        string content = scene.Home.Write("agent/auth-profiles.json.lock/file", "text");
        scene.StampByOther(TimeSpan.FromHours(1));
        LockAttempt waiting = scene.Acquire();
        scene.Advance(1);
        waiting.IsWaiting.ShouldBeTrue();

        File.Delete(content);
        scene.StampByOther(TimeSpan.FromHours(1));
        scene.Advance(1);

        waiting.Held.EnsureHeld();
        waiting.Held.Dispose();
    }
}
