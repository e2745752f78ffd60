using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Sessions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Sessions;

public sealed class AgentSessionsTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    public AgentSessionsTests() => installation
        .Configuration(new ConfigurationBuilder().Agent("main").Agent("work"))
        .Store(new StoreBuilder().ApiKey("anthropic:a").ApiKey("anthropic:b").ApiKey("openai:x"));

    public void Dispose() => installation.Dispose();

    [Fact]
    public void A_session_without_pins_uses_the_default_model_and_the_first_profile()
    {
        SessionModel session = Session("""{ "sessionId": "s" }""");

        (session.Model, session.NextProfileId, session.PinState).ShouldBe(("anthropic/claude-opus-4-5", "anthropic:a", PinState.None));
    }

    [Theory]
    [InlineData("anthropic:b", PinProblem.None)]
    [InlineData("anthropic:gone", PinProblem.ProfileMissing)]
    [InlineData("openai:x", PinProblem.ProfileOfOtherProvider)]
    public void A_persons_pin_holds_if_the_profile_is_there_for_the_model(string profileId, PinProblem problem)
    {
        SessionModel session = Session($$"""{ "authProfileOverride": "{{profileId}}", "authProfileOverrideSource": "user" }""");

        (session.Problem, session.PinnedBy, session.IsStale).ShouldBe((problem, PinSource.User, problem != PinProblem.None));
        session.NextProfileId.ShouldBe(problem == PinProblem.None ? profileId : "anthropic:a");
    }

    [Fact]
    public void A_pin_to_a_profile_that_the_order_leaves_out_is_stale()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:a").ApiKey("anthropic:b").Order("anthropic", "anthropic:a"));

        SessionModel session = Session("""{ "authProfileOverride": "anthropic:b" }""");

        session.Problem.ShouldBe(PinProblem.ProfileNotTried);
        session.Reason!.ShouldContain("the order override in the store does not name it");
    }

    [Fact]
    public void A_pin_to_a_secondary_agents_own_profile_does_not_hold()
    {
        installation.Store(new StoreBuilder().ApiKey("anthropic:own"), "work");

        Session("""{ "authProfileOverride": "anthropic:own" }""", "work").Problem.ShouldBe(PinProblem.ProfileNotInMain);
    }

    [Fact]
    public void The_gateways_own_pin_moves_on_when_the_history_was_compacted()
    {
        SessionModel session = Session("""{ "authProfileOverride": "anthropic:a", "authProfileOverrideSource": "auto", "authProfileOverrideCompactionCount": 1, "compactionCount": 2 }""");

        (session.PinState, session.NextProfileId).ShouldBe((PinState.Moves, "anthropic:b"));
    }

    [Fact]
    public void A_model_that_is_not_allowed_takes_both_pins_with_it()
    {
        installation.Configuration(new ConfigurationBuilder().Allow("anthropic/claude-opus-4-5"));

        SessionModel session = Session("""{ "providerOverride": "openai", "modelOverride": "gpt-5.2", "authProfileOverride": "openai:x" }""");

        (session.Problem, session.Model).ShouldBe((PinProblem.ModelNotAllowed, "anthropic/claude-opus-4-5"));
    }

    [Fact]
    public void A_thread_uses_the_model_of_the_session_that_it_belongs_to()
    {
        Write("main", """{ "agent:main:x": { "providerOverride": "openai", "modelOverride": "gpt-4o" }, "agent:main:x:thread:1": {} }""");

        SessionModel thread = installation.Agent("main").Sessions.Read().Get("agent:main:x:thread:1");

        (thread.Model, thread.ModelOrigin).ShouldBe(("openai/gpt-4o", ModelOrigin.Parent));
    }

    [Fact]
    public void A_new_session_starts_without_pins()
    {
        Write("main", """{ "agent:main:main": { "providerOverride": "openai", "modelOverride": "gpt-4o", "authProfileOverride": "openai:x" } }""");

        SessionModel session = installation.Agent("main").Sessions.Read().Get("main", asNewSession: true);

        (session.Model, session.NextProfileId, session.IsPinned).ShouldBe(("anthropic/claude-opus-4-5", "anthropic:a", false));
    }

    [Fact]
    public void A_store_in_JSON5_is_read_and_keeps_its_comments()
    {
        Write("main", "{\n  // mine\n  'agent:main:main': { sessionId: 's', updatedAt: 0x10, },\n}\n");

        installation.Agent("main").Sessions.Pin(["main"], SessionChoice.Parse("openai/gpt-5.2@openai:x"), TestContext.Current.CancellationToken);

        string text = File.ReadAllText(Path("main"));
        text.ShouldStartWith("{\n  // mine\n  'agent:main:main': {");
        text.ShouldContain("authProfileOverride: 'openai:x'");
    }

    [Fact]
    public void A_store_of_twenty_megabytes_is_read_and_changed_in_one_piece()
    {
        StringBuilder text = new("{\n");
        string filler = new('x', 2_000);
        for (int index = 0; index < 10_000; index++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  \"agent:main:s{index}\": {{ \"sessionId\": \"{index}\", \"updatedAt\": 1, \"systemPromptReport\": \"{filler}\" }},\n");

        text.Append("  \"agent:main:main\": { \"sessionId\": \"s\", \"updatedAt\": 1 }\n}");
        Write("main", text.ToString());

        installation.Agent("main").Sessions.Pin(["main"], SessionChoice.Parse("openai/gpt-5.2"), TestContext.Current.CancellationToken);

        string after = File.ReadAllText(Path("main"));
        int start = text.ToString().IndexOf("  \"agent:main:main\"", StringComparison.Ordinal);
        after[..start].ShouldBe(text.ToString()[..start]);
        after[start..].ShouldContain("\"modelOverride\": \"gpt-5.2\"");
    }

    [Fact]
    public void A_key_that_names_no_session_brings_up_similar_ones()
    {
        Write("main", """{ "agent:main:telegram:group:-100": {} }""");

        MoltbotException error = Should.Throw<MoltbotException>(() => installation.Agent("main").Sessions.Read().Get("agent:main:telegram:gruop:-100"));

        error.Code.ShouldBe(ErrorCode.SessionNotFound);
        error.Message.ShouldContain("There is: agent:main:telegram:group:-100.");
    }

    [Fact]
    public void Reading_writes_nothing()
    {
        Write("main", """{ "agent:main:main": { "authProfileOverride": "anthropic:gone" } }""");
        string before = installation.Home.Fingerprint();

        installation.Agent("main").Sessions.Read().GetAll();
        installation.Agent("main").Sessions.GetSelectable("main");

        installation.Home.Fingerprint().ShouldBe(before);
    }

    private SessionModel Session(string entry, string agent = "main")
    {
        Write(agent, $$"""{ "agent:{{agent}}:main": {{entry}} }""");
        return installation.Agent(agent).Sessions.Read().Get("main");
    }

    private void Write(string agent, string text) => installation.File($".clawdbot/agents/{agent}/sessions/sessions.json", text);

    private string Path(string agent) => installation.Home[$".clawdbot/agents/{agent}/sessions/sessions.json"];
}
