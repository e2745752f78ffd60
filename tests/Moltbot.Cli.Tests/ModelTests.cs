using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class ModelTests : IDisposable
{
    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Set_keeps_comments_and_fallbacks_and_allows_the_model()
    {
        scene.WithConfig("{\n  // mine\n  agents: { defaults: { model: { primary: \"acme/k1\", fallbacks: [\"acme/k2\"] } } },\n}\n");

        Models("set", "Z.AI/glm-9").ShouldSucceed().Output.ShouldBe("Updated ~/.moltbot/moltbot.json\nDefault model: zai/glm-9\n");

        string config = File.ReadAllText(scene.ConfigPath);
        config.ShouldContain("// mine");
        config.ShouldContain("fallbacks: [\"acme/k2\"]");
        config.ShouldContain("\"zai/glm-9\": {}");
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
                defaults: { model: { primary: "acme/k1" }, models: { "acme/k1": {}, "acme/k2": { alias: "two" } } },
                list: [
                  { id: "main" },
                  { id: "ops", model: { primary: "acme/k1", fallbacks: ["acme/k1"] } }, // on call
                  { id: "dev", model: "acme/k1" },
                ],
              },
            }
            """);

        Models("set", "two", "--agent", "ops").ShouldSucceed().Output.ShouldBe("Updated ~/.moltbot/moltbot.json\nModel of agent ops: acme/k2\n");
        Models("set", "acme/k3", "--agent", "dev").ShouldSucceed();
        Models("set", "acme/k2", "--agent", "main").ShouldSucceed();

        string config = File.ReadAllText(scene.ConfigPath);
        config.ShouldContain("""{ id: "ops", model: { primary: "acme/k2", fallbacks: ["acme/k1"] } }, // on call""");
        config.ShouldContain("""{ id: "dev", model: "acme/k3" }""");
        config.ShouldContain("""defaults: { model: { primary: "acme/k1" }, """);
        config.ShouldContain("\"acme/k3\": {}");
        Models("list", "--plain").ShouldSucceed().Output.ShouldStartWith("acme/k1\n");
    }

    [Fact]
    public void No_list_of_allowed_models_is_begun_for_an_agents_model()
    {
        scene.WithConfig("""{ agents: { list: [{ id: "ops" }] } }""");

        Models("set", "acme/k2", "--agent", "ops").ShouldSucceed();

        File.ReadAllText(scene.ConfigPath).ShouldContain("acme/k2");
        File.ReadAllText(scene.ConfigPath).ShouldNotContain("models");
    }

    [Theory]
    [InlineData("nobody", "Agent \"nobody\" is not configured")]
    [InlineData("main", "Agent main has no entry in agents.list")]
    public void An_agent_that_cannot_have_a_model_is_refused_and_nothing_changes(string agent, string problem)
    {
        scene.WithConfig("""{ agents: { list: [{ id: "ops" }] } }""");
        string before = scene.Home.Fingerprint();

        Models("set", "acme/k2", "--agent", agent).ShouldFail(problem);

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
        Models("aliases", "add", " fast ", "acme/k1").ShouldSucceed().Output.ShouldEndWith("Alias fast -> acme/k1\n");
        Models("aliases", "list").ShouldSucceed().Output.ShouldBe("Aliases (1):\n- fast -> acme/k1\n");
        Models("aliases", "list", "--plain").ShouldSucceed().Output.ShouldBe("fast acme/k1\n");
        Models("aliases", "list", "--json").ShouldSucceed().Json["aliases"]!.ToJsonString().ShouldBe("""{"fast":"acme/k1"}""");
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
        scene.WithConfig("""{ agents: { defaults: { model: { primary: "acme/k0" } } } }""");

        Models("fallbacks", "add", "z-ai/glm-9").ShouldSucceed().Output.ShouldEndWith("Fallbacks: zai/glm-9\n");
        Models("fallbacks", "add", "acme/k1").ShouldSucceed().Output.ShouldEndWith("Fallbacks: zai/glm-9, acme/k1\n");
        Models("fallbacks", "add", "Z.AI/glm-9").ShouldSucceed().Output.ShouldEndWith("Fallbacks: zai/glm-9, acme/k1\n");
        Models("fallbacks", "remove", "z.ai/glm-9").ShouldSucceed().Output.ShouldEndWith("Fallbacks: acme/k1\n");
        Models("fallbacks", "list").ShouldSucceed().Output.ShouldBe("Fallbacks (1):\n- acme/k1\n");
        Models("fallbacks", "clear").ShouldSucceed().Output.ShouldEndWith("Fallback list cleared.\n");
        Models("fallbacks", "list", "--json").ShouldSucceed().Json["fallbacks"]!.ToJsonString().ShouldBe("[]");
        Models("image-fallbacks", "add", "acme/eye").ShouldSucceed().Output.ShouldEndWith("Image fallbacks: acme/eye\n");
        File.ReadAllText(scene.ConfigPath).ShouldContain("acme/k0");
    }

    [Fact]
    public void The_list_shows_what_models_are_for_and_whether_there_is_a_credential()
    {
        scene.WithConfig("""{ agents: { defaults: { model: { primary: "anthropic/claude-opus-4-5", fallbacks: ["acme/k1"] }, models: { "anthropic/claude-opus-4-5": { alias: "Opus" } } } } }""")
            .WithStore(new StoreBuilder().ApiKey("anthropic:a"));

        Models("list", "--plain").ShouldSucceed().Output.ShouldBe("anthropic/claude-opus-4-5\nacme/k1\n");
        string[] lines = Models("list").ShouldSucceed().Output.Split('\n');
        lines[1].ShouldContain("yes");
        lines[1].ShouldEndWith("default,configured,alias:Opus");
        lines[2].ShouldEndWith("fallback#1");
        Models("list", "--provider", "nope").ShouldSucceed().Output.ShouldBe("No models found.\n");
    }

    [Theory]
    [InlineData("Invalid model reference: /x", "set", "/x")]
    [InlineData("Alias must use letters", "aliases", "add", "a b", "acme/k1")]
    [InlineData("Alias taken already points to acme/k1", "aliases", "add", "taken", "acme/k2")]
    [InlineData("Alias TAKEN already points to acme/k1", "aliases", "add", "TAKEN", "acme/k2")]
    [InlineData("Alias not found: nope", "aliases", "remove", "nope")]
    [InlineData("Alias not found: TAKEN. There is: taken.", "aliases", "remove", "TAKEN")]
    [InlineData("Fallback not found: acme/k9", "fallbacks", "remove", "acme/k9")]
    [InlineData("Image fallback not found: acme/k9", "image-fallbacks", "remove", "acme/k9")]
    [InlineData("Choose either --json or --plain", "list", "--json", "--plain")]
    public void Bad_input_is_explained_and_changes_nothing(string problem, params string[] arguments)
    {
        scene.WithConfig("""{ agents: { defaults: { models: { "acme/k1": { alias: "taken" } } } } }""");
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
    [InlineData("set acme/k1")]
    public void A_configuration_that_cannot_be_read_is_not_taken_for_an_empty_one(string commandLine)
    {
        scene.WithConfig("{ agents: ");
        string before = scene.Home.Fingerprint();

        Models(commandLine.Split(' ')).ShouldFail("The configuration cannot be read");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    private CommandOutcome Models(params string[] arguments) => scene.Run(["models", .. arguments]);
}
