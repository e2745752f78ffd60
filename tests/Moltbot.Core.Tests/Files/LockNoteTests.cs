using System.Diagnostics;
using Moltbot.Core.Files;

namespace Moltbot.Core.Tests.Files;

public sealed class LockNoteTests : IDisposable
{
    private readonly LockScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void What_a_process_that_is_gone_had_locked_is_given_back()
    {
        LeaveBehind();

        LockNote.ReleaseAbandoned(Notes, scene.Time);

        scene.IsLocked.ShouldBeFalse();
        Directory.GetFiles(Notes).ShouldBeEmpty();
    }

    [Fact]
    public void A_lock_that_somebody_else_has_taken_over_is_left_alone()
    {
        LeaveBehind();
        scene.StampByOther(TimeSpan.FromSeconds(-1));

        LockNote.ReleaseAbandoned(Notes, scene.Time);

        scene.IsLocked.ShouldBeTrue();
    }

    [Theory]
    [InlineData(24.999, false)]
    [InlineData(25, true)]
    [InlineData(26, true)]
    public void A_lock_that_others_may_be_about_to_take_over_is_left_to_them(double age, bool isLeft)
    {
        LeaveBehind();
        scene.Advance(age);

        LockNote.ReleaseAbandoned(Notes, scene.Time);

        scene.IsLocked.ShouldBe(isLeft);
    }

    [Fact]
    public void A_note_that_was_never_finished_goes_and_gives_nothing_back()
    {
        LeaveBehind();
        File.WriteAllText(Directory.GetFiles(Notes).Single(), "{");

        LockNote.ReleaseAbandoned(Notes, scene.Time);

        scene.IsLocked.ShouldBeTrue();
        Directory.GetFiles(Notes).ShouldBeEmpty();
    }

    [Fact]
    public void All_locks_that_a_note_names_are_given_back()
    {
        string other = scene.Home.Write("agent/other", "");
        using LockNote note = LockNote.TryBegin(Notes)!;
        using DirectoryLock held = DirectoryLock.Acquire(scene.File, scene.Options, TestContext.Current.CancellationToken);
        using DirectoryLock second = DirectoryLock.Acquire(other, scene.Options, TestContext.Current.CancellationToken);
        note.Follow(held);
        note.Follow(second);
        NameAs(NameOfDead());

        LockNote.ReleaseAbandoned(Notes, scene.Time);

        (scene.IsLocked, Directory.Exists(other + ".lock")).ShouldBe((false, false));
    }

    [Fact]
    public void A_note_goes_with_its_process()
    {
        LockNote.TryBegin(Notes)!.Dispose();

        Directory.GetFiles(Notes).ShouldBeEmpty();
    }

    [Fact]
    public void A_note_that_is_gone_keeps_no_lock_from_being_stamped()
    {
        LockNote note = LockNote.TryBegin(Notes)!;
        using DirectoryLock held = DirectoryLock.Acquire(scene.File, scene.Options, TestContext.Current.CancellationToken);
        note.Follow(held);
        note.Dispose();
        scene.Advance(seconds: 3);

        held.EnsureHeld();

        scene.Stamp.ShouldBe(scene.Now);
    }

    [Fact]
    public void A_lock_in_a_directory_that_is_gone_is_not_looked_at() =>
        LockDirectory.LookAt(scene.Home["missing/file.lock"], _ => true).ShouldBeFalse();

    [Fact]
    public void Where_none_can_be_written_there_is_none()
    {
        scene.Home.Write("notes", "a file");

        LockNote.TryBegin(Notes).ShouldBeNull();
        LockNote.ReleaseAbandoned(Notes, scene.Time);
    }

    [Fact]
    public void What_a_process_that_still_runs_has_locked_stays_locked()
    {
        using LockNote note = LockNote.TryBegin(Notes)!;
        using DirectoryLock held = DirectoryLock.Acquire(scene.File, scene.Options, TestContext.Current.CancellationToken);
        note.Follow(held);

        LockNote.ReleaseAbandoned(Notes, scene.Time);

        scene.IsLocked.ShouldBeTrue();
    }

    [Theory]
    [InlineData("0123456789abcdef-1")]
    [InlineData("nothing")]
    public void What_another_system_or_nobody_has_written_says_nothing(string name)
    {
        LeaveBehind(name);

        LockNote.ReleaseAbandoned(Notes, scene.Time);

        scene.IsLocked.ShouldBeTrue();
    }

    [Fact]
    public void A_note_follows_the_stamps_of_a_lock_that_is_kept_fresh()
    {
        using LockNote note = LockNote.TryBegin(Notes)!;
        using DirectoryLock held = DirectoryLock.Acquire(scene.File, scene.Options, TestContext.Current.CancellationToken);
        note.Follow(held);
        scene.Advance(seconds: 12);

        NameAs(NameOfDead());
        LockNote.ReleaseAbandoned(Notes, scene.Time);

        scene.IsLocked.ShouldBeFalse();
    }

    private string Notes => scene.Home["notes"];

    /// <summary>A lock and its note, as a process leaves them that is killed.</summary>
    private void LeaveBehind(string? process = null)
    {
        using DirectoryLock held = DirectoryLock.Acquire(scene.File, scene.Options, TestContext.Current.CancellationToken);
        using (LockNote note = LockNote.TryBegin(Notes)!)
        {
            note.Follow(held);
            NameAs(process ?? NameOfDead());
        }

        DateTime stamp = Directory.GetLastWriteTimeUtc(scene.Lock);
        held.Dispose();
        Directory.CreateDirectory(scene.Lock);
        Directory.SetLastWriteTimeUtc(scene.Lock, stamp);
    }

    private void NameAs(string process)
    {
        string note = Directory.GetFiles(Notes).Single();
        File.WriteAllBytes(Path.Combine(Notes, $"{process}-0.locks"), SharedFile.Read(note, FileLimit.Record)!);
        File.Delete(note);
    }

    private static string NameOfDead()
    {
        using Process ended = Process.Start(OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", "/c exit") : new ProcessStartInfo("true"))!;
        ended.WaitForExit();
        return $"{RunningProcess.Current.Split('-')[0]}-{ended.Id}";
    }
}
