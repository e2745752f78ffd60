using System.Diagnostics;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public void The_content_replaces_what_was_there()
    {
        string file = home.Write("file", "a long old content");

        AtomicFile.Replace(file, "new"u8);

        Content().ShouldBe([("file", "new")]);
    }

    [Fact]
    public void A_missing_file_is_created_with_its_directories_all_closed_to_others()
    {
        AtomicFile.Replace(home["a/b/file"], "new"u8);

        Content().ShouldBe([("a/b/file", "new")]);
        Unix.Mode(home["a"]).ShouldBe("700");
        Unix.Mode(home["a/b"]).ShouldBe("700");
        Unix.Mode(home["a/b/file"]).ShouldBe("600");
    }

    [Fact]
    public void Of_many_who_create_a_file_at_once_only_one_does()
    {
        for (int round = 0; round < 200; round++)
        {
            string file = home[$"file{round}"];
            int created = 0;
            Parallel.For(0, 4, _ => Interlocked.Add(ref created, AtomicFile.Create(file, "new"u8) ? 1 : 0));

            created.ShouldBe(1);
        }

        Content().Length.ShouldBe(200);
    }

    [Fact]
    public void A_file_that_is_there_is_not_created_and_stays()
    {
        home.Write("file", "old");
        SymbolicLink.Make(home["link"], "file");

        AtomicFile.Create(home["file"], "new"u8).ShouldBeFalse();
        AtomicFile.Create(home["link"], "new"u8).ShouldBeFalse();

        Content().ShouldBe([("file", "old")]);
    }

    [Fact]
    public void Content_that_is_too_much_to_be_held_is_written_by_whom_it_comes_from()
    {
        home.Write("file", "old");

        AtomicFile.Create(home["file"], file => RandomAccess.Write(file, "new"u8, 0)).ShouldBeFalse();
        Content().ShouldBe([("file", "old")]);
        AtomicFile.Replace(home["file"], file => RandomAccess.Write(file, "new"u8, 0), beforeRename: () => { });
        AtomicFile.Create(home["other"], file => RandomAccess.Write(file, "more"u8, 0)).ShouldBeTrue();

        Content().ShouldBe([("file", "new"), ("other", "more")]);
        Unix.Mode(home["file"]).ShouldBe("600");
        Unix.Mode(home["other"]).ShouldBe("600");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Who_gives_up_at_the_last_moment_leaves_the_file_as_it_was(bool whileWriting)
    {
        home.Write("file", "old");

        Should.Throw<InvalidOperationException>(() => AtomicFile.Replace(home["file"], _ => GiveUp(whileWriting), () => GiveUp(!whileWriting)));
        Should.Throw<InvalidOperationException>(() => AtomicFile.Replace(home["file"], "new"u8, _ => GiveUp(true)));

        Content().ShouldBe([("file", "old")]);

        static void GiveUp(bool now)
        {
            if (now)
                throw new InvalidOperationException();
        }
    }

    [Fact]
    public void A_rehearsal_leaves_everything_as_it_was()
    {
        home.Write("file", "old");
        using DirectoryLock held = DirectoryLock.Acquire(home["file"], cancellationToken: TestContext.Current.CancellationToken);

        AtomicFile.Rehearse(held, "new"u8);

        Content().ShouldBe([("file", "old")]);
    }

    [Fact]
    public void A_rehearsal_finds_that_the_disk_is_full_and_that_the_lock_is_lost()
    {
        using SmallDisk disk = SmallDisk.MountAt(Directory.CreateDirectory(home["disk"]).FullName);
        string file = home.Write("disk/file", "old");
        using DirectoryLock held = DirectoryLock.Acquire(file, cancellationToken: TestContext.Current.CancellationToken);

        ShouldFail(() => AtomicFile.Rehearse(held, new byte[SmallDisk.Size * 2]), file).Message.ShouldContain("Free some space");
        Directory.Delete(file + ".lock");
        Should.Throw<MoltbotException>(() => AtomicFile.Rehearse(held, "new"u8)).Code.ShouldBe(ErrorCode.LockLost);

        Content().ShouldBe([("disk/file", "old")]);
    }

    [Fact]
    public void A_rehearsal_finds_what_could_not_be_replaced()
    {
        string file = home.Write("file", "old");
        using DirectoryLock held = DirectoryLock.Acquire(file, cancellationToken: TestContext.Current.CancellationToken);
        File.Delete(file);
        Directory.CreateDirectory(file);

        ShouldFail(() => AtomicFile.Rehearse(held, "new"u8), file).Message.ShouldContain("is a directory");
        ShouldFail(() => AtomicFile.Replace(held, "new"u8, isLasting: true), file).Message.ShouldContain("is a directory");
    }

    [Fact]
    public void A_file_whose_lock_is_lost_is_not_replaced()
    {
        string file = home.Write("file", "old");
        using DirectoryLock held = DirectoryLock.Acquire(file, cancellationToken: TestContext.Current.CancellationToken);
        Directory.Delete(file + ".lock");

        Should.Throw<MoltbotException>(() => AtomicFile.Replace(held, "new"u8, isLasting: true)).Code.ShouldBe(ErrorCode.LockLost);

        Content().ShouldBe([("file", "old")]);
    }

    [Fact]
    public void A_file_that_was_open_to_others_is_closed_to_them()
    {
        string file = home.Write("file", "old");
        Unix.SetMode(file, "644");

        AtomicFile.Replace(file, "new"u8);

        Unix.Mode(file).ShouldBe("600");
    }

    [Fact]
    public void The_content_may_be_empty()
    {
        string file = home.Write("file", "old");

        AtomicFile.Replace(file, []);

        Content().ShouldBe([("file", "")]);
    }

    [Fact]
    public void Who_has_the_old_file_open_reads_it_to_its_end()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows replaces no file that is open.");
        string file = home.Write("file", "old");
        using FileStream reader = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);

        AtomicFile.Replace(file, "new"u8);

        new StreamReader(reader).ReadToEnd().ShouldBe("old");
    }

    [Fact]
    public void A_link_to_the_file_stays_a_link()
    {
        string file = home.Write("real/file", "old");
        SymbolicLink.Make(home["link"], file);

        AtomicFile.Replace(home["link"], "new"u8);

        new FileInfo(home["link"]).LinkTarget.ShouldBe(file);
        Content().ShouldBe([("real/file", "new")]);
    }

    [Fact]
    public void A_file_behind_a_linked_directory_is_replaced()
    {
        home.Write("real/file", "old");
        SymbolicLink.Make(home["link"], home["real"]);

        AtomicFile.Replace(home["link/file"], "new"u8);

        new DirectoryInfo(home["link"]).LinkTarget.ShouldBe(home["real"]);
        Content().ShouldBe([("real/file", "new")]);
    }

    [Fact]
    public void A_dangling_link_is_not_given_its_target()
    {
        SymbolicLink.Make(home["link"], "real/file");

        ShouldFail(() => AtomicFile.Replace(home["link"], "new"u8), home["link"]);

        new FileInfo(home["link"]).LinkTarget.ShouldBe("real/file");
        Content().ShouldBeEmpty();
    }

    [Fact]
    public void A_link_to_itself_is_an_error()
    {
        SymbolicLink.Make(home["link"], "link");

        ShouldFail(() => AtomicFile.Replace(home["link"], "new"u8), home["link"]);

        new FileInfo(home["link"]).LinkTarget.ShouldBe("link");
    }

    [Fact]
    public void A_directory_is_not_replaced()
    {
        home.Write("directory/file", "old");

        ShouldFail(() => AtomicFile.Replace(home["directory"], "new"u8), home["directory"])
            .Message.ShouldContain("is a directory");

        Content().ShouldBe([("directory/file", "old")]);
    }

    [Fact]
    public void A_file_in_place_of_the_directory_is_an_error_and_stays()
    {
        home.Write("file", "old");

        ShouldFail(() => AtomicFile.Replace(home["file/inner/file"], "new"u8), home["file/inner/file"]);

        Content().ShouldBe([("file", "old")]);
    }

    [Fact]
    public void A_directory_that_may_not_be_written_leaves_the_file_as_it_was()
    {
        string file = home.Write("closed/file", "old");
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["closed"], "555");

        ShouldFail(() => Unprivileged.Run(() => AtomicFile.Replace(file, "new"u8)), file)
            .Message.ShouldContain("who may write there");

        Content().ShouldBe([("closed/file", "old")]);
    }

    [Fact]
    public void A_directory_that_may_be_entered_and_not_listed_is_enough()
    {
        Directory.CreateDirectory(home["entered/only"]);
        Unix.SetMode(home.Path, "711");
        Unix.SetMode(home["entered"], "711");
        Unix.SetMode(home["entered/only"], "733");

        Unprivileged.Run(() => AtomicFile.Replace(home["entered/only/file"], "new"u8));

        File.ReadAllText(home["entered/only/file"]).ShouldBe("new");
    }

    [Fact]
    public void A_directory_that_may_not_be_created_is_an_error()
    {
        Unix.SetMode(home.Path, "555");

        ShouldFail(() => Unprivileged.Run(() => AtomicFile.Replace(home["missing/file"], "new"u8)), home["missing/file"]);

        Directory.Exists(home["missing"]).ShouldBeFalse();
    }

    [Fact]
    public void A_full_disk_leaves_the_file_as_it_was()
    {
        using SmallDisk disk = SmallDisk.MountAt(Directory.CreateDirectory(home["disk"]).FullName);
        string file = home.Write("disk/file", "old");

        ShouldFail(() => AtomicFile.Replace(file, new byte[SmallDisk.Size * 2]), file)
            .Message.ShouldContain("Free some space");

        Content().ShouldBe([("disk/file", "old")]);
    }

    [Fact]
    public void A_name_that_is_too_long_is_an_error()
    {
        string file = home[new string('n', 250)];

        ShouldFail(() => AtomicFile.Replace(file, "new"u8), file);

        Content().ShouldBeEmpty();
    }

    [Fact]
    public void No_error_tells_the_content()
    {
        home.Write("file", "old");

        ShouldFail(() => AtomicFile.Replace(home["file/inner"], "sk-secret"u8), home["file/inner"])
            .ToString().ShouldNotContain("sk-secret");
    }

    [Fact]
    public void A_file_that_root_replaces_still_belongs_to_its_owner()
    {
        SkipReason.Privilege.Require(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can replace a file without becoming its owner.");
        string file = home.Write("file", "old");
        Run("chown", "1234:2345", file);

        AtomicFile.Replace(file, "new"u8);

        Run("stat", "-c", "%u:%g %a", file).ShouldBe("1234:2345 600");
        Content().ShouldBe([("file", "new")]);
    }

    [Fact]
    public void A_file_that_is_not_for_us_alone_stays_its_groups_as_far_as_we_may()
    {
        const uint Group = 2345;
        string file = home.Write("open/file", "old");
        Unix.SetMode(home.Path, "755");
        Unix.SetMode(home["open"], "777");
        Unix.SetGroup(file, Group, owner: 65534);
        Unix.SetMode(file, "660");

        AtomicFile.Replace(file, "by root"u8, FileProtection.AsBefore);
        Run("stat", "-c", "%u:%g %a", file).ShouldBe("65534:2345 660");

        // Nobody is not in that group, and gives its own no rights in its place.
        Unprivileged.Run(() => AtomicFile.Replace(file, "by nobody"u8, FileProtection.AsBefore));
        Run("stat", "-c", "%a", file).ShouldBe("600");
    }

    [Fact]
    public void On_Windows_a_file_that_is_marked_as_read_only_is_named_with_the_command_that_takes_the_mark_away()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows has that mark.");
        string file = home.Write("file", "old");
        File.SetAttributes(file, FileAttributes.ReadOnly);

        ShouldFail(() => AtomicFile.Replace(file, "new"u8), file).Message.ShouldContain($"attrib -R \"{file}\"");

        File.SetAttributes(file, FileAttributes.Normal);
        Content().ShouldBe([("file", "old")]);
    }

    [Fact]
    public void On_Windows_a_file_that_another_program_closes_soon_is_replaced()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows keeps others from a file that is open.");
        string file = home.Write("file", "old");
        FileStream held = new(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        using Timer closing = new(_ => held.Dispose(), null, TimeSpan.FromMilliseconds(100), Timeout.InfiniteTimeSpan);

        AtomicFile.Replace(file, "new"u8);

        File.ReadAllText(file).ShouldBe("new");
    }

    private static MoltbotException ShouldFail(Action replace, string path)
    {
        MoltbotException error = Should.Throw<MoltbotException>(replace);
        error.Code.ShouldBe(ErrorCode.WriteFailed);
        error.Path.ShouldBe(path);
        return error;
    }

    private static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0);
        return output;
    }

    private (string Name, string Text)[] Content() =>
        [.. home.Files().Select(file => (file.Key, System.Text.Encoding.UTF8.GetString(file.Value)))];
}
