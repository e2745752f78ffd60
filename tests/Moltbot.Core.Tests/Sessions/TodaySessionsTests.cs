using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Sessions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Sessions;

/// <summary>The sessions of a gateway of today: rows of an agent's database, read at any time and changed while no gateway runs.</summary>
public sealed class TodaySessionsTests : IDisposable
{
    private const string Main = "agent:main:main";
    private readonly TemporaryInstallation installation = new();

    public TodaySessionsTests()
    {
        Configure("""{"agents":{"defaults":{"model":"anthropic/claude-opus-4-7"},"ownership":"explicit","entries":{"main":{},"work":{}}}}""");
        TodayDatabase.MakeAgent(Database(), "main");
        TodayDatabase.MakeAgent(Database("work"), "work", store: new StoreBuilder().ApiKey("anthropic:own").ToText());
        Store(state: null);
    }

    public void Dispose() => installation.Dispose();

    [Fact]
    public void Sessions_are_read_with_their_pins_and_nothing_is_left_behind()
    {
        Session("""{"sessionId":"s","updatedAt":1760000000000,"providerOverride":"openai","modelOverride":"gpt-5.5","authProfileOverride":"openai:x","authProfileOverrideSource":"user-link"}""");
        string before = installation.Home.Trace();

        SessionModel session = Read();

        (session.Model, session.ProfileId, session.PinnedBy, session.PinState, session.NextProfileId).ShouldBe(("openai/gpt-5.5", "openai:x", PinSource.User, PinState.Holds, "openai:x"));
        (session.SessionId, session.Path, session.UpdatedAt!.Value.ToUnixTimeMilliseconds()).ShouldBe(("s", Database(), 1760000000000));
        installation.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void An_agent_without_a_database_has_no_sessions()
    {
        File.Delete(Database("work"));

        installation.Open().GetAgent("work").Sessions.Read().Keys.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("~/elsewhere/{agentId}.json", "elsewhere/main.sqlite")]
    [InlineData("~/elsewhere/sessions.json", "elsewhere/openclaw-agent.sqlite")]
    [InlineData("~/elsewhere/all.json", "elsewhere/all.sqlite")]
    [InlineData("~/elsewhere/mine.sqlite", "elsewhere/mine.sqlite")]
    public void The_configuration_can_have_sessions_kept_elsewhere(string configured, string path)
    {
        Configure($$"""{"session":{"store":"{{configured}}"} }""");
        TodayDatabase.MakeAgent(installation.Home[path], "main");
        TodayDatabase.AddSession(installation.Home[path], Main, "{}");

        Read().Path.ShouldBe(installation.Home[path]);
    }

    [Fact]
    public void Agents_that_would_share_a_database_have_one_each()
    {
        Configure("""{"session":{"store":"~/elsewhere/all.json"}}""");
        TodayDatabase.MakeAgent(installation.Home["elsewhere/all.sqlite"], "main");
        TodayDatabase.MakeAgent(installation.Home["elsewhere/all.work.sqlite"], "work");

        installation.Agent("work").Sessions.StorePath.ShouldBe(installation.Home["elsewhere/all.work.sqlite"]);
        installation.Agent("main").Sessions.StorePath.ShouldBe(installation.Home["elsewhere/all.sqlite"]);
    }

    [Fact]
    public void What_is_no_entry_is_passed_over()
    {
        Session("""{"sessionId":"s","updatedAt":1}""");
        TodayDatabase.AddSession(Database(), "agent:main:odd", "[1]");
        TodayDatabase.AddSession(Database(), "agent:main:broken", "{");

        installation.Agent("main").Sessions.Read().Keys.ShouldBe([Main]);
    }

    [Fact]
    public void A_profile_of_a_secondary_agents_own_can_be_pinned()
    {
        TodayDatabase.AddSession(Database("work"), "agent:work:main", """{"authProfileOverride":"anthropic:own","authProfileOverrideSource":"user"}""");

        installation.Agent("work").Sessions.Read().Get("main").PinState.ShouldBe(PinState.Holds);
    }

    [Fact]
    public void A_persons_pin_stays_when_its_credential_has_gone_and_it_is_said_that_messages_fail()
    {
        Session("""{"authProfileOverride":"anthropic:gone","authProfileOverrideSource":"user"}""");

        SessionModel session = Read();

        (session.PinState, session.NextProfileId).ShouldBe((PinState.Holds, null));
        session.Reason!.ShouldContain("anthropic:gone does not exist");
        session.Reason!.ShouldContain("fails");
    }

    [Theory]
    [InlineData("openai:x", "user", PinProblem.ProfileOfOtherProvider)]
    [InlineData("openai:gone", "user", PinProblem.ProfileMissing)]
    [InlineData("anthropic:gone", "auto", PinProblem.ProfileMissing)]
    public void A_pin_that_no_message_could_use_is_stale(string profileId, string source, PinProblem problem)
    {
        Session($$"""{"authProfileOverride":"{{profileId}}","authProfileOverrideSource":"{{source}}"}""");

        (Read().Problem, Read().IsStale).ShouldBe((problem, true));
    }

    [Theory]
    [InlineData("user", PinProblem.None)]
    [InlineData("auto", PinProblem.ProfileNotTried)]
    public void An_order_takes_away_the_gateways_own_pins_alone(string source, PinProblem problem)
    {
        Store("""{"version":1,"order":{"anthropic":["anthropic:a"]}}""");
        Session($$"""{"authProfileOverride":"anthropic:b","authProfileOverrideSource":"{{source}}"}""");

        Read().Problem.ShouldBe(problem);
    }

    [Theory]
    [InlineData("""{"anthropic:a":{"cooldownUntil":8000000000000,"cooldownReason":"auth"}}""", "anthropic:b")]
    [InlineData("""{"anthropic:a":{"cooldownUntil":8000000000000,"cooldownReason":"rate_limit","cooldownModel":"claude-opus-4-7"}}""", "anthropic:b")]
    [InlineData("""{"anthropic:a":{"cooldownUntil":8000000000000,"cooldownReason":"rate_limit","cooldownModel":"claude-haiku-4-5"}}""", "anthropic:a")]
    [InlineData("""{"anthropic:a":{"blockedUntil":8000000000000,"blockedScope":"model","blockedModel":"claude-haiku-4-5"}}""", "anthropic:a")]
    [InlineData("""{"anthropic:a":{"cooldownUntil":8000000000000},"anthropic:b":{"disabledUntil":8000000000000}}""", null)]
    public void The_gateways_own_pin_moves_on_when_it_cannot_be_used_for_the_sessions_model(string usage, string? next)
    {
        Store($$"""{"version":1,"usageStats":{{usage}}}""");
        Session("""{"model":"claude-opus-4-7","authProfileOverride":"anthropic:a","authProfileOverrideSource":"auto","compactionCount":3}""");

        Read().NextProfileId.ShouldBe(next);
    }

    [Theory]
    [InlineData("""{"rate_limit":2}""", "anthropic:b")]
    [InlineData("""{"billing":2}""", "anthropic:a")]
    public void The_gateways_own_pin_goes_back_to_a_profile_that_was_refused_for_its_rate(string failures, string next)
    {
        Store($$"""{"version":1,"order":{"anthropic":["anthropic:b","anthropic:a"]},"usageStats":{"anthropic:b":{"failureCounts":{{failures}} } } }""");
        Session("""{"authProfileOverride":"anthropic:a","authProfileOverrideSource":"auto"}""");

        Read().NextProfileId.ShouldBe(next);
    }

    [Fact]
    public void A_new_session_keeps_what_a_person_has_chosen()
    {
        Session("""{"providerOverride":"openai","modelOverride":"gpt-5.5","modelOverrideSource":"user","authProfileOverride":"openai:x","authProfileOverrideSource":"user"}""");
        TodayDatabase.AddSession(Database(), "agent:main:other", """{"providerOverride":"openai","modelOverride":"gpt-5.5","modelOverrideSource":"auto","authProfileOverride":"openai:x","authProfileOverrideSource":"auto"}""");

        SessionModels sessions = installation.Agent("main").Sessions.Read();

        (sessions.Get(Main, asNewSession: true).Model, sessions.Get(Main, asNewSession: true).ProfileId).ShouldBe(("openai/gpt-5.5", "openai:x"));
        (sessions.Get("agent:main:other", asNewSession: true).Model, sessions.Get("agent:main:other", asNewSession: true).ProfileId).ShouldBe(("anthropic/claude-opus-4-7", null));
    }

    [Theory]
    [InlineData("""{"allow":["openai/*"]}""", "openai/gpt-5.5", true)]
    [InlineData("""{"allow":["fast"]}""", "openai/gpt-5.5-mini", true)]
    [InlineData("""{"allow":["openai/gpt-5.5-mini"]}""", "openai/gpt-5.5", false)]
    [InlineData("""{"allow":[]}""", "openai/gpt-5.5", true)]
    public void A_list_of_models_can_name_a_whole_provider_or_an_alias(string policy, string model, bool isAllowed)
    {
        Configure($$"""{"agents":{"defaults":{"model":"anthropic/claude-opus-4-7","modelPolicy":{{policy}},"models":{"openai/gpt-5.5-mini":{"alias":"fast"} } } } }""");
        Session($$"""{"providerOverride":"openai","modelOverride":"{{model["openai/".Length..]}}"}""");

        Read().Problem.ShouldBe(isAllowed ? PinProblem.None : PinProblem.ModelNotAllowed);
    }

    [Fact]
    public void Any_model_of_a_provider_that_is_named_as_a_whole_can_be_chosen_and_no_other()
    {
        Configure("""{"agents":{"defaults":{"model":"anthropic/claude-opus-4-7","modelPolicy":{"allow":["openai/*"]}}}}""");
        Session("""{"sessionId":"s","updatedAt":1}""");

        Pin("openai/gpt-9");

        Read().Model.ShouldBe("openai/gpt-9");
        Should.Throw<MoltbotException>(() => Pin("google/gemini-2.5-flash")).Code.ShouldBe(ErrorCode.ModelNotAllowed);
    }

    [Fact]
    public void An_agents_own_list_of_models_takes_the_place_of_the_common_one()
    {
        Configure("""{"agents":{"defaults":{"model":"anthropic/claude-opus-4-7","modelPolicy":{"allow":["anthropic/*"]}},"entries":{"main":{"modelPolicy":{"allow":["openai/*"]}}}}}""");
        Session("""{"providerOverride":"openai","modelOverride":"gpt-5.5"}""");

        Read().Problem.ShouldBe(PinProblem.None);
    }

    [Fact]
    public void A_pin_changes_the_row_and_leaves_the_rest_of_it_as_it_is_written()
    {
        Session("""{"sessionId":"s","odd":1.50,"updatedAt":1,"model":"claude-opus-4-7","modelProvider":"anthropic","contextTokens":5,"authProfileOverrideCompactionCount":2,"other":{"deep":[1,2]}}""");
        TodayDatabase.AddSession(Database(), "agent:main:other", """{"a":  1}""");

        Pin("openai/gpt-5.5@openai:x");

        string entry = Entry();
        entry.ShouldContain("""{"sessionId":"s","odd":1.50,""");
        entry.ShouldContain(""","other":{"deep":[1,2]}""");
        JsonNode pinned = JsonNode.Parse(entry)!;
        (pinned["providerOverride"].AsText(), pinned["modelOverride"].AsText(), pinned["modelOverrideSource"].AsText(), pinned["modelOverrideRouteResolution"].AsText()).ShouldBe(("openai", "gpt-5.5", "user", "resolved"));
        (pinned["authProfileOverride"].AsText(), pinned["authProfileOverrideSource"].AsText()).ShouldBe(("openai:x", "user"));
        foreach (string forgotten in new[] { "model", "modelProvider", "contextTokens", "authProfileOverrideCompactionCount" })
            pinned[forgotten].ShouldBeNull();
        Entry("agent:main:other").ShouldBe("""{"a":  1}""");
    }

    /// <summary>A row without its mark keeps the gateway's own commands from reading any session.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    [InlineData(-1)]
    public void The_time_of_a_pin_stands_in_the_row_which_is_as_valid_as_it_was(int mark)
    {
        Session("""{"sessionId":"s","updatedAt":1}""");
        TodayDatabase.Run(Database(), $"UPDATE session_nodes SET entry_valid = {mark.ToString(CultureInfo.InvariantCulture)}");

        Pin("openai/gpt-5.5");

        string now = TestClock.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        JsonNode.Parse(Entry())!["updatedAt"].AsNumber().ShouldBe(double.Parse(now, CultureInfo.InvariantCulture));
        TodayDatabase.Ask(Database(), $"SELECT updated_at || ' ' || entry_valid FROM session_nodes WHERE session_key = '{Main}'").ShouldBe($"{now} {(mark == 1 ? 1 : 0)}");
        TodayDatabase.Ask(Database(), "SELECT session_key FROM session_canonical_validation_pending").ShouldBe(Main);
        TodayDatabase.Ask(Database(), "PRAGMA integrity_check").ShouldBe("ok");
    }

    [Theory]
    [InlineData("anthropic/claude-sonnet-5", "anthropic:b")]
    [InlineData("openai/gpt-5.5", null)]
    public void A_pin_to_a_profile_stays_with_a_model_of_its_provider(string model, string? profileId)
    {
        Session("""{"authProfileOverride":"anthropic:b","authProfileOverrideSource":"user"}""");

        Pin(model);

        JsonNode.Parse(Entry())!["authProfileOverride"].AsText().ShouldBe(profileId);
    }

    [Fact]
    public void Pins_are_taken_away_with_all_that_belongs_to_them()
    {
        Session("""{"sessionId":"s","providerOverride":"openai","modelOverride":"gpt-5.5","modelOverrideSource":"user","modelOverrideRouteResolution":"resolved","authProfileOverride":"openai:x","authProfileOverrideSource":"user","updatedAt":1}""");

        installation.Agent("main").Sessions.Unpin([Main], TestContext.Current.CancellationToken);

        JsonNode.Parse(Entry())!.AsObject().Select(member => member.Key).ShouldBe(["sessionId", "updatedAt"]);
    }

    [Fact]
    public void What_would_change_nothing_writes_nothing()
    {
        Session("""{"sessionId":"s","updatedAt":1}""");
        string before = installation.Home.Trace();

        installation.Agent("main").Sessions.Unpin([Main], TestContext.Current.CancellationToken);

        installation.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void A_session_that_the_gateway_has_not_made_is_not_made()
    {
        Should.Throw<MoltbotException>(() => Pin("openai/gpt-5.5")).Code.ShouldBe(ErrorCode.SessionNotFound);

        TodayDatabase.Ask(Database(), "SELECT count(*) FROM session_nodes").ShouldBe("0");
    }

    [Fact]
    public void While_a_gateway_runs_its_sessions_are_read_and_not_changed()
    {
        Session("""{"sessionId":"s","updatedAt":1}""");
        installation.File(".openclaw/tmp/openclaw-0/gateway.state.lock", $$"""{"pid":{{System.Environment.ProcessId.ToString(CultureInfo.InvariantCulture)}}}""");
        string before = installation.Home.Trace();

        MoltbotException error = Should.Throw<MoltbotException>(() => Pin("openai/gpt-5.5"));

        error.Code.ShouldBe(ErrorCode.GatewayRunning);
        error.Message.ShouldContain("openclaw gateway call sessions.patch");
        installation.Home.Trace().ShouldBe(before);
        Read().SessionKey.ShouldBe(Main);
    }

    [Fact]
    public void Where_nobody_can_tell_whether_a_gateway_runs_nothing_is_changed()
    {
        Session("""{"sessionId":"s","updatedAt":1}""");
        installation.File(".openclaw/tmp/openclaw-0/gateway.state.lock", "{");

        Should.Throw<MoltbotException>(() => Pin("openai/gpt-5.5")).Code.ShouldBe(ErrorCode.GatewayRunning);

        JsonNode.Parse(Entry())!["modelOverride"].ShouldBeNull();
    }

    [Fact]
    public void A_gateway_that_is_gone_is_in_nobodys_way()
    {
        Session("""{"sessionId":"s","updatedAt":1}""");
        installation.File(".openclaw/tmp/openclaw-0/gateway.state.lock", """{"pid":2147483646}""");

        Pin("openai/gpt-5.5");

        JsonNode.Parse(Entry())!["modelOverride"].AsText().ShouldBe("gpt-5.5");
    }

    [Fact]
    public void A_session_whose_model_is_locked_is_left_alone()
    {
        Session("""{"sessionId":"s","updatedAt":1,"modelSelectionLocked":true}""");

        Should.Throw<MoltbotException>(() => Pin("openai/gpt-5.5")).Code.ShouldBe(ErrorCode.SessionModelLocked);
    }

    [Fact]
    public void Where_the_file_of_an_older_gateway_waits_nobody_says_which_sessions_there_are()
    {
        Session("""{"sessionId":"s","updatedAt":1}""");
        string older = installation.Home.Write(".openclaw/agents/main/sessions/sessions.json", "{}");

        MoltbotException error = Should.Throw<MoltbotException>(() => Read());

        (error.Code, error.Path).ShouldBe((ErrorCode.MigrationPending, older));
        error.Message.ShouldContain("openclaw doctor --fix");
    }

    [Fact]
    public void Sessions_of_a_newer_gateway_are_read_and_not_changed()
    {
        Session("""{"sessionId":"s","updatedAt":1}""");
        TodayDatabase.Run(Database(), "PRAGMA user_version=24");

        Read().SessionKey.ShouldBe(Main);
        Should.Throw<MoltbotException>(() => Pin("openai/gpt-5.5")).Code.ShouldBe(ErrorCode.GatewayTooNew);
    }

    [Fact]
    public void Removing_a_profile_tells_of_the_sessions_that_are_pinned_to_it()
    {
        Session("""{"authProfileOverride":"anthropic:b","authProfileOverrideSource":"user"}""");

        installation.Agent("main").Profiles.Remove("anthropic:b", TestContext.Current.CancellationToken).Pins.ShouldHaveSingleItem().SessionKey.ShouldBe(Main);
    }

    private string Database(string agent = "main") => installation.Home[$".openclaw/agents/{agent}/agent/openclaw-agent.sqlite"];

    private void Configure(string text) => installation.File(".openclaw/openclaw.json", text);

    private void Store(string? state)
    {
        string path = installation.Home[".openclaw/state/openclaw.sqlite"];
        foreach (string file in new[] { path, path + "-wal", path + "-shm" }.Where(File.Exists))
            File.Delete(file);

        TodayDatabase.MakeState(path, store: new StoreBuilder().ApiKey("anthropic:a").ApiKey("anthropic:b").ApiKey("openai:x").ToText(), state: state);
    }

    private void Session(string entry) => TodayDatabase.AddSession(Database(), Main, entry);

    private SessionModel Read() => installation.Agent("main").Sessions.Read().Get("main");

    private string Entry(string key = Main) => TodayDatabase.Ask(Database(), $"SELECT entry_json FROM session_nodes WHERE session_key = '{key}'")!;

    private void Pin(string choice) => installation.Agent("main").Sessions.Pin([Main], SessionChoice.Parse(choice), TestContext.Current.CancellationToken);
}
