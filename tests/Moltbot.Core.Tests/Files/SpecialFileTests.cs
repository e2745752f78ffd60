using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Sessions.January;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>What is no regular file is not waited for, not opened, not locked, not replaced and not deleted.</summary>
public sealed class SpecialFileTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public static TheoryData<string> Kinds => [.. SpecialFile.Kinds];

    public static TheoryData<string> Things => [.. SpecialFile.Things];

    public void Dispose() => home.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_not_read(string kind)
    {
        string path = home.PutSpecialFile(kind, "file");

        NotAFileException refusal = await Should.ThrowAsync<NotAFileException>(() => AtOnce(() => SharedFile.Read(path, FileLimit.Record)));

        (refusal.What, refusal.Path).ShouldBe((kind, path));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_pipe_that_appears_after_the_look_is_opened_without_waiting_and_told_by_its_handle()
    {
        string path = home.PutSpecialFile("a named pipe", "file");

        FileKind kind = await AtOnce(() => KindOfOpened(path));

        kind.ShouldBe(FileKind.Pipe);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task It_is_not_replaced(string kind) => ShouldBeRefused(kind, path => AtomicFile.Replace(path, "new"u8));

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task It_is_not_taken_for_a_file_of_someone_else(string kind) => ShouldBeRefused(kind, path => AtomicFile.Create(path, "new"u8));

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task It_is_not_locked(string kind) => ShouldBeRefused(kind, path => DirectoryLock.Acquire(path));

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task It_is_not_replaced_when_it_came_at_the_last_moment(string kind)
    {
        SpecialFile.Require();
        string path = home.Write("file", "old");

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => AtOnce(() => AtomicFile.Replace(path, "new"u8, _ => home.PutSpecialFile(kind, "file"))));

        error.Code.ShouldBe(ErrorCode.WriteFailed);
        SpecialFile.IsAt(kind, path).ShouldBeTrue();
        Directory.GetFiles(home.Path, "*.tmp").ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void It_is_not_deleted(string kind)
    {
        string path = home.PutSpecialFile(kind, "file");

        RegularFile.Delete(path).ShouldBeFalse();

        SpecialFile.IsAt(kind, path).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task In_the_place_of_a_sessions_lock_it_is_no_lock_that_is_waited_for_or_removed(string kind)
    {
        string store = home.Write("sessions.json", "{}");
        string path = home.PutSpecialFile(kind, "sessions.json.lock");

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => AtOnce(() => SessionStoreLock.Acquire(store, new SessionLockOptions { StaleAfter = TimeSpan.Zero })));

        (error.Code, error.Path).ShouldBe((ErrorCode.WriteFailed, path));
        error.Message.ShouldContain($"it is {kind}. ");
        SpecialFile.IsAt(kind, path).ShouldBeTrue();
    }

    [Fact]
    public void A_link_to_a_file_is_deleted_and_the_file_stays()
    {
        string file = home.Write("file", "text");
        SymbolicLink.Make(home["link"], file);

        RegularFile.Delete(home["link"]).ShouldBeTrue();

        new FileInfo(home["link"]).LinkTarget.ShouldBeNull();
        File.ReadAllText(file).ShouldBe("text");
    }

    [Fact]
    public void A_file_behind_links_is_read()
    {
        home.Write("real/file", "text");
        SymbolicLink.Make(home["directory"], "real");
        SymbolicLink.Make(home["link"], "directory/file");

        SharedFile.Read(home["link"], FileLimit.Record).ShouldBe("text"u8.ToArray());
        SharedFile.Read(home["directory/file"], FileLimit.Record).ShouldBe("text"u8.ToArray());
        SharedFile.Read(home["directory/missing"], FileLimit.Record).ShouldBeNull();
    }

    [Fact]
    public void A_dangling_link_is_no_file_that_is_missing()
    {
        SymbolicLink.Make(home["link"], "missing");

        Should.Throw<NotAFileException>(() => SharedFile.Read(home["link"], FileLimit.Record)).Message.ShouldBe("it is a link to nothing");
        Should.Throw<NotAFileException>(() => RegularFile.Require(home["link"])).Sentence.ShouldBe($"{home["link"]} is a link to nothing, not a file. Remove or correct the link");
    }

    [Fact]
    public void A_file_whose_length_the_system_does_not_know_is_read_whole()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "Only Linux has such files.");
        new FileInfo("/proc/version").Length.ShouldBe(0);

        SharedFile.Read("/proc/version", FileLimit.Record).ShouldBe(File.ReadAllBytes("/proc/version"));
    }

    [Fact]
    public void What_is_longer_than_its_limit_is_refused_while_it_is_read_where_no_length_is_known()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "Only Linux has such files.");

        FileTooLongException refusal = Should.Throw<FileTooLongException>(() => SharedFile.Read("/proc/version", limit: 10));

        refusal.Path.ShouldBe("/proc/version");
    }

    [Fact]
    public void A_file_of_just_its_limit_is_read()
    {
        string file = home.Write("file", "text");

        SharedFile.Read(file, limit: 4).ShouldBe("text"u8.ToArray());
        Should.Throw<FileTooLongException>(() => SharedFile.Read(file, limit: 3));
    }

    [Fact]
    public void How_long_a_file_may_be_is_told_in_mebibytes() =>
        new FileTooLongException("a", FileLimit.Store).Message.ShouldBe("it is longer than 256 MiB, which is more than any file of its kind has");

    [Fact]
    public void What_is_at_a_path_is_told_with_its_links_followed_or_not()
    {
        home.Write("file", "text");
        SymbolicLink.Make(home["link"], "file");
        SymbolicLink.Make(home["dangling"], "missing");

        RegularFile.TryKindOf(home["file"]).ShouldBe(FileKind.File);
        RegularFile.TryKindOf(home["link"]).ShouldBe(FileKind.File);
        RegularFile.TryKindOf(home["link"], followsLinks: false).ShouldBe(FileKind.Link);
        RegularFile.TryKindOf(home["dangling"]).ShouldBe(FileKind.Missing);
        RegularFile.TryKindOf(home["missing"], followsLinks: false).ShouldBe(FileKind.Missing);
        RegularFile.TryKindOf(home.Path).ShouldBe(FileKind.Directory);
    }

    [Fact]
    public void What_nobody_can_tell_is_of_no_kind()
    {
        home.Write("closed/file", "text");
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["closed"], "000");

        Unprivileged.Run(() => RegularFile.TryKindOf(home["closed/file"])).ShouldBeNull();
        Should.Throw<IOException>(() => Unprivileged.Run(() => SharedFile.Read(home["closed/file"], FileLimit.Record)));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task In_the_place_of_a_lock_it_is_told_at_once(string kind)
    {
        SkipReason.OperatingSystem.Require(kind != "a directory", "A directory is what a lock is.");
        string file = home.Write("file", "text");
        string path = home.PutSpecialFile(kind, "file.lock");

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => AtOnce(() => DirectoryLock.Acquire(file, new LockOptions { TimeProvider = TestClock.Standing() })));

        error.Code.ShouldBe(ErrorCode.StoreLocked);
        error.Message.ShouldContain($"'{path}' is not the empty directory that a lock is");
        SpecialFile.IsAt(kind, path).ShouldBeTrue();
    }

    [Fact]
    public async Task A_file_in_the_place_of_a_lock_is_told_at_once_and_stays()
    {
        string file = home.Write("file", "text");
        home.Write("file.lock", "what is this");

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => AtOnce(() => DirectoryLock.Acquire(file, new LockOptions { TimeProvider = TestClock.Standing() })));

        error.Code.ShouldBe(ErrorCode.StoreLocked);
        File.ReadAllText(home["file.lock"]).ShouldBe("what is this");
    }

    [Fact]
    public void A_path_with_a_zero_in_it_is_not_cut_off_there()
    {
        string file = home.Write("file", "text");

        Should.Throw<ArgumentException>(() => SharedFile.Read(file + "\0.txt", FileLimit.Record));
    }

    [Fact]
    public void A_file_below_a_file_is_not_there() => SharedFile.Read(Path.Combine(home.Write("file", "text"), "inner"), FileLimit.Record).ShouldBeNull();

    [UnsupportedOSPlatform("windows")]
    private static FileKind KindOfOpened(string path)
    {
        using SafeFileHandle? handle = UnixCalls.TryOpenToReadWithoutLinks(path);
        return UnixCalls.KindOf(handle.ShouldNotBeNull());
    }

    private async Task ShouldBeRefused(string kind, Action<string> change)
    {
        string path = home.PutSpecialFile(kind, "file");
        string before = home.Fingerprint();

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => AtOnce(() => change(path)));

        (error.Code, error.Path).ShouldBe((ErrorCode.WriteFailed, path));
        error.Message.ShouldStartWith($"'{path}' could not be ");
        error.Message.ShouldContain($": it is {kind}. {(kind.StartsWith("a link", StringComparison.Ordinal) ? "Remove or correct the link" : "Move the")}");
        home.Fingerprint().ShouldBe(before);
        SpecialFile.IsAt(kind, path).ShouldBeTrue();
    }

    private static Task AtOnce(Action action) => AtOnce(() =>
    {
        action();
        return true;
    });

    /// <summary>What waits for the other end of a pipe waits for ever.</summary>
    private static Task<T> AtOnce<T>(Func<T> function) =>
        Task.Run(function, TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
}
