using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>What every layout's store does, however it keeps the credentials. A layout passes it by a class that derives from this.</summary>
public abstract class ProfileStoreContract : IDisposable
{
    private const string Main = "main";
    private const string Heir = "heir";
    private static readonly ProviderId Zai = ProviderId.Parse("zai");

    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Where_nothing_is_kept_nothing_is_read_and_nothing_is_missing()
    {
        StoreReading reading = Open(Main).Read();

        Open(Main).Exists.ShouldBeFalse();
        reading.StoreOrThrow().Profiles.ShouldBeEmpty();
        reading.Warnings.ShouldBeEmpty();
        reading.Own.ShouldBeNull();
    }

    [Fact]
    public void An_entry_that_is_no_profile_is_told_once()
    {
        Keep(Main, new StoreBuilder().Profile("zai:odd", new JsonObject { ["type"] = "passkey" }));

        Open(Main).Read().Warnings.ShouldHaveSingleItem().Message.ShouldContain("zai:odd");
        Open(Heir).Read().Warnings.ShouldHaveSingleItem().Message.ShouldContain("zai:odd");
    }

    [Fact]
    public void Everything_that_is_kept_is_read()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a").Token("zai:b").Order("zai", "zai:b").LastGood("zai", "zai:a").Usage("zai:a", errorCount: 2));

        AuthProfileStore view = Open(Main).Read().StoreOrThrow();

