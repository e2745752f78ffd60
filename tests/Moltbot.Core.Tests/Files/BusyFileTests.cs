using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

public sealed class BusyFileTests : IDisposable
{
    private const int Sharing = unchecked((int)0x80070020);

    private readonly TemporaryHome home = new();
    private readonly List<int> waits = [];

    public void Dispose() => home.Dispose();

    [Fact]
    public void What_is_open_elsewhere_is_tried_again_and_later_each_time()
    {
        int attempts = 0;

        Await(() => ++attempts < 4 ? throw new IOException("in use", Sharing) : "content").ShouldBe("content");

        waits.ShouldBe([20, 40, 60]);
    }

    [Fact]
    public void What_stays_open_is_given_up_within_a_second()
    {
        Should.Throw<IOException>(() => Await(() => throw new IOException("in use", Sharing))).Message.ShouldBe("in use");

        waits.Sum().ShouldBe(900);
    }

    [Fact]
    public void Another_refusal_is_told_at_once()
    {
        Should.Throw<IOException>(() => Await(() => throw new IOException("no space")));

        waits.ShouldBeEmpty();
    }

    [Fact]
    public void One_program_is_named() => BusyFile.Remedy(["Editor (process 7)"]).ShouldBe("Editor (process 7) has it open. Close that, or wait until it is done");

    [Fact]
    public void Several_programs_are_named() => BusyFile.Remedy(["Editor (process 7)", "Backup (process 9)"]).ShouldBe("Editor (process 7) and Backup (process 9) have it open. Close them, or wait until they are done");

    [Fact]
    public void On_Windows_a_file_that_another_program_closes_soon_is_read()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows keeps others from a file that is open.");
        string file = home.Write("file", "content");
        FileStream held = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        using Timer closing = new(_ => held.Dispose(), null, TimeSpan.FromMilliseconds(100), Timeout.InfiniteTimeSpan);

        SharedFile.Read(file, FileLimit.Record).ShouldBe("content"u8.ToArray());
    }

    [Fact]
    public void On_Windows_one_that_stays_open_is_an_error_that_says_so()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsWindows(), "Only Windows keeps others from a file that is open.");
        string file = home.Write("file", "content");
        using FileStream held = new(file, FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        IOException refusal = Should.Throw<IOException>(() => SharedFile.Read(file, FileLimit.Record));

        ReadFailure.Remedy(refusal).ShouldContain("open. Close");
    }

    private string Await(Func<string> act) => BusyFile.Await(act, BusyFile.IsReasonOf, waits.Add);
}
