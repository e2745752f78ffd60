using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Renewing;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Renewing;

public sealed class SignInRenewalsTests : IDisposable
{
    private const string Id = "openai-codex:default";

    private readonly TemporaryInstallation installation = new();
    private readonly List<string> sent = [];
    private Func<AuthProfile, Task<Renewal>> provider;

    public SignInRenewalsTests() => provider = profile => Task.FromResult(Answer(profile, $"{profile.Refresh.Reveal()}+"));

    public void Dispose() => installation.Dispose();

    [Fact]
    public async Task A_sign_in_is_renewed_once_for_all_agents_that_hold_it()
    {
        installation.Store(SignIn("r1")).Store(SignIn("r1"), "ada").Store(SignIn("r1"), "bob");

        RenewedSignIn renewed = (await Renew("ada")).ShouldHaveSingleItem();

        sent.ShouldBe(["r1"]);
        renewed.Outcome.ShouldBe(RenewalOutcome.Renewed);
        renewed.Agents.ShouldBe(["main", "ada", "bob"], ignoreOrder: true);
        foreach (string agent in (string[])["main", "ada", "bob"])
            Stored(agent).Refresh.Reveal().ShouldBe("r1+");

        Records().ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_wanted_twice_is_sent_once()
    {
        installation.Store(SignIn("r1")).Store(SignIn("r1"), "ada");

        (await Renew("main", "ada")).ShouldAllBe(renewed => renewed.Outcome == RenewalOutcome.Renewed);

        sent.ShouldBe(["r1"]);
    }

    [Fact]
    public async Task A_sign_in_that_lasts_is_left_alone()
    {
        installation.Store(SignIn("r1", fresh: true));
        string before = File.ReadAllText(installation.StorePath());

        (await Renew("main")).ShouldHaveSingleItem().Outcome.ShouldBe(RenewalOutcome.Current);

        sent.ShouldBeEmpty();
        File.ReadAllText(installation.StorePath()).ShouldBe(before);
    }

    [Fact]
    public async Task Who_waited_takes_what_the_other_has_brought()
    {
        installation.Store(SignIn("r1")).Store(SignIn("r1"), "ada");
        SignInCopy[] wanted = Wanted("ada");
        installation.Store(SignIn("r2", fresh: true)).Store(SignIn("r2", fresh: true), "ada");

        (await Renew(wanted)).ShouldHaveSingleItem().Outcome.ShouldBe(RenewalOutcome.TakenOver);

        sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_a_gateway_renewed_for_one_agent_is_brought_to_the_others()
    {
        installation.Store(SignIn("r2", fresh: true, account: "a1")).Store(SignIn("r1", account: "a1"), "ada").Store(SignIn("r1", account: "a1"), "bob");

        (await Renew("bob")).ShouldHaveSingleItem().Outcome.ShouldBe(RenewalOutcome.TakenOver);

        sent.ShouldBeEmpty();
        Stored("ada").Refresh.Reveal().ShouldBe("r2");
        Stored("bob").Refresh.Reveal().ShouldBe("r2");
    }

    [Fact]
    public async Task Another_account_under_the_same_id_is_another_sign_in()
    {
        installation.Store(SignIn("r2", fresh: true, account: "a2")).Store(SignIn("r1", account: "a1"), "ada");

        (await Renew("ada")).ShouldHaveSingleItem().Outcome.ShouldBe(RenewalOutcome.Renewed);

        sent.ShouldBe(["r1"]);
        Stored("main").Refresh.Reveal().ShouldBe("r2");
    }

    [Fact]
    public async Task What_is_the_same_account_is_not_known_where_neither_says_so()
    {
        installation.Store(SignIn("r2", fresh: true)).Store(SignIn("r1"), "ada");

        await Renew("ada");

        sent.ShouldBe(["r1"]);
        Stored("main").Refresh.Reveal().ShouldBe("r2");
    }

    [Fact]
    public async Task Each_copy_keeps_what_only_it_has()
    {
        installation.Store(SignIn("r1", ("note", "main's"))).Store(SignIn("r1", ("note", "ada's")), "ada");

        await Renew("main");

        Stored("main").Json.Member("note").AsText().ShouldBe("main's");
        Stored("ada").Json.Member("note").AsText().ShouldBe("ada's");
        Stored("ada").Access.Reveal().ShouldBe("access of r1+");
    }

    [Fact]
    public async Task An_answer_that_could_not_be_stored_is_kept_and_taken_by_the_next_command()
    {
        installation.Store(SignIn("r1")).Store(SignIn("r1"), "ada");
        string ada = installation.StorePath("ada");
        string content = File.ReadAllText(ada);
        provider = profile =>
        {
            // Somebody ruins one of the stores while the answer is on its way.
            File.WriteAllText(ada, "{");
            return Task.FromResult(Answer(profile, "r2"));
        };

        MoltbotException error = (await Renew("main")).ShouldHaveSingleItem().ToError()!;

        string record = Records().ShouldHaveSingleItem();
        error.Code.ShouldBe(ErrorCode.StoreUnreadable);
        error.Message.ShouldContain(record);
        Unix.Mode(record).ShouldBe("600");

        File.WriteAllText(ada, content);
        (await Renew("ada")).ShouldHaveSingleItem().Outcome.ShouldBe(RenewalOutcome.TakenOver);
        sent.ShouldBe(["r1"]);
        Stored("main").Refresh.Reveal().ShouldBe("r2");
        Stored("ada").Refresh.Reveal().ShouldBe("r2");
        Records().ShouldBeEmpty();
    }

    [Fact]
    public async Task A_process_that_ends_between_the_answer_and_the_stores_loses_nothing()
    {
        installation.Store(SignIn("r1"));
        AuthProfile profile = Stored("main");
        NewRecords().Write(profile, new RenewalRecord(RenewalState.Answered, 0) { Changes = new JsonObject { ["refresh"] = "r2", ["access"] = "a2", ["expires"] = Later } });

        RenewedSignIn renewed = (await Renew("main")).ShouldHaveSingleItem();

        sent.ShouldBeEmpty();
        renewed.Outcome.ShouldBe(RenewalOutcome.TakenOver);
        Stored("main").Refresh.Reveal().ShouldBe("r2");
        renewed.ExpiresAt.ShouldBe(UnixTime.ToDateTime(Later));
    }

    [Fact]
    public async Task A_token_that_was_refused_is_not_sent_again_until_there_is_another()
    {
        installation.Store(SignIn("r1"));
        provider = _ => Task.FromResult(new Renewal(null, new SignInFailure(ErrorCode.RefreshTokenRejected, "the grant is gone", "Sign in again.")));

        (await Renew("main")).Single().ToError()!.Message.ShouldContain("the grant is gone");
        MoltbotException second = (await Renew("main")).Single().ToError()!;

        sent.ShouldBe(["r1"]);
        second.Code.ShouldBe(ErrorCode.RefreshTokenRejected);
        second.Message.ShouldContain("the grant is gone");
        second.Message.ShouldContain("Sign in again");
        Stored("main").Refresh.Reveal().ShouldBe("r1");

        installation.Store(SignIn("r2"));
        await Renew("main");
        sent.ShouldBe(["r1", "r2"]);
    }

    [Theory]
    [InlineData(HttpRequestError.ConnectionError, false)]
    [InlineData(HttpRequestError.ResponseEnded, true)]
    public async Task A_token_that_may_have_arrived_is_remembered(HttpRequestError problem, bool isRemembered)
    {
        installation.Store(SignIn("r1"));
        provider = _ => Task.FromResult(new Renewal(null, new SignInFailure(ErrorCode.NoAnswer, "nothing came", "Try again.") { Inner = new HttpRequestException(problem) }));

        (await Renew("main")).Single().Outcome.ShouldBe(RenewalOutcome.Failed);

        (Records().Length > 0).ShouldBe(isRemembered);
    }

    [Fact]
    public async Task A_new_refresh_token_is_stored_even_if_there_is_no_access_token_with_it()
    {
        installation.Store(SignIn("r1"));
        provider = profile => Task.FromResult(new Renewal(Answer(profile, "r2").Entry, new SignInFailure(ErrorCode.ProviderAnswerInvalid, "no access token", "Try again.")));

        (await Renew("main")).Single().ToError()!.Code.ShouldBe(ErrorCode.ProviderAnswerInvalid);

        Stored("main").Refresh.Reveal().ShouldBe("r2");
    }

    [Fact]
    public async Task Nothing_is_sent_as_long_as_a_store_cannot_be_read()
    {
        installation.Store(SignIn("r1"));
        SignInCopy[] wanted = Wanted("main");
        installation.Store("{", "ada");

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => Renew(wanted));

        error.Code.ShouldBe(ErrorCode.StoreUnreadable);
        error.Path.ShouldBe(installation.StorePath("ada"));
        sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_sent_where_the_answer_could_not_be_kept()
    {
        installation.Store(SignIn("r1")).File(".clawdbot/credentials", "a file in the place of the directory");

        (await Renew("main")).Single().ToError()!.Code.ShouldBe(ErrorCode.WriteFailed);

        sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_sign_in_that_was_removed_meanwhile_is_not_renewed()
    {
        installation.Store(SignIn("r1"));
        SignInCopy[] wanted = Wanted("main");
        installation.Store(new StoreBuilder());

        (await Renew(wanted)).Single().ToError()!.Code.ShouldBe(ErrorCode.ProfileNotFound);

        sent.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_cancelled_before_it_is_sent_leaves_nothing_behind()
    {
        installation.Store(SignIn("r1"));
        using CancellationTokenSource stop = new();
        await stop.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Renew(Wanted("main"), cancellation: stop.Token));

        sent.ShouldBeEmpty();
        Records().ShouldBeEmpty();
        Directory.Exists(installation.StorePath() + ".lock").ShouldBeFalse();
    }

    [Fact]
    public async Task An_answer_that_comes_after_a_cancellation_is_stored()
    {
        installation.Store(SignIn("r1"));
        using CancellationTokenSource stop = new();
        provider = async profile =>
        {
            await stop.CancelAsync();
            return Answer(profile, "r2");
        };

        await Renew(Wanted("main"), cancellation: stop.Token);

        Stored("main").Refresh.Reveal().ShouldBe("r2");
    }

    [Fact]
    public async Task Many_are_renewed_together_but_no_more_than_eight_at_once()
    {
        string[] ids = [.. Enumerable.Range(0, 20).Select(number => $"openai-codex:{number}")];
        StoreBuilder store = new();
        foreach (string id in ids)
            store.Profile(id, Entry($"r of {id}"));
        installation.Store(store);
        int running = 0;
        int most = 0;
        provider = async profile =>
        {
            most = Math.Max(most, Interlocked.Increment(ref running));
            await Task.Delay(20, TestContext.Current.CancellationToken);
            Interlocked.Decrement(ref running);
            return Answer(profile, "new");
        };

        (await Renew(Wanted("main"))).Count(renewed => renewed.Outcome == RenewalOutcome.Renewed).ShouldBe(20);

        most.ShouldBeInRange(2, 8);
        sent.Count.ShouldBe(20);
        sent.ShouldBeUnique();
    }

    [Fact]
    public async Task The_stores_are_locked_while_the_token_is_on_its_way()
    {
        installation.Store(SignIn("r1")).Store(SignIn("r1"), "ada").Store(SignIn("other", account: "a9"), "bob");
        string[] agents = ["main", "ada", "bob"];
        bool[] locked = [];
        provider = profile =>
        {
                locked = [.. agents.Select(agent => Directory.Exists(installation.StorePath(agent) + ".lock"))];
            return Task.FromResult(Answer(profile, "r2"));
        };

        await Renew("ada");

        locked.ShouldBe([true, true, false]);
    }

    private double Later => UnixTime.Now(installation.Time) + TimeSpan.FromHours(1).TotalMilliseconds;

    private StoreBuilder SignIn(string refresh, params (string Name, string Value)[] further) => new StoreBuilder().Profile(Id, Entry(refresh, further: further));

    private StoreBuilder SignIn(string refresh, bool fresh = false, string? account = null) => new StoreBuilder().Profile(Id, Entry(refresh, fresh, account));

    private JsonObject Entry(string refresh, bool fresh = false, string? account = null, params (string Name, string Value)[] further)
    {
        JsonObject entry = new()
        {
            ["type"] = "oauth",
            ["provider"] = "openai-codex",
            ["access"] = $"access of {refresh}",
            ["refresh"] = refresh,
            ["expires"] = fresh ? Later : 1,
        };
        if (account is not null)
            entry["accountId"] = account;
        foreach ((string name, string value) in further)
            entry[name] = value;

        return entry;
    }

    private Renewal Answer(AuthProfile profile, string refresh)
    {
        JsonObject entry = JsonText.ToNode(profile.Json)!.AsObject();
        entry["access"] = $"access of {refresh}";
        entry["refresh"] = refresh;
        entry["expires"] = Later;
        return new Renewal(entry, null);
    }

    private Task<IReadOnlyList<RenewedSignIn>> Renew(params string[] agents) => Renew(Wanted(agents));

    private Task<IReadOnlyList<RenewedSignIn>> Renew(SignInCopy[] wanted, CancellationToken? cancellation = null) =>
        NewRenewals().RenewAsync(wanted, profile => !SignIns.IsFresh(profile, UnixTime.Now(installation.Time)), cancellation ?? TestContext.Current.CancellationToken);

    private SignInCopy[] Wanted(params string[] agents) => [.. NewRenewals().Copies().Where(copy => agents.Contains(copy.Agent.Id.Value))];

    private SignInRenewals NewRenewals() => new([.. installation.Open().ContextsIn(new())], NewRecords(), Send, installation.Time);

    private Task<Renewal> Send(AuthProfile profile, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (sent)
            sent.Add(profile.Refresh.Reveal());

        return provider(profile);
    }

    private RenewalRecords NewRecords() => new(installation.Home[".clawdbot/credentials/renewals"]);

    private string[] Records() => Directory.Exists(installation.Home[".clawdbot/credentials/renewals"]) ? Directory.GetFiles(installation.Home[".clawdbot/credentials/renewals"]) : [];

    private AuthProfile Stored(string agent) => installation.Stored(agent).Find(Id)!;
}
