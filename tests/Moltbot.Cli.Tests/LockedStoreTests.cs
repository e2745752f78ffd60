using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class LockedStoreTests : IDisposable
{
    private readonly CommandScene scene = new CommandScene().WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a").Order("zai", "zai:a"));

    public void Dispose() => scene.Dispose();

    /// <summary>The one test that really waits: about 50 seconds, as long as the gateway does.</summary>
    [Fact]
    public void A_store_that_another_process_keeps_locked_is_not_changed()
    {
        string otherLock = LockOfOther.Take(scene.StorePath);
        string before = scene.Home.Fingerprint();

        scene.Run("models", "auth", "order", "clear", "--provider", "zai").ShouldFail("Error: ", scene.StorePath, "is locked by another process", "try again");

        scene.Home.Fingerprint().ShouldBe(before);
        Directory.Exists(otherLock).ShouldBeTrue();
    }

    [Fact]
    public void Reading_does_not_wait_for_a_lock()
    {
        LockOfOther.Take(scene.StorePath);

        scene.Run("models", "status", "--json").ShouldSucceed();
        scene.Run("models", "auth", "list").ShouldSucceed();
        scene.Run("models", "auth", "order", "get", "--provider", "zai").ShouldSucceed();
    }

    [Fact]
    public void A_lock_that_a_dead_process_left_behind_is_taken_over()
    {
        Directory.SetLastWriteTimeUtc(LockOfOther.Take(scene.StorePath), DateTime.UtcNow.AddMinutes(-1));

        scene.Run("models", "auth", "order", "clear", "--provider", "zai").ShouldSucceed();

        Directory.GetFileSystemEntries(Path.GetDirectoryName(scene.StorePath)!).ShouldBe([scene.StorePath]);
    }

    [Fact]
    public void A_change_waits_for_a_lock_that_is_given_back()
    {
        RunningCommand.RequireLooks();
        string otherLock = LockOfOther.Take(scene.StorePath);
        RunningCommand command = scene.Start("models", "auth", "order", "clear", "--provider", "zai");
        command.WaitUntilItWaits();

        Directory.Delete(otherLock);

        command.Outcome().ShouldSucceed();
    }
}
