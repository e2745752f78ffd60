using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class SessionModelTests : IDisposable
{
    private const string Sessions = ".moltbot/agents/main/sessions/sessions.json";
    private const string Stored = """
        {
          "agent:main:main": {
            "sessionId": "s1",
            "updatedAt": 1.5e3,
            "skillsSnapshot": { "a": [1.0, "é"] }
          },
          "agent:main:telegram:group:-100": {
            "sessionId": "s2",
            "updatedAt": 7,
            "authProfileOverride": "anthropic:gone",
            "authProfileOverrideSource": "auto",
            "authProfileOverrideCompactionCount": 0
          }
        }
        """;

    private readonly CommandScene scene = new();

    public SessionModelTests() => scene
        .WithConfig("""{ agents: { defaults: { models: { "anthropic/claude-opus-4-5": { alias: "Opus" }, "openai/gpt-5.2": { alias: "two" }, "anthropic/claude-sonnet-4-5": { alias: "two" } } }, list: [{ id: "main" }, { id: "work" }] } }""")
        .WithStore(new StoreBuilder().ApiKey("anthropic:work").ApiKey("anthropic:me@example.com").ApiKey("openai:a"))
        .WithFile(Sessions, Stored)
        .WithFile(".moltbot/agents/work/sessions/sessions.json", """{ "agent:work:main": { "sessionId": "w", "updatedAt": 1 } }""");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void A_pin_changes_the_entry_concerned_and_no_other_byte()
    {
        Model("set", "main", "openai/gpt-5.2@openai:a").ShouldSucceed().Output.ShouldBe("Model set to openai/gpt-5.2.\nAuth profile set to openai:a.\n");

        string after = File.ReadAllText(scene.Home[Sessions]);
        after[after.IndexOf("\"agent:main:telegram", StringComparison.Ordinal)..].ShouldBe(Stored[Stored.IndexOf("\"agent:main:telegram", StringComparison.Ordinal)..]);
        after.ShouldContain("\"skillsSnapshot\": { \"a\": [1.0, \"é\"] }");
        after.ShouldContain("\"authProfileOverrideSource\": \"user\"");
        File.Exists(scene.Home[Sessions] + ".lock").ShouldBeFalse();
        Model("get", "main").ShouldSucceed().Output.ShouldContain("Pinned profile: openai:a (user)\nPin: holds\nNext profile: openai:a\n");
    }

    [Fact]
    public void An_address_behind_the_at_sign_is_a_profile()
    {
        Model("set", "main", "Opus@anthropic:me@example.com").ShouldSucceed().Output
            .ShouldBe("Model reset to default (Opus (anthropic/claude-opus-4-5)).\nAuth profile set to anthropic:me@example.com.\n");
    }

    [Fact]
    public void A_pin_to_a_profile_that_is_gone_is_shown_as_stale_and_taken_away()
    {
        CommandOutcome listed = Model("list");
        listed.ExitCode.ShouldBe(0);
        listed.ShouldComplain("Profile anthropic:gone does not exist", "agent:main:telegram:group:-100");
        listed.Output.ShouldContain("stale");

        byte[] before = File.ReadAllBytes(scene.Home[Sessions]);
        Model("clear", "--stale", "--dry-run").ShouldSucceed().Output.ShouldBe("Would clear agent:main:telegram:group:-100: Profile anthropic:gone does not exist.\n");
        File.ReadAllBytes(scene.Home[Sessions]).ShouldBe(before);

        Model("clear", "--stale").ShouldSucceed();
        Model("list").ShouldSucceed().Output.ShouldNotContain("anthropic:gone");
        Model("clear", "--stale").ShouldSucceed().Output.ShouldBe("No stale pins.\n");
    }

    [Fact]
    public void A_new_session_starts_without_pins()
    {
        Model("set", "main", "openai/gpt-5.2@openai:a").ShouldSucceed();

        Model("get", "main", "--new-session", "--json").ShouldSucceed().Json["model"]!.GetValue<string>().ShouldBe("anthropic/claude-opus-4-5");
    }

    [Fact]
    public void The_status_shows_the_models_with_endpoint_and_candidates()
    {
        Model("status", "main").ShouldSucceed().Output.ShouldContain("[anthropic] endpoint: default auth: anthropic:work=");
    }

    [Theory]
    [InlineData("There is: agent:main:telegram:group:-100", "get", "telegram:group:-10")]
    [InlineData("There is: agent main's agent:main:telegram:group:-100.", "get", "agent:work:telegram:group:-100")]
    [InlineData("There is: agent main's agent:main:telegram:group:-100.", "get", "telegram:group:-100", "--agent", "work")]
    [InlineData("shows those there are", "get", "agent")]
    [InlineData("not agent main's but agent work's", "get", "agent:work:main", "--agent", "main")]
    [InlineData("is for openai, not anthropic", "set", "main", "Opus@openai:a")]
    [InlineData("stands for openai/gpt-5.2 and anthropic/claude-sonnet-4-5", "set", "main", "two")]
    [InlineData("is not allowed", "set", "main", "groq/llama")]
    [InlineData("would be left over", "set", "main", "Opus@acme:ann+x@corp.example")]
    [InlineData("names no model", "set", "main", "@anthropic:work")]
    [InlineData("a number selects no model", "set", "main", "99")]
    [InlineData("not found", "set", "main", "Opus@anthropic:nobody")]
    [InlineData("No session is named", "clear")]
    public void Bad_input_is_explained_and_changes_nothing(string problem, params string[] arguments)
    {
        string before = scene.Home.Fingerprint();

        Model(arguments).ShouldFail(problem);

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData("{ \"agent:main:main\": ", "line 1, column")]
    [InlineData("[]", "is not a session store")]
    public void A_corrupt_session_store_is_an_error_and_stays_as_it_is(string text, string problem)
    {
        scene.WithFile(Sessions, text);
        string before = scene.Home.Fingerprint();

        Model("list").ShouldFail(problem);
        Model("set", "main", "Opus").ShouldFail(problem);

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_directory_in_the_place_of_the_session_store_is_an_error()
    {
        File.Delete(scene.Home[Sessions]);
        Directory.CreateDirectory(scene.Home[Sessions]);

        Model("list").ShouldFail("it is a directory");
        Model("set", "main", "Opus").ShouldFail("it is a directory");
    }

    [Fact]
    public void A_session_of_another_agent_is_found_by_its_key()
    {
        Model("set", "agent:work:main", "openai/gpt-5.2").ShouldSucceed();

        Model("get", "agent:work:main").ShouldSucceed().Output.ShouldContain("Model: openai/gpt-5.2 (pinned)\n");
    }

    [Fact]
    public void Sessions_of_several_agents_are_cleared_at_once()
    {
        Model("set", "main", "openai/gpt-5.2").ShouldSucceed();
        Model("set", "agent:work:main", "openai/gpt-5.2").ShouldSucceed();

        Model("clear", "agent:main:main", "agent:work:main", "main").ShouldSucceed().Output.ShouldBe("Cleared agent:main:main\nCleared agent:work:main\n");

        Model("clear", "agent:main:main", "agent:work:main").ShouldSucceed().Output.ShouldBe("No pins to clear.\n");
    }

    [Fact]
    public void A_session_that_is_listed_is_found_by_the_key_that_the_list_shows()
    {
        scene.WithFile(Sessions, """{ "Agent:work:MAIN": { "sessionId": "odd" } }""");

        Model("list").ShouldSucceed().Output.ShouldContain("Agent:work:MAIN");
        Model("get", "Agent:work:MAIN").ShouldSucceed().Output.ShouldStartWith("Session: Agent:work:MAIN\nAgent: main\n");
    }

    private CommandOutcome Model(params string[] arguments) => scene.Run(["sessions", "model", .. arguments]);
}
