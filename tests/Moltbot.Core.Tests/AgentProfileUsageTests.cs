using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Health;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests;

/// <summary>What is remembered about the use of an agent's profiles, beside a gateway that remembers it too.</summary>
public sealed class AgentProfileUsageTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    private string Lock => installation.StorePath() + ".lock";

    public void Dispose() => installation.Dispose();

    [Fact]
    public void What_is_remembered_about_a_profile_that_is_gone_can_be_cleared()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").Usage("zai:gone", cooldownUntil: Now.AddMinutes(5), errorCount: 2).Usage("zai:a", errorCount: 1));

        IReadOnlyList<ClearableCooldown> found = Find();
        IReadOnlyList<ProfileStatus> cleared = installation.Agent().ProfileUsage.ClearCooldowns([.. found.Select(cooldown => cooldown.ProfileId)], withDisabled: false, TestContext.Current.CancellationToken);

        found.Select(cooldown => cooldown.ToString()).ShouldBe(["Forget failures", "Clear cooldown 5m (there is no such profile any more)"]);
        cleared.Select(profile => profile.ProfileId).ShouldBe(["zai:a"]);
        Find().ShouldBeEmpty();
        installation.Stored().Usage("zai:gone").CooldownUntil.ShouldBeNull();
    }

    [Fact]
    public void A_profile_that_is_gone_belongs_to_the_provider_that_its_id_begins_with()
    {
        installation.Store(new StoreBuilder().Usage("Z.AI:gone", errorCount: 1).Usage("openai:gone", errorCount: 1));

        Find(provider: "zai").Select(cooldown => cooldown.ProfileId).ShouldBe(["Z.AI:gone"]);
    }

    [Fact]
    public void A_profile_that_is_gone_may_be_named()
    {
        installation.Store(new StoreBuilder().Usage("zai:gone", errorCount: 1).Usage("zai:other", errorCount: 1));

        Find("zai:gone").ShouldHaveSingleItem().IsStored.ShouldBeFalse();
    }

    [Fact]
    public void Of_what_nothing_is_known_nothing_is_cleared()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a").Usage("zai:gone", errorCount: 1));
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => Find("zai:unknown")).Code.ShouldBe(ErrorCode.ProfileNotFound);
        Should.Throw<MoltbotException>(() => installation.Agent().ProfileUsage.ClearCooldowns(["zai:gone", "zai:unknown"], withDisabled: true, TestContext.Current.CancellationToken))
            .Code.ShouldBe(ErrorCode.ProfileNotFound);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData("main")]
    [InlineData("ops")]
    public void An_unknown_profile_brings_no_store_into_being(string agent)
    {
        string before = installation.Home.Fingerprint();

        Should.Throw<MoltbotException>(() => installation.Agent(agent).ProfileUsage.Succeeded("zai:unknown", TestContext.Current.CancellationToken)).Code.ShouldBe(ErrorCode.ProfileNotFound);
        Should.Throw<MoltbotException>(() => installation.Agent(agent).ProfileUsage.ClearCooldowns(["zai:unknown"], withDisabled: false, TestContext.Current.CancellationToken)).Code.ShouldBe(ErrorCode.ProfileNotFound);

        installation.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void What_an_update_gives_back_is_what_is_in_the_files_afterwards()
    {
        installation
            .Store(new StoreBuilder().ApiKey("zai:mains").Usage("zai:mains", errorCount: 1))
            .Store(new StoreBuilder().ApiKey("zai:own"), "ops")
            .File(".qwen/oauth_creds.json", $$"""{"access_token": "a", "refresh_token": "r", "expiry_date": {{Now.AddHours(1).ToUnixTimeMilliseconds()}}}""");

        AuthProfileStore given = installation.AgentStore("ops").Commit(
            StoreChange.Of(own => own.WithOrder(ProviderId.Parse("zai"), ["zai:own", "zai:mains"])), TestContext.Current.CancellationToken);
        AuthProfileStore read = installation.AgentStore("ops").Read().StoreOrThrow();

        given.Profiles.Select(profile => (profile.Id, profile.StoredIn)).ShouldBe(read.Profiles.Select(profile => (profile.Id, profile.StoredIn)));
        given.Profiles.Count.ShouldBe(3);
        given.Order(ProviderId.Parse("zai")).ShouldBe(read.Order(ProviderId.Parse("zai")));
        given.Usage("zai:mains").ErrorCount.ShouldBe(1);
    }

    [Fact]
    public void A_lock_that_a_dead_process_left_is_taken_over()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"));
        LockByOther(age: TimeSpan.FromSeconds(31));

        Fail().ErrorCount.ShouldBe(1);

        Directory.Exists(Lock).ShouldBeFalse();
    }

    [Fact]
    public async Task A_lock_that_a_process_left_just_now_is_waited_for()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"));
        LockByOther(age: TimeSpan.FromSeconds(10));
        Task<ProfileStatus> waiting = StartToFail();

        installation.Time.Advance(TimeSpan.FromSeconds(15));
        waiting.IsCompleted.ShouldBeFalse();
        installation.Time.Advance(TimeSpan.FromSeconds(30));

        (await waiting).ErrorCount.ShouldBe(1);
        Directory.Exists(Lock).ShouldBeFalse();
    }

    [Fact]
    public async Task What_the_gateway_records_at_the_same_moment_counts_too()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"));
        LockByOther(age: TimeSpan.Zero);
        Task<ProfileStatus> waiting = StartToFail();
        installation.Store(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:new").Usage("zai:a", errorCount: 3).Usage("zai:new", lastUsed: Now));
        Directory.Delete(Lock);
        installation.Time.Advance(TimeSpan.FromMinutes(1));

        (await waiting).ErrorCount.ShouldBe(4);
        installation.Stored().Find("zai:new").ShouldNotBeNull();
        installation.Stored().Usage("zai:new").LastUsed.ShouldBe(Now.ToUnixTimeMilliseconds());
    }

    [Fact]
    public async Task A_profile_that_the_gateway_removes_at_the_same_moment_is_not_brought_back()
    {
        installation.Store(new StoreBuilder().ApiKey("zai:a"));
        LockByOther(age: TimeSpan.Zero);
        Task<ProfileStatus> waiting = StartToFail();
        installation.Store(new StoreBuilder().ApiKey("zai:b"));
        string stored = File.ReadAllText(installation.StorePath());
        Directory.Delete(Lock);
        installation.Time.Advance(TimeSpan.FromMinutes(1));

        (await Should.ThrowAsync<MoltbotException>(waiting)).Code.ShouldBe(ErrorCode.ProfileNotFound);
        File.ReadAllText(installation.StorePath()).ShouldBe(stored);
    }

    private IReadOnlyList<ClearableCooldown> Find(string? profileId = null, string? provider = null) =>
        installation.Agent().ProfileUsage.FindCooldowns(profileId is null ? null : [profileId], provider is null ? null : ProviderId.Parse(provider), withDisabled: false);

    private ProfileStatus Fail() => installation.Agent().ProfileUsage.Failed("zai:a", FailureReason.RateLimit, TestContext.Current.CancellationToken);

    /// <summary>Starts an update and waits until it waits for the lock.</summary>
    private Task<ProfileStatus> StartToFail() => WaitingWork.Start(installation.Time, Fail);

    private void LockByOther(TimeSpan age)
    {
        Directory.CreateDirectory(Lock);
        Directory.SetLastWriteTimeUtc(Lock, (Now - age).UtcDateTime);
    }
}
