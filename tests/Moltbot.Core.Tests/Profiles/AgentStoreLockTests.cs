using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.January;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>Changes beside a running gateway and beside each other (docs/gateway/credentials.md §7, §8).</summary>
public sealed class AgentStoreLockTests : IDisposable
{
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");
    private static readonly ProviderId OpenAI = ProviderId.Parse("openai");

    private readonly TemporaryInstallation installation = new TemporaryInstallation().Store(new StoreBuilder().ApiKey("anthropic:a"));

    private string Lock => installation.StorePath() + ".lock";

    public void Dispose() => installation.Dispose();

    [Fact]
    public void The_lock_is_held_while_the_change_is_made_and_gone_afterwards()
    {
        bool wasLocked = false;

        Change(document =>
        {
            wasLocked = Directory.Exists(Lock);
            return document.WithOrder(Anthropic, ["anthropic:a"]);
        });

        wasLocked.ShouldBeTrue();
        Directory.Exists(Lock).ShouldBeFalse();
    }

    [Fact]
    public async Task What_another_process_writes_before_we_have_the_lock_is_not_lost()
    {
        LockByOther();
        Task<AuthProfileStore> waiting = StartChange();
        installation.Store(new StoreBuilder().ApiKey("anthropic:b").Order("openai", "openai:x"));
        Directory.Delete(Lock);

        installation.Time.Advance(TimeSpan.FromMinutes(1));
        AuthProfileStore view = await waiting;

        view.Order(Anthropic).ShouldBe(["anthropic:a"]);
        view.Order(OpenAI).ShouldBe(["openai:x"]);
        installation.Stored().Profiles.Select(profile => profile.Id).ShouldBe(["anthropic:b"]);
    }

