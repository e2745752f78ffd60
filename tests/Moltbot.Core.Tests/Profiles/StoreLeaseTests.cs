using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>A store that stays locked while something is asked of a server.</summary>
public sealed class StoreLeaseTests : IDisposable
{
    private static readonly ProviderId Zai = ProviderId.Parse("zai");

    private readonly TemporaryInstallation installation = new TemporaryInstallation().Store(new StoreBuilder().ApiKey("zai:a"));

    private string Lock => installation.StorePath() + ".lock";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => installation.Dispose();

    [Fact]
    public async Task A_store_is_locked_until_the_lease_ends()
    {
        StoreLease lease = await Hold();
        Directory.Exists(Lock).ShouldBeTrue();

        lease.Dispose();
        lease.Dispose();

        Directory.Exists(Lock).ShouldBeFalse();
    }

    [Fact]
    public async Task What_another_process_did_before_the_lock_was_had_is_seen()
    {
        LockByOther();
        Task<StoreLease> waiting = Hold();
        waiting.IsCompleted.ShouldBeFalse();
        installation.Store(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:renewed"));
        Directory.Delete(Lock);

        installation.Time.Advance(TimeSpan.FromMinutes(1));
        using StoreLease lease = await waiting;

        lease.View.Find("zai:renewed").ShouldNotBeNull();
    }

    [Fact]
    public async Task What_is_committed_is_stored_while_the_lock_is_still_held()
    {
        using StoreLease lease = await Hold();

        lease.Commit((own, _) => own.WithOrder(Zai, ["zai:a"])).Order(Zai).ShouldBe(["zai:a"]);

        installation.Stored().Order(Zai).ShouldBe(["zai:a"]);
        lease.View.Order(Zai).ShouldBe(["zai:a"]);
        Directory.Exists(Lock).ShouldBeTrue();
    }

    [Fact]
    public async Task A_lease_that_ends_without_a_commit_changes_nothing()
    {
        string before = installation.Home.Fingerprint();

        (await Hold()).Dispose();

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public async Task The_lock_stays_fresh_however_long_the_server_takes()
    {
        using StoreLease lease = await Hold();

        installation.Time.Advance(TimeSpan.FromMinutes(5));

        Should.NotThrow(lease.EnsureHeld);
        (installation.Time.GetUtcNow().UtcDateTime - Directory.GetLastWriteTimeUtc(Lock)).ShouldBeLessThan(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void The_lock_of_a_lease_is_noted_for_others_from_the_beginning()
    {
        string notes = installation.Home["notes"];
        using LockNote note = LockNote.TryBegin(notes)!;

        using StoreLease lease = installation.AgentStore("ada").Hold(note, Cancellation);

        string path = Directory.GetFiles(notes).ShouldHaveSingleItem();
        JsonText.Parse(SharedFile.Read(path, FileLimit.Record)!).Entries().ShouldHaveSingleItem().Name.ShouldBe(installation.StorePath("ada") + ".lock");
    }

    [Fact]
    public async Task A_lease_whose_lock_is_lost_asks_nobody_what_to_change()
    {
        using StoreLease lease = await Hold();
        Directory.Delete(Lock);
        bool wasAsked = false;

        Should.Throw<MoltbotException>(() => lease.Commit((own, _) =>
        {
            wasAsked = true;
            return own;
        })).Code.ShouldBe(ErrorCode.LockLost);

        wasAsked.ShouldBeFalse();
    }

    [Fact]
    public async Task A_lease_whose_lock_is_lost_commits_nothing()
    {
        using StoreLease lease = await Hold();
        string before = File.ReadAllText(installation.StorePath());
        Directory.SetLastWriteTimeUtc(Lock, TestClock.Now.AddSeconds(1).UtcDateTime);

        Should.Throw<MoltbotException>(() => lease.Commit((own, _) => own.WithOrder(Zai, ["zai:a"]))).Code.ShouldBe(ErrorCode.LockLost);
        Should.Throw<MoltbotException>(lease.EnsureHeld).Code.ShouldBe(ErrorCode.LockLost);

        File.ReadAllText(installation.StorePath()).ShouldBe(before);
    }

    [Fact]
    public async Task A_lease_that_has_ended_commits_nothing()
    {
        StoreLease lease = await Hold();
        lease.Dispose();

        Should.Throw<ObjectDisposedException>(() => lease.Commit((own, _) => own.WithOrder(Zai, ["zai:a"])));

        installation.Stored().Order(Zai).ShouldBeNull();
    }

    [Fact]
    public async Task A_store_that_cannot_be_read_is_not_held()
    {
        installation.Store("{ \"profiles\": {");

        (await Should.ThrowAsync<MoltbotException>(Hold)).Code.ShouldBe(ErrorCode.StoreUnreadable);

        Directory.Exists(Lock).ShouldBeFalse();
    }

    [Fact]
    public async Task An_agent_without_a_store_gets_one_that_can_be_held()
    {
        using StoreLease lease = await installation.AgentStore("heir").HoldAsync(Cancellation);

        lease.View.Find("zai:a").ShouldNotBeNull();
        File.Exists(installation.StorePath("heir")).ShouldBeTrue();
    }

    [Fact]
    public async Task Waiting_for_a_lease_can_be_cancelled()
    {
        LockByOther();
        using CancellationTokenSource cancellation = new();
        Task<StoreLease> waiting = installation.AgentStore().HoldAsync(cancellation.Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
    }

    [Fact]
    public async Task In_an_installation_of_a_newer_gateway_nothing_is_held()
    {
        installation.File(".clawdbot/state/openclaw.sqlite", "");
        string before = installation.Home.Fingerprint();

        (await Should.ThrowAsync<MoltbotException>(Hold)).Code.ShouldBe(ErrorCode.InstallationNotServed);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    private Task<StoreLease> Hold() => installation.AgentStore().HoldAsync(Cancellation);

    /// <summary>Another process has the lock and keeps it fresh.</summary>
    private void LockByOther()
    {
        Directory.CreateDirectory(Lock);
        Directory.SetLastWriteTimeUtc(Lock, TestClock.Now.AddHours(1).UtcDateTime);
    }
}
