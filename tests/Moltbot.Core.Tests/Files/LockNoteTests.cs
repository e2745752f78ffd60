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

    [Fact]
    public void A_lock_that_others_may_be_about_to_take_over_is_left_to_them()
    {
        LeaveBehind();
        scene.Advance(seconds: 26);

        LockNote.ReleaseAbandoned(Notes, scene.Time);

        scene.IsLocked.ShouldBeTrue();
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