    [Fact]
    public async Task An_order_is_checked_against_the_profiles_that_are_there_under_the_lock()
    {
        LockByOther();
        Task<AuthOrder> waiting = WaitingWork.Start(installation.Time, () => installation.Open().MainAgent.SetOrder(Anthropic, ["anthropic:a"]));
        installation.Store(new StoreBuilder().ApiKey("anthropic:b"));
        string stored = File.ReadAllText(installation.StorePath());
        Directory.Delete(Lock);

        installation.Time.Advance(TimeSpan.FromMinutes(1));

        (await Should.ThrowAsync<MoltbotException>(waiting)).Code.ShouldBe(ErrorCode.ProfileNotFound);
        File.ReadAllText(installation.StorePath()).ShouldBe(stored);
        Directory.Exists(Lock).ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_that_another_process_breaks_before_we_have_the_lock_is_left_to_it()
    {
        LockByOther();
        Task<AuthProfileStore> waiting = StartChange();
        installation.Store("{ \"profiles\": {");
        Directory.Delete(Lock);

        installation.Time.Advance(TimeSpan.FromMinutes(1));

        (await Should.ThrowAsync<MoltbotException>(waiting)).Code.ShouldBe(ErrorCode.StoreUnreadable);
        File.ReadAllText(installation.StorePath()).ShouldBe("{ \"profiles\": {");
        Directory.Exists(Lock).ShouldBeFalse();
    }

    [Fact]
    public async Task A_store_that_is_locked_for_a_minute_is_an_error_and_stays_as_it_is()
    {
        LockByOther();
        string before = installation.Home.Fingerprint();
        Task<AuthProfileStore> waiting = StartChange();

        installation.Time.Advance(TimeSpan.FromSeconds(40));
        waiting.IsCompleted.ShouldBeFalse();
        installation.Time.Advance(TimeSpan.FromSeconds(20));

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(waiting);
        error.Code.ShouldBe(ErrorCode.StoreLocked);
        error.Path.ShouldBe(installation.StorePath());
        error.Message.ShouldContain(installation.StorePath());
        error.Message.ShouldContain("locked by another process");
        error.Message.ShouldContain("try again");
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public async Task Waiting_for_the_lock_can_be_cancelled()
    {
        LockByOther();
        string before = installation.Home.Fingerprint();
        using CancellationTokenSource cancellation = new();
        Task<AuthProfileStore> waiting = StartChange(cancellation);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(waiting);
        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Reading_does_not_wait_for_the_lock()
    {
        LockByOther();

        installation.AgentStore().Read().Store.Profiles.Count.ShouldBe(1);
    }

    [Fact]
    public void A_lock_that_a_dead_process_left_is_taken_over()
    {
        Directory.CreateDirectory(Lock);
        Directory.SetLastWriteTimeUtc(Lock, TestClock.Now.AddSeconds(-31).UtcDateTime);

        Change(document => document.WithOrder(Anthropic, ["anthropic:a"])).Order(Anthropic).ShouldBe(["anthropic:a"]);
        Directory.Exists(Lock).ShouldBeFalse();
    }

    [Fact]
    public void A_lock_that_is_lost_while_the_change_is_made_prevents_the_writing()
    {
        string before = File.ReadAllText(installation.StorePath());

        MoltbotException error = Should.Throw<MoltbotException>(() => Change(document =>
        {
            Directory.SetLastWriteTimeUtc(Lock, TestClock.Now.AddSeconds(1).UtcDateTime);
            return document.WithOrder(Anthropic, ["anthropic:a"]);
        }));

        error.Code.ShouldBe(ErrorCode.LockLost);
        error.Path.ShouldBe(installation.StorePath());
        File.ReadAllText(installation.StorePath()).ShouldBe(before);
        Directory.Exists(Lock).ShouldBeTrue("it is someone else's now");
    }

    [Fact]
    public void A_lock_that_was_removed_while_the_change_is_made_prevents_the_writing()
    {
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => Change(document =>
        {
            Directory.Delete(Lock);
            return document.WithOrder(Anthropic, ["anthropic:a"]);
        })).Code.ShouldBe(ErrorCode.LockLost);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void The_lock_is_beside_the_real_file_of_a_linked_store()
    {
        string real = installation.Home.Write("vault/real.json", new StoreBuilder().ToText());
        Directory.CreateDirectory(installation.AgentFile("", "ops"));
        SymbolicLink.Make(installation.StorePath("ops"), real);
        bool wasLocked = false;

        Change(
            document =>
            {
                wasLocked = Directory.Exists(real + ".lock");
                return document;
            },
            "ops");

        wasLocked.ShouldBeTrue();
    }

    [Fact]
    public async Task Changes_by_several_at_once_are_all_kept()
    {
        const int Writers = 4;
        const int ChangesEach = 5;
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () => ChangeRepeatedly(writer, ChangesEach),
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];

        Task all = Task.WhenAll(writers);
        while (!all.IsCompleted)
        {
            if (!Directory.Exists(Lock)) // otherwise time would pass faster than the disk can follow
                installation.Time.Advance(TimeSpan.FromMilliseconds(50));

            await Task.Yield();
        }

        await all;
        AuthProfileStore stored = installation.Stored();
        Enumerable.Range(0, Writers).ShouldAllBe(writer => stored.Order(ProviderId.Parse($"p{writer}"))!.Count == ChangesEach);
    }

    private void ChangeRepeatedly(int writer, int times)
    {
        ProviderId provider = ProviderId.Parse($"p{writer}");
        AgentStore store = installation.AgentStore();
        for (int change = 0; change < times; change++)
            store.Commit(StoreChange.Of(own => own.WithOrder(provider, [.. own.Store.Order(provider) ?? [], $"{change}"])));
    }

    /// <summary>Starts a change that waits for the lock, and returns once it does.</summary>
    private Task<AuthProfileStore> StartChange(CancellationTokenSource? cancellation = null)
    {
        CancellationToken cancelled = cancellation?.Token ?? TestContext.Current.CancellationToken;
        return WaitingWork.Start(installation.Time, () => installation.AgentStore().Commit(StoreChange.Of(own => own.WithOrder(Anthropic, ["anthropic:a"])), cancelled));
    }

    private AuthProfileStore Change(Func<StoreContent, StoreContent> change, string agent = "main") =>
        installation.AgentStore(agent).Commit(StoreChange.Of(change), TestContext.Current.CancellationToken);

    /// <summary>Another process has the lock and keeps it fresh.</summary>
    private void LockByOther()
    {
        Directory.CreateDirectory(Lock);
        Directory.SetLastWriteTimeUtc(Lock, TestClock.Now.AddHours(1).UtcDateTime);
    }
}
