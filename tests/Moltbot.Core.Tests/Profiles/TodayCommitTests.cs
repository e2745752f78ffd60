using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>Which rows of a gateway's databases a change goes to (docs/gateway/later.md §2.3).</summary>
public sealed class TodayCommitTests : IDisposable
{
    private const string Main = "main";
    private const string Heir = "heir";
    private const string Shared = "shared";
    private const string Empty = """{"version":1,"profiles":{}}""";
    private static readonly ProviderId Zai = ProviderId.Parse("zai");

    /// <summary>The databases before anything is kept in them. To make them takes longer than a test does.</summary>
    private static readonly Lazy<IReadOnlyDictionary<string, byte[]>> Databases = new(MakeDatabases);

    private readonly TemporaryHome home = new();
    private readonly InstallationPaths paths;

    public TodayCommitTests()
    {
        paths = InstallationPaths.At(home[".openclaw"], home.Environment);
        foreach ((string place, byte[] content) in Databases.Value)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(PathOf(place))!);
            File.WriteAllBytes(PathOf(place), content);
        }
    }

    public void Dispose() => home.Dispose();

    [Fact]
    public void A_new_credential_of_the_main_agent_is_everybodys()
    {
        Commit(Main, own => own.WithProfile(Key("zai:a")));

        Store(Shared).ShouldBe(Profiles("zai:a"));
        (Store(Main), Store(Heir), State(Shared)).ShouldBe((null, null, null));
    }

    [Fact]
    public void A_new_credential_of_another_agent_is_its_own()
    {
        Commit(Heir, own => own.WithProfile(Key("zai:a")));

        Store(Heir).ShouldBe(Profiles("zai:a"));
        (Store(Main), Store(Shared)).ShouldBe((null, null));
    }

    [Fact]
    public void A_key_that_all_share_is_replaced_where_it_is()
    {
        Keep(Shared, Profiles("zai:a"));

        Commit(Heir, own => own.WithProfile(Key("zai:a", "new")));

        Store(Shared).ShouldBe(Profiles("zai:a").Replace("\"k\"", "\"new\"", StringComparison.Ordinal));
        Store(Heir).ShouldBeNull();
    }

    [Fact]
    public void A_token_is_put_before_the_one_that_all_share()
    {
        Keep(Shared, Profiles("zai:a"));

        Commit(Heir, own => own.WithProfile(new NewProfile("zai:a", Zai, AuthProfileKind.Token, new Secret("t"))));

        Store(Shared).ShouldBe(Profiles("zai:a"));
        Store(Heir)!.ShouldContain("\"token\":\"t\"");
    }

    [Theory]
    [InlineData(Main)]
    [InlineData(Heir)]
    public void What_an_agent_has_itself_is_replaced_there(string agent)
    {
        Keep(Shared, Profiles("zai:a"));
        Keep(agent, Profiles("zai:a"));

        Commit(agent, own => own.WithProfile(Key("zai:a", "new")));

        Store(Shared).ShouldBe(Profiles("zai:a"));
        Store(agent)!.ShouldContain("\"new\"");
    }

    [Theory]
    [InlineData(Main)]
    [InlineData(Heir)]
    public void An_order_is_the_agents_own_and_brings_an_empty_store_beside_it(string agent)
    {
        Keep(Shared, Profiles("zai:a", "zai:b"));

        Commit(agent, own => own.WithOrder(Zai, ["zai:b"]));

        (Store(agent), State(agent)).ShouldBe((Empty, """{"version":1,"order":{"zai":["zai:b"]}}"""));
        (Store(Shared), State(Shared)).ShouldBe((Profiles("zai:a", "zai:b"), null));
    }

    [Fact]
    public void An_order_of_the_main_agent_that_is_taken_away_is_so_wherever_it_is()
    {
        Keep(Shared, Profiles("zai:a"), """{"version":1,"order":{"Z.AI":["zai:a"],"xai":["xai:a"]}}""");
        Keep(Main, Empty, """{"version":1,"order":{"zai":["zai:a"]}}""");

        Commit(Main, own => own.WithoutOrder(Zai));

        State(Shared).ShouldBe("""{"version":1,"order":{"xai":["xai:a"]}}""");
        State(Main).ShouldBeNull();
    }

    [Fact]
    public void An_order_of_another_agent_that_is_taken_away_stays_with_those_who_share_theirs()
    {
        Keep(Shared, Profiles("zai:a"), """{"version":1,"order":{"zai":["zai:a"]}}""");
        Keep(Heir, Empty, """{"version":1,"order":{"zai":["zai:a"]}}""");

        Commit(Heir, own => own.WithoutOrder(Zai));

        State(Shared).ShouldBe("""{"version":1,"order":{"zai":["zai:a"]}}""");
        (Store(Heir), State(Heir)).ShouldBe((Empty, null));
    }

    [Fact]
    public void A_credential_that_goes_is_forgotten_with_its_use_its_places_in_orders_and_that_it_worked_last()
    {
        const string state = """{"version":1,"order":{"zai":["zai:a","zai:b"],"Z.AI":["zai:a"]},"lastGood":{"zai":"zai:a","xai":"xai:a"},"usageStats":{"zai:a":{"errorCount":1},"zai:b":{"errorCount":2}}}""";
        Keep(Shared, Profiles("zai:a", "zai:b", "xai:a"), state);
        Keep(Main, Empty, """{"version":1,"order":{"zai":["zai:a"]}}""");

        Commit(Main, own => own.WithoutProfile("zai:a"));

        Store(Shared).ShouldBe(Profiles("zai:b", "xai:a"));
        State(Shared).ShouldBe("""{"version":1,"order":{"zai":["zai:b"]},"lastGood":{"xai":"xai:a"},"usageStats":{"zai:b":{"errorCount":2}}}""");
        State(Main).ShouldBeNull();
    }

    [Fact]
    public void A_credential_that_another_agent_gives_up_stays_with_those_who_share_theirs()
    {
        const string state = """{"version":1,"order":{"zai":["zai:a"]},"lastGood":{"zai":"zai:a"}}""";
        Keep(Shared, Profiles("zai:a"), state);
        Keep(Heir, Profiles("zai:a"), """{"version":1,"order":{"zai":["zai:a","zai:b"]},"usageStats":{"zai:a":{"errorCount":1}}}""");

        Commit(Heir, own => own.WithoutProfile("zai:a"));

        (Store(Heir), Store(Shared)).ShouldBe((Empty, Profiles("zai:a")));
        (State(Heir), State(Shared)).ShouldBe(("""{"version":1,"order":{"zai":["zai:b"]}}""", state));
    }

    [Theory]
    [InlineData(Shared, Main, Shared)]
    [InlineData(Shared, Heir, Shared)]
    [InlineData(Main, Main, Main)]
    [InlineData(Heir, Heir, Heir)]
    public void What_is_remembered_of_a_credential_lies_beside_it(string owner, string agent, string place)
    {
        Keep(owner, Profiles("zai:a"));

        Commit(agent, own => own.WithUsage("zai:a", new JsonObject { ["errorCount"] = 1 }).WithLastGood("zai", "zai:a"));

        State(place).ShouldBe("""{"version":1,"lastGood":{"zai":"zai:a"},"usageStats":{"zai:a":{"errorCount":1}}}""");
        new[] { Shared, Main, Heir }.Count(other => State(other) is not null).ShouldBe(1);
    }

    [Fact]
    public void What_is_not_remembered_any_more_is_so_nowhere()
    {
        Keep(Shared, Profiles("zai:a"), """{"version":1,"usageStats":{"zai:a":{"errorCount":1}}}""");
        Keep(Main, Profiles("zai:a", "zai:b"), """{"version":1,"usageStats":{"zai:a":{"errorCount":3},"zai:b":{"errorCount":2}}}""");

        Commit(Main, own => own.WithoutUsage("zai:a"));

        State(Shared).ShouldBeNull();
        State(Main).ShouldBe("""{"version":1,"usageStats":{"zai:b":{"errorCount":2}}}""");
    }

    [Fact]
    public void With_each_change_what_is_remembered_of_others_credentials_goes_and_orders_stay()
    {
        Keep(Heir, Profiles("zai:a"), """{"version":1,"order":{"xai":["xai:gone"]},"lastGood":{"xai":"xai:gone","zai":"zai:a"},"usageStats":{"xai:gone":{"errorCount":1},"zai:a":{"errorCount":2},"inline-api-key:xai":{"errorCount":3}}}""");

        Commit(Heir, own => own.WithOrder(Zai, ["zai:a"]));

        State(Heir).ShouldBe("""{"version":1,"order":{"xai":["xai:gone"],"zai":["zai:a"]},"lastGood":{"zai":"zai:a"},"usageStats":{"zai:a":{"errorCount":2},"inline-api-key:xai":{"errorCount":3}}}""");
    }

    [Fact]
    public void A_state_without_credentials_does_not_begin_to_count()
    {
        TodayDatabase.Run(DatabaseOf(Heir), Row("auth_profile_state", "primary", """{"version":1,"order":{"xai":["xai:old"]}}"""));

        Commit(Heir, own => own.WithOrder(Zai, ["zai:a"]));

        State(Heir).ShouldBe("""{"version":1,"order":{"zai":["zai:a"]}}""");
    }

    [Theory]
    [InlineData("""{"type":"oauth","provider":"zai","access":"openclaw-oauth-refresh-fence:v1:pending:x","expires":1}""", true)]
    [InlineData("""{"type":"oauth","provider":"zai","access":"openclaw-oauth-refresh-fence:v1:failed:x","expires":1}""", false)]
    [InlineData("""{"type":"api_key","provider":"zai","key":"k","setup":{"replacement":true}}""", true)]
    public void What_the_gateway_is_at_or_keeps_for_later_is_neither_replaced_nor_removed(string entry, bool isRefused)
    {
        Keep(Shared, $$"""{"version":1,"profiles":{"zai:a":{{entry}} } }""");
        string before = home.Fingerprint();

        foreach (Func<StoreContent, StoreContent> change in new Func<StoreContent, StoreContent>[] { own => own.WithProfile(Key("zai:a")), own => own.WithoutProfile("zai:a") })
        {
            if (isRefused)
                Should.Throw<MoltbotException>(() => Commit(Main, change)).Code.ShouldBe(ErrorCode.SignInOfGateway);
            else
                Commit(Main, change);
        }

        (home.Fingerprint() == before).ShouldBe(isRefused);
    }

    [Fact]
    public void Where_the_main_agent_keeps_what_all_share_an_order_that_loses_a_credential_loses_it_there()
    {
        TodayDatabase.Run(paths.StateDatabasePath, "DELETE FROM config_machine_state WHERE state_key = 'auth.sharedStore'");
        Keep(Main, Profiles("zai:a", "zai:b"), """{"version":1,"order":{"zai":["zai:a","zai:b"]}}""");

        Commit(Main, own => own.WithoutProfile("zai:a"));

        (Store(Main), State(Main)).ShouldBe((Profiles("zai:b"), """{"version":1,"order":{"zai":["zai:b"]}}"""));
        Store(Shared).ShouldBeNull();
    }

    [Fact]
    public void An_order_that_all_share_and_that_is_repaired_gets_no_place_of_its_own()
    {
        Keep(Shared, Profiles("zai:a", "zai:b"), """{"version":1,"order":{"zai":["zai:gone","zai:b","zai:a"]}}""");

        Commit(Main, own => own.WithOrder(Zai, ["zai:b", "zai:a"]));

        State(Shared).ShouldBe("""{"version":1,"order":{"zai":["zai:b","zai:a"]}}""");
        Store(Main).ShouldBeNull();
    }

    [Fact]
    public void What_another_agent_makes_of_an_order_that_all_share_is_its_own()
    {
        const string state = """{"version":1,"order":{"zai":["zai:gone","zai:b"]}}""";
        Keep(Shared, Profiles("zai:b"), state);

        Commit(Heir, own => own.WithOrder(Zai, ["zai:b"]));

        (State(Heir), State(Shared)).ShouldBe(("""{"version":1,"order":{"zai":["zai:b"]}}""", state));
    }

    [Theory]
    [InlineData("zai:b", "zai:a")]
    [InlineData("zai:a")]
    [InlineData("zai:c")]
    public void An_order_that_is_another_is_the_main_agents_own(params string[] ids)
    {
        Keep(Shared, Profiles("zai:a", "zai:b"), """{"version":1,"order":{"zai":["zai:a","zai:b"]}}""");

        Commit(Main, own => own.WithOrder(Zai, ids));

        State(Shared).ShouldBe("""{"version":1,"order":{"zai":["zai:a","zai:b"]}}""");
        State(Main).ShouldNotBeNull();
    }

    [Fact]
    public void What_is_remembered_of_a_credential_of_its_own_is_not_written_beside_the_one_that_all_share()
    {
        Keep(Shared, Profiles("zai:a"), """{"version":1,"usageStats":{"zai:a":{"errorCount":1}}}""");
        Keep(Heir, Profiles("zai:a"));

        Commit(Heir, own => own.WithUsage("zai:a", new JsonObject { ["errorCount"] = 7 }));

        State(Heir).ShouldBe("""{"version":1,"usageStats":{"zai:a":{"errorCount":7}}}""");
        State(Shared).ShouldBe("""{"version":1,"usageStats":{"zai:a":{"errorCount":1}}}""");
    }

    [Fact]
    public void A_row_in_which_nothing_changes_is_not_written_again()
    {
        Keep(Shared, Profiles("zai:a"));

        Commit(Main, own => own.WithUsage("zai:a", new JsonObject { ["errorCount"] = 7 }));

        TodayDatabase.Ask(paths.StateDatabasePath, $"SELECT updated_at_ms FROM config_machine_state WHERE state_key = '{CellReading.StoreKey}'").ShouldBe("1");
        TodayDatabase.Ask(paths.StateDatabasePath, $"SELECT updated_at_ms FROM config_machine_state WHERE state_key = '{CellReading.StateKey}'").ShouldNotBe("1");
    }

    /// <summary>In which database there are credentials, who looks, and where a person would.</summary>
    [Theory]
    [InlineData(Shared, Main, Shared)]
    [InlineData(Shared, Heir, Shared)]
    [InlineData(Heir, Heir, Heir)]
    [InlineData(Heir, Main, Shared)]
    [InlineData(Main, Main, Main)]
    [InlineData(Main, Heir, Shared)]
    [InlineData("main, which all share", Main, Main)]
    [InlineData("main, which all share", Heir, Main)]
    public void A_person_looks_where_the_agent_has_its_credentials_or_where_all_have_them(string kept, string agent, string place)
    {
        if (kept.StartsWith("main,", StringComparison.Ordinal))
            TodayDatabase.Run(paths.StateDatabasePath, "DELETE FROM config_machine_state WHERE state_key = 'auth.sharedStore'");
        Keep(kept.Split(',')[0], Profiles("zai:a"));

        IProfileStore store = Open(agent);

        store.Place.Path.ShouldBe(PathOf(place));
        store.Exists.ShouldBe(kept == agent || agent == Main && kept != Heir);
    }

    [Fact]
    public void What_the_main_agent_has_itself_is_a_part_of_what_it_sees()
    {
        Keep(Shared, Profiles("zai:a"));
        Keep(Main, Profiles("zai:b"));

        Open(Main).Read().Main.Profiles.Select(profile => profile.Id).ShouldBe(["zai:b", "zai:a"]);
        Open(Heir).Read().Main.Profiles.Select(profile => profile.Id).ShouldBe(["zai:a"]);
    }

    [Fact]
    public void A_database_that_an_agent_does_not_look_into_is_not_in_its_way()
    {
        Keep(Shared, Profiles("zai:a"));
        File.WriteAllText(DatabaseOf(Main), "no database");

        Open(Heir).Read().StoreOrThrow().Find("zai:a").ShouldNotBeNull();
    }

    [Theory]
    [InlineData("auth-profiles.json")]
    [InlineData("auth.json")]
    public void A_file_of_January_stops_the_agent_whose_it_is(string file)
    {
        File.WriteAllText(Path.Combine(paths.AgentDirectory(AgentId.Parse(Heir)), file), "{}");

        Open(Heir).Read().Errors.ShouldHaveSingleItem();
        Open(Main).Read().Errors.ShouldBeEmpty();
    }

    [Fact]
    public void A_file_of_January_that_is_everybodys_stops_the_main_agent()
    {
        home.Write(".openclaw/credentials/oauth.json", "{}");

        Open(Main).Read().Errors.ShouldHaveSingleItem();
    }

    [Fact]
    public void Where_the_shared_credentials_are_not_found_nothing_is_changed_or_made()
    {
        File.Delete(DatabaseOf(Main));
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(paths.StateDatabasePath)!))
            File.Delete(file);
        string before = home.Fingerprint();

        Should.Throw<MoltbotException>(() => Commit(Heir, own => own.WithProfile(Key("zai:a"))));

        home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void What_is_not_an_installation_of_today_any_more_is_not_changed()
    {
        IProfileStore store = new TodayStore(TodayPlaces.Of(paths, paths.AgentDirectory(AgentId.Main)), () => InstallationLayout.Of(InstallationPaths.At(home[".clawdbot"], home.Environment)), TimeProvider.System);

        Should.Throw<MoltbotException>(() => store.Commit(StoreChange.Of(own => own.WithProfile(Key("zai:a"))), TestContext.Current.CancellationToken));

        Store(Shared).ShouldBeNull();
    }

    [Fact]
    public void Quarantine_is_nothing_to_a_database_that_is_not_there()
    {
        TodayDatabase.Run(
            home[".openclaw/state/openclaw-quarantine.sqlite"],
            "CREATE TABLE quarantined_databases (path TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL, quarantined_at INTEGER NOT NULL) STRICT",
            "INSERT INTO quarantined_databases VALUES ('/elsewhere', 'agent', 'damaged', 1)");
        File.Delete(DatabaseOf(Heir));
        Keep(Shared, Profiles("zai:a"));

        Open(Heir).Read().StoreOrThrow().Find("zai:a").ShouldNotBeNull();
    }

    /// <summary>Whether the change is one of credentials and whether it changes anything, and whether a gateway that runs has to be told.</summary>
    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    public void A_gateway_that_runs_is_to_be_told_of_credentials_that_are_others(bool isLasting, bool isChange, bool isNoted)
    {
        Keep(Shared, Profiles("zai:a"));
        home.Write(".openclaw/tmp/openclaw-1/gateway.state.lock", $$"""{"pid":{{Environment.ProcessId}}}""");
        UnnoticedChange unnoticed = new();
        IProfileStore store = new TodayStore(TodayPlaces.Of(paths, paths.AgentDirectory(AgentId.Main)), () => InstallationLayout.Of(paths), TimeProvider.System, unnoticed);
        StoreRule rule = (own, _) => isChange ? own.WithUsage("zai:a", new JsonObject { ["errorCount"] = 1 }) : own;

        store.Commit(isLasting ? new StoreChange(rule) : StoreChange.OfUsage(rule), TestContext.Current.CancellationToken);

        (unnoticed.AdviceFor(home[".openclaw"]) is not null).ShouldBe(isNoted);
    }

    private IProfileStore Open(string agent) =>
        new TodayStore(TodayPlaces.Of(paths, paths.AgentDirectory(AgentId.Parse(agent))), () => InstallationLayout.Of(paths), TimeProvider.System);

    private void Commit(string agent, Func<StoreContent, StoreContent> rule) => Open(agent).Commit(StoreChange.Of(rule), TestContext.Current.CancellationToken);

    private static NewProfile Key(string id, string key = "k") => new(id, Zai, AuthProfileKind.ApiKey, new Secret(key));

    private static string Profiles(params string[] ids)
    {
        JsonObject profiles = [];
        foreach (string id in ids)
            profiles[id] = new JsonObject { ["type"] = "api_key", ["provider"] = id.Split(':')[0], ["key"] = "k" };

        return JsonText.WriteCompact(new JsonObject { ["version"] = 1, ["profiles"] = profiles });
    }

    private static Dictionary<string, byte[]> MakeDatabases()
    {
        using TemporaryHome home = new();
        TodayDatabase.MakeState(home[Shared]);
        TodayDatabase.MakeAgent(home[Main], Main);
        TodayDatabase.MakeAgent(home[Heir], Heir);
        return new[] { Shared, Main, Heir }.ToDictionary(place => place, place => File.ReadAllBytes(home[place]));
    }

    private void Keep(string place, string store, string? state = null)
    {
        bool isShared = place == Shared;
        TodayDatabase.Run(PathOf(place), isShared ? Row("config_machine_state", CellReading.StoreKey, store) : Row("auth_profile_store", CellReading.PrimaryKey, store));
        if (state is not null)
            TodayDatabase.Run(PathOf(place), isShared ? Row("config_machine_state", CellReading.StateKey, state) : Row("auth_profile_state", CellReading.PrimaryKey, state));
    }

    private string? Store(string place) => TodayDatabase.Ask(PathOf(place), place == Shared
        ? $"SELECT value_json FROM config_machine_state WHERE state_key = '{CellReading.StoreKey}'"
        : "SELECT store_json FROM auth_profile_store");

    private string? State(string place) => TodayDatabase.Ask(PathOf(place), place == Shared
        ? $"SELECT value_json FROM config_machine_state WHERE state_key = '{CellReading.StateKey}'"
        : "SELECT state_json FROM auth_profile_state");

    private string PathOf(string place) => place == Shared ? paths.StateDatabasePath : DatabaseOf(place);

    private string DatabaseOf(string agent) => Path.Combine(paths.AgentDirectory(AgentId.Parse(agent)), "openclaw-agent.sqlite");

    private static string Row(string table, string key, string cell) => $"INSERT OR REPLACE INTO {table} VALUES ('{key}', '{cell}', 1)";
}