        Open(Main).Exists.ShouldBeTrue();
        view.Profiles.Select(profile => profile.Id).ShouldBe(["zai:a", "zai:b"]);
        view.Order(Zai).ShouldBe(["zai:b"]);
        view.LastGood("zai").ShouldBe("zai:a");
        view.Usage("zai:a").ErrorCount.ShouldBe(2);
    }

    [Fact]
    public void Reading_changes_nothing()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));
        string before = Fingerprint();

        Open(Main).Read();
        Open(Heir).Read();

        Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void What_cannot_be_read_is_told_and_never_an_empty_answer()
    {
        KeepUnreadable(Main);

        StoreReading reading = Open(Main).Read();

        reading.Errors.ShouldHaveSingleItem();
        Should.Throw<MoltbotException>(() => reading.StoreOrThrow()).Code.ShouldBe(ErrorCode.StoreUnreadable);
    }

    [Fact]
    public void What_cannot_be_read_of_the_main_agent_is_told_to_its_heirs()
    {
        KeepUnreadable(Main);
        Keep(Heir, new StoreBuilder().ApiKey("zai:own"));

        StoreReading reading = Open(Heir).Read();

        reading.Errors.ShouldHaveSingleItem();
        reading.Store.Find("zai:own").ShouldNotBeNull();
    }

    [Fact]
    public void What_an_agent_does_not_have_it_inherits()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a", "mains-a-of-zai").ApiKey("zai:b").ApiKey("xai:c").Order("xai", "xai:c"));
        Keep(Heir, new StoreBuilder().ApiKey("zai:a", "own-a-of-zai"));

        StoreReading reading = Open(Heir).Read();

        reading.Store.Find("zai:a")!.Key.Reveal().ShouldBe("own-a-of-zai");
        reading.Store.Find("zai:b").ShouldNotBeNull();
        reading.Store.Order(ProviderId.Parse("xai")).ShouldBe(["xai:c"]);
        reading.Main.Find("zai:a")!.Key.Reveal().ShouldBe("mains-a-of-zai");
    }

    [Fact]
    public void It_is_known_whose_each_profile_is()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b"));
        Keep(Heir, new StoreBuilder().ApiKey("zai:a"));

        StoreReading reading = Open(Heir).Read();

        reading.Store.Profiles.Where(reading.IsInherited).Select(profile => profile.Id).ShouldBe(["zai:b"]);
        (reading.Owns("zai:a"), reading.Owns("zai:b")).ShouldBe((true, false));
    }

    [Fact]
    public void All_that_an_agent_without_a_store_sees_is_inherited()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));

        StoreReading reading = Open(Heir).Read();

        reading.Store.Profiles.ShouldHaveSingleItem();
        reading.Store.Profiles.ShouldAllBe(profile => reading.IsInherited(profile));
    }

    [Fact]
    public void A_change_gives_back_what_is_read_then()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b"));

        AuthProfileStore committed = Commit(Main, own => own.WithOrder(Zai, ["zai:b"]));

        committed.Order(Zai).ShouldBe(["zai:b"]);
        Open(Main).Read().StoreOrThrow().ToJson().ToJsonString().ShouldBe(committed.ToJson().ToJsonString());
    }

    [Fact]
    public void A_change_starts_from_what_is_kept_now_and_not_from_what_was_read()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));
        IProfileStore store = Open(Main);
        store.Read();
        Keep(Main, new StoreBuilder().ApiKey("zai:a").ApiKey("zai:later"));

        store.Commit(new((own, view) => own.WithOrder(Zai, view.Profiles.Select(profile => profile.Id))), Cancellation);

        Open(Main).Read().StoreOrThrow().Order(Zai).ShouldBe(["zai:a", "zai:later"]);
    }

    [Fact]
    public void A_change_of_an_agent_leaves_the_main_agent_alone_and_copies_nothing_from_it()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));
        Keep(Heir, new StoreBuilder().ApiKey("zai:own"));

        Commit(Heir, own => own.WithOrder(Zai, ["zai:a", "zai:own"]));

        Open(Main).Read().StoreOrThrow().Order(Zai).ShouldBeNull();
        Open(Heir).Read().Owns("zai:a").ShouldBeFalse();
    }

    [Fact]
    public void An_agent_without_a_store_gets_one_by_a_change()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));

        Commit(Heir, own => own.WithOrder(Zai, ["zai:a"]));

        Open(Heir).Exists.ShouldBeTrue();
        Open(Heir).Read().StoreOrThrow().Order(Zai).ShouldBe(["zai:a"]);
    }

    [Fact]
    public void A_rule_that_refuses_changes_nothing()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));
        string before = Fingerprint();

        Should.Throw<InvalidOperationException>(() => Commit(Main, _ => throw new InvalidOperationException()));

        Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_rule_that_gives_back_the_same_writes_nothing()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));
        string before = Fingerprint();

        Commit(Main, own => own.WithoutOrder(Zai)).Find("zai:a").ShouldNotBeNull();

        Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void What_is_not_understood_survives_a_change()
    {
        JsonObject future = new() { ["type"] = "api_key", ["provider"] = "zai", ["key"] = "k", ["future"] = new JsonObject { ["a"] = 1 } };
        Keep(Main, new StoreBuilder().Profile("zai:a", future).Profile("zai:odd", new JsonObject { ["type"] = "passkey", ["x"] = "y" }));

        Commit(Main, own => own.WithOrder(Zai, ["zai:a"]));

        StoreReading reading = Open(Main).Read();
        reading.Store.Find("zai:a")!.Json.Member("future").Member("a").GetInt32().ShouldBe(1);
        reading.Owns("zai:odd").ShouldBeTrue();
    }

    [Fact]
    public void What_is_remembered_about_the_use_is_there_directly_after_its_change()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));

        Open(Main).Commit(StoreChange.OfUsage((own, _) => own.WithUsage("zai:a", new JsonObject { ["errorCount"] = 3 })), Cancellation);

        Open(Main).Read().StoreOrThrow().Usage("zai:a").ErrorCount.ShouldBe(3);
    }

    [Fact]
    public void What_cannot_be_read_is_not_changed()
    {
        KeepUnreadable(Main);
        string before = Fingerprint();

        Should.Throw<MoltbotException>(() => Commit(Main, own => own.WithOrder(Zai, ["zai:a"]))).Code.ShouldBe(ErrorCode.StoreUnreadable);

        Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Where_nothing_may_be_written_nothing_is_touched()
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));
        ForbidWriting();
        string before = Fingerprint();
        IProfileStore store = Open(Main);

        store.MayWrite.Refusal.ShouldNotBeNull();
        store.Read().MayWrite.Refusal!.Code.ShouldBe(store.MayWrite.Refusal.Code);
        Should.Throw<MoltbotException>(() => Commit(Main, own => own.WithOrder(Zai, ["zai:a"]))).Code.ShouldBe(store.MayWrite.Refusal.Code);
        Should.Throw<MoltbotException>(() => store.Rehearse(StoreChange.Of(own => own), Cancellation)).Code.ShouldBe(store.MayWrite.Refusal.Code);

        Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData(Main)]
    [InlineData(Heir)]
    public void A_rehearsal_changes_nothing(string agent)
    {
        Keep(Main, new StoreBuilder().ApiKey("zai:a"));
        string before = Fingerprint();
        bool wasAsked = false;

        Open(agent).Rehearse(
            StoreChange.Of(own =>
            {
                wasAsked = true;
                return own.WithOrder(Zai, ["zai:a"]);
            }),
            Cancellation);

        wasAsked.ShouldBeTrue();
        Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_rehearsal_finds_what_a_change_would_fail_of()
    {
        KeepUnreadable(Main);

        Should.Throw<MoltbotException>(() => Open(Main).Rehearse(StoreChange.Of(own => own), Cancellation)).Code.ShouldBe(ErrorCode.StoreUnreadable);
    }

    [Fact]
    public async Task Of_changes_at_once_none_is_lost()
    {
        const int Writers = 3;
        Keep(Main, new StoreBuilder());
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(writer => Task.Factory.StartNew(
            () => Commit(Main, own => own.WithOrder(ProviderId.Parse($"p{writer}"), [$"p{writer}:a"])),
            Cancellation,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];

        Task all = Task.WhenAll(writers);
        while (!all.IsCompleted)
        {
            LetTimePass();
            await Task.Yield();
        }

        await all;
        AuthProfileStore kept = Open(Main).Read().StoreOrThrow();
        Enumerable.Range(0, Writers).ShouldAllBe(writer => kept.Order(ProviderId.Parse($"p{writer}")) != null);
    }

    [Fact]
    public void A_place_is_told_for_people()
    {
        StorePlace place = Open(Main).Place;

        Path.IsPathFullyQualified(place.Path).ShouldBeTrue();
        place.ToString().ShouldContain(place.Path);
    }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The store of an agent; all agents but main inherit from main.</summary>
    private protected abstract IProfileStore Open(string agent);

    /// <summary>Makes an agent's store hold this.</summary>
    protected abstract void Keep(string agent, StoreBuilder content);

    /// <summary>Makes an agent's store something that cannot be read.</summary>
    protected abstract void KeepUnreadable(string agent);

    /// <summary>Makes the installation one in which nothing may be written.</summary>
    protected abstract void ForbidWriting();

    /// <summary>Tells any change of anything in the installation.</summary>
    protected abstract string Fingerprint();

    /// <summary>Lets those go on who wait for a lock.</summary>
    protected abstract void LetTimePass();

    /// <summary>Takes the installation away.</summary>
    protected abstract void Dispose(bool disposing);

    private AuthProfileStore Commit(string agent, Func<StoreContent, StoreContent> rule) => Open(agent).Commit(StoreChange.Of(rule), Cancellation);
}
