using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Files;

/// <summary>
/// Our lock against the gateway's own library, in another process and in real time. The durations are the shortest that
/// the library allows, and the same on both sides.
/// </summary>
public sealed class ProperLockfileTests : IDisposable
{
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan NodeUpdate = TimeSpan.FromSeconds(1);

    private static readonly LockOptions Options = new()
    {
        StaleAfter = Stale,
        KeepAliveInterval = TimeSpan.FromSeconds(0.7),
        Backoff = new LockBackoff { Retries = 400, Shortest = TimeSpan.FromMilliseconds(2), Longest = TimeSpan.FromMilliseconds(20) },
    };

    private readonly ProperLockfilePeer node = ProperLockfilePeer.Start();
    private readonly TemporaryHome home = new();
    private readonly string file;

    public ProperLockfileTests() => file = home.Write("file", "0");

    public void Dispose()
    {
        node.Dispose();
        home.Dispose();
    }

    [Fact]
    public async Task We_wait_for_Node_and_get_the_lock_after_it()
    {
        await node.Ask(Command("lock"));
        Task<DirectoryLock> waiting = Acquire();
        await Task.Delay(3 * NodeUpdate, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();

        await node.Ask(Command("unlock"));

        using DirectoryLock held = await waiting;
        held.EnsureHeld();
        await NodeHasLostNothing();
    }

    [Fact]
    public async Task Node_waits_for_us_and_gets_the_lock_after_us()
    {
        DirectoryLock held = await Acquire();
        Task<JsonObject> waiting = node.Ask(Command("lock"));
        await Task.Delay(4 * NodeUpdate, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();
        held.EnsureHeld();

        held.Dispose();

        await waiting;
        Directory.Exists(file + ".lock").ShouldBeTrue();
        await node.Ask(Command("unlock"));
        Directory.Exists(file + ".lock").ShouldBeFalse();
        await NodeHasLostNothing();
    }

    [Fact]
    public async Task No_change_is_lost_when_both_make_many()
    {
        const int Rounds = 150;
        JsonObject increments = Command("increment");
        increments["rounds"] = Rounds;

        Task<JsonObject> byNode = node.Ask(increments);
        for (int round = 0; round < Rounds; round++)
            await Increment();
        await byNode;

        File.ReadAllText(file).ShouldBe((2 * Rounds).ToString(CultureInfo.InvariantCulture));
        Directory.EnumerateFileSystemEntries(home.Path).ShouldBe([file]);
        await NodeHasLostNothing();
    }

    [Fact]
    public async Task The_lock_of_a_killed_Node_is_taken_over_when_it_is_stale()
    {
        await node.Ask(Command("lock"));
        await node.Kill();
        long killed = Stopwatch.GetTimestamp();

        using DirectoryLock held = await Acquire();

        held.EnsureHeld();
        Stopwatch.GetElapsedTime(killed).ShouldBeGreaterThan(Stale - NodeUpdate);
    }

    [Fact]
    public async Task A_lock_that_we_leave_behind_is_taken_over_by_Node()
    {
        Directory.CreateDirectory(file + ".lock");
        Directory.SetLastWriteTimeUtc(file + ".lock", DateTime.UtcNow - TimeSpan.FromSeconds(31));

        await node.Ask(new JsonObject { ["command"] = "lock", ["file"] = file });

        await NodeHasLostNothing();
    }

    [Fact]
    public async Task Both_lock_a_linked_file_at_the_same_place()
    {
        string link = home["link"];
        SymbolicLink.Make(link, "file");
        JsonObject lockLink = Command("lock");
        lockLink["file"] = link;

        await node.Ask(lockLink);

        Should.Throw<MoltbotException>(() => DirectoryLock.Acquire(link, Options with { Backoff = new LockBackoff { Retries = 0 } }))
            .Code.ShouldBe(ErrorCode.StoreLocked);
    }

    private Task<DirectoryLock> Acquire() => DirectoryLock.AcquireAsync(file, Options, TestContext.Current.CancellationToken);

    private async Task Increment()
    {
        using DirectoryLock held = await Acquire();
        int number = int.Parse(File.ReadAllText(file), CultureInfo.InvariantCulture);
        await Task.Delay(1, TestContext.Current.CancellationToken);
        held.EnsureHeld();
        AtomicFile.Replace(file, Encoding.UTF8.GetBytes((number + 1).ToString(CultureInfo.InvariantCulture)));
    }

    private async Task NodeHasLostNothing() =>
        (await node.Ask(Command("status")))["compromised"]!.AsArray().ShouldBeEmpty();

    private JsonObject Command(string name) => new()
    {
        ["command"] = name,
        ["file"] = file,
        ["stale"] = Stale.TotalMilliseconds,
        ["update"] = NodeUpdate.TotalMilliseconds,
        ["retries"] = Options.Backoff.Retries,
        ["minTimeout"] = Options.Backoff.Shortest.TotalMilliseconds,
        ["maxTimeout"] = Options.Backoff.Longest.TotalMilliseconds,
    };
}
