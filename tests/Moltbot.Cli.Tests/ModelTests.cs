using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class ModelTests : IDisposable
{
    private readonly CommandScene scene = new CommandScene()
        .WithVariable("GROQ_API_KEY", "gsk-0123456789-0123456789")
        .WithVariable("ZAI_API_KEY", "zai-0123456789-0123456789")
        .WithVariable("GEMINI_API_KEY", "AIza0123456789-0123456789");

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Set_keeps_comments_and_fallbacks_and_allows_the_model()
    {
        scene.WithConfig("{\n  // mine\n  agents: { defaults: { model: { primary: \"groq/k1\", fallbacks: [\"groq/k2\"] } } },\n}\n");

        Models("set", "Z.AI/glm-9").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("Updated ~/.moltbot/moltbot.json\nDefault model: zai/glm-9\n"));

        string config = File.ReadAllText(scene.ConfigPath);
        config.ShouldContain("// mine");
        config.ShouldContain("fallbacks: [\"groq/k2\"]");
        config.ShouldContain("\"zai/glm-9\": {}");
    }

    [Theory]
    [InlineData("set opnai/gpt-5.2", "No provider opnai is known", "Did you mean openai?")]
    [InlineData("set openrouter/glm-9", "no credential for openrouter", "`moltbot models auth paste-api-key --provider openrouter`")]
    [InlineData("set-image kx2", "\"kx2\" is no alias, so it means anthropic/kx2", "Did you mean kx")]
    [InlineData("fallbacks add acme/k7", "acme/k7 is not among the models of acme", "acme/k1")]
    [InlineData("aliases add fast acme/k7", "acme/k7 is not among the models of acme", "acme/k1")]
    public void What_cannot_be_used_is_set_with_a_warning_on_standard_error(string command, params string[] warning)
    {
        scene.WithConfig("""{ models: { providers: { acme: { baseUrl: "http://localhost", apiKey: "k-0123456789", models: [{ id: "k1", name: "K1" }] } } }, agents: { defaults: { models: { "acme/k1": { alias: "kx" } } } } }""");

        CommandOutcome outcome = Models(command.Split(' ')).ShouldComplain(warning);

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.ShouldStartWith(SystemForm.OfText("Updated ~/.moltbot/moltbot.json\n"));
    }

    [Fact]
    public void What_can_be_used_is_set_without_a_word()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("openai:default"));

        Models("set", "openai/gpt-5.3").ShouldSucceed().Errors.ShouldBeEmpty();
        Models("fallbacks", "remove", "openai/gpt-5.3").Errors.ShouldNotContain("credential");
    }

    [Fact]
    public void Set_image_sets_the_image_model()
    {
        scene.WithConfig("{}");

        Models("set-image", "google/gemini-3-pro").ShouldSucceed().Output.ShouldEndWith("Image model: google/gemini-3-pro-preview\n");
    }

    [Fact]
    public void An_agent_gets_a_model_of_its_own_and_keeps_the_rest()
    {
        scene.WithConfig("""
            {
              agents: {
                defaults: { model: { primary: "groq/k1" }, models: { "groq/k1": {}, "groq/k2": { alias: "two" } } },
                list: [
                  { id: "main" },
                  { id: "ops", model: { primary: "groq/k1", fallbacks: ["groq/k1"] } }, // on call
                  { id: "dev", model: "groq/k1" },
                ],
              },
            }
            """);

        Models("set", "two", "--agent", "ops").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("Updated ~/.moltbot/moltbot.json\nModel of agent ops: groq/k2\n"));
        Models("set", "groq/k3", "--agent", "dev").ShouldSucceed();
        Models("set", "groq/k2", "--agent", "main").ShouldSucceed();

        string config = File.ReadAllText(scene.ConfigPath);
        config.ShouldContain("""{ id: "ops", model: { primary: "groq/k2", fallbacks: ["groq/k1"] } }, // on call""");
        config.ShouldContain("""{ id: "dev", model: "groq/k3" }""");
        config.ShouldContain("""defaults: { model: { primary: "groq/k1" }, """);
        config.ShouldContain("\"groq/k3\": {}");
        Models("list", "--plain").ShouldSucceed().Output.ShouldStartWith("groq/k1\n");
    }

    [Fact]
    public void No_list_of_allowed_models_is_begun_for_an_agents_model()
    {
        scene.WithConfig("""{ agents: { list: [{ id: "ops" }] } }""");

        Models("set", "groq/k2", "--agent", "ops").ShouldSucceed();

        File.ReadAllText(scene.ConfigPath).ShouldContain("groq/k2");
        File.ReadAllText(scene.ConfigPath).ShouldNotContain("models");
    }

    [Theory]
    [InlineData("nobody", "Agent \"nobody\" is not configured")]
    [InlineData("main", "Agent main has no entry in agents.list")]
    public void An_agent_that_cannot_have_a_model_is_refused_and_nothing_changes(string agent, string problem)
    {
        scene.WithConfig("""{ agents: { list: [{ id: "ops" }] } }""");
        string before = scene.Home.Fingerprint();

        Models("set", "groq/k2", "--agent", agent).ShouldFail(problem);

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void An_error_does_not_repeat_a_secret_in_the_wrong_place()
    {
        scene.WithConfig("{}");

        CommandOutcome outcome = Models("set", "/password=hunter2");

        outcome.ShouldFail("Invalid model reference: /password=***");
        outcome.Errors.ShouldNotContain("hunter2");
    }

    [Fact]
    public void Aliases_are_added_listed_and_removed()
    {
        scene.WithConfig("{}");

        Models("aliases", "list").ShouldSucceed().Output.ShouldBe("Aliases (0):\n- none\n");
        Models("aliases", "add", " fast ", "groq/k1").ShouldSucceed().Output.ShouldEndWith("Alias fast -> groq/k1\n");
        Models("aliases", "list").ShouldSucceed().Output.ShouldBe("Aliases (1):\n- fast -> groq/k1\n");
        Models("aliases", "list", "--plain").ShouldSucceed().Output.ShouldBe("fast groq/k1\n");
        Models("aliases", "list", "--json").ShouldSucceed().Json["aliases"]!.ToJsonString().ShouldBe("""{"fast":"groq/k1"}""");
        Models("aliases", "remove", "fast").ShouldSucceed().Output.ShouldEndWith("No aliases configured.\n");
    }

    [Fact]
    public void A_built_in_alias_stays_removed()
    {
        scene.WithConfig("""{ agents: { defaults: { models: { "anthropic/claude-opus-4-5": {} } } } }""");

        Models("aliases", "remove", "opus").ShouldSucceed();

        Models("aliases", "list").ShouldSucceed().Output.ShouldBe("Aliases (0):\n- none\n");
    }

    [Fact]
    public void Fallbacks_are_added_once_listed_removed_and_cleared()
    {
        scene.WithConfig("""{ agents: { defaults: { model: { primary: "groq/k0" } } } }""");

        Models("fallbacks", "add", "z-ai/glm-9").ShouldSucceed().Output.ShouldEndWith("Fallbacks: zai/glm-9\n");
        Models("fallbacks", "add", "groq/k1").ShouldSucceed().Output.ShouldEndWith("Fallbacks: zai/glm-9, groq/k1\n");
        Models("fallbacks", "add", "Z.AI/glm-9").ShouldSucceed().Output.ShouldEndWith("Fallbacks: zai/glm-9, groq/k1\n");
        Models("fallbacks", "remove", "z.ai/glm-9").ShouldSucceed().Output.ShouldEndWith("Fallbacks: groq/k1\n");
        Models("fallbacks", "list").ShouldSucceed().Output.ShouldBe("Fallbacks (1):\n- groq/k1\n");
        Models("fallbacks", "clear").ShouldSucceed().Output.ShouldEndWith("Fallback list cleared.\n");
        Models("fallbacks", "list", "--json").ShouldSucceed().Json["fallbacks"]!.ToJsonString().ShouldBe("[]");
        Models("image-fallbacks", "add", "groq/eye").ShouldSucceed().Output.ShouldEndWith("Image fallbacks: groq/eye\n");
        File.ReadAllText(scene.ConfigPath).ShouldContain("groq/k0");
    }

    [Fact]
    public void The_list_shows_what_models_are_for_and_whether_there_is_a_credential()
    {
        scene.WithConfig("""{ agents: { defaults: { model: { primary: "anthropic/claude-opus-4-5", fallbacks: ["groq/k1"] }, models: { "anthropic/claude-opus-4-5": { alias: "Opus" } } } } }""")
            .WithStore(new StoreBuilder().ApiKey("anthropic:a"));

        Models("list", "--plain").ShouldSucceed().Output.ShouldBe("anthropic/claude-opus-4-5\ngroq/k1\n");
        string[] lines = Models("list").ShouldSucceed().Output.Split('\n');
        lines[1].ShouldContain("yes");
        lines[1].ShouldEndWith("default,configured,alias:Opus");
        lines[2].ShouldEndWith("fallback#1");
        Models("list", "--provider", "nope").ShouldSucceed().Output.ShouldBe("No models found.\n");
    }

    [Theory]
    [InlineData("Invalid model reference: /x", "set", "/x")]
    [InlineData("Alias must use letters", "aliases", "add", "a b", "groq/k1")]
    [InlineData("Alias taken already points to groq/k1", "aliases", "add", "taken", "groq/k2")]
    [InlineData("Alias TAKEN already points to groq/k1", "aliases", "add", "TAKEN", "groq/k2")]
    [InlineData("Alias not found: nope", "aliases", "remove", "nope")]
    [InlineData("Alias not found: TAKEN. There is: taken.", "aliases", "remove", "TAKEN")]
    [InlineData("Fallback not found: groq/k9", "fallbacks", "remove", "groq/k9")]
    [InlineData("Image fallback not found: groq/k9", "image-fallbacks", "remove", "groq/k9")]
    [InlineData("Choose either --json or --plain", "list", "--json", "--plain")]
    public void Bad_input_is_explained_and_changes_nothing(string problem, params string[] arguments)
    {
        scene.WithConfig("""{ agents: { defaults: { models: { "groq/k1": { alias: "taken" } } } } }""");
        string before = scene.Home.Fingerprint();

        Models(arguments).ShouldFail(problem);

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData("list")]
    [InlineData("aliases list")]
    [InlineData("fallbacks list --json")]
    [InlineData("image-fallbacks list --plain")]
    [InlineData("fallbacks clear")]
    [InlineData("set groq/k1")]
    public void A_configuration_that_cannot_be_read_is_not_taken_for_an_empty_one(string commandLine)
    {
        scene.WithConfig("{ agents: ");
        string before = scene.Home.Fingerprint();

        Models(commandLine.Split(' ')).ShouldFail("The configuration cannot be read");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    private CommandOutcome Models(params string[] arguments) => scene.Run(["models", .. arguments]);
}
