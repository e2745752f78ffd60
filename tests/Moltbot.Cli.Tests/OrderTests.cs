using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class OrderTests : IDisposable
{
    private const string HelperIsDefault = """{ agents: { list: [{ id: "helper", default: true }, { id: "main" }] } }""";

    private readonly CommandScene scene = new();

    public void Dispose() => scene.Dispose();

    [Fact]
    public void Get_shows_the_override()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Order("zai", "zai:b", "zai:a"));

        Order("get", "--provider", "Z.AI").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("""
            Agent: main
            Provider: zai
            Auth file: ~/.moltbot/agents/main/agent/auth-profiles.json
            Order override: zai:b, zai:a

            """));
    }

    [Fact]
    public void Get_says_when_there_is_none()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a"));

        Order("get", "--provider", "zai").ShouldSucceed().Output.ShouldContain("Order override: (none)\n");
        Order("get", "--provider", "zai", "--json").ShouldSucceed().Json.AsObject().ShouldContainKeyAndValue("order", null);
    }

    [Fact]
    public void Set_writes_the_ids_trimmed_and_once_and_get_shows_them()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("qwen-portal:a").ApiKey("qwen-portal:b", provider: "qwen"));

        Order("set", "--provider", "qwen", "qwen-portal:b", " qwen-portal:a ", "qwen-portal:b").ShouldSucceed().Output
            .ShouldBe("Agent: main\nProvider: qwen-portal\nOrder override: qwen-portal:b, qwen-portal:a\n");
        Order("get", "--provider", "qwen").Output.ShouldContain("Order override: qwen-portal:b, qwen-portal:a\n");
    }

    [Fact]
    public void Set_leaves_everything_else_in_the_store_as_it_was()
    {
        StoreBuilder store = new StoreBuilder()
            .ApiKey("zai:a")
            .Profile("future:a", new JsonObject { ["type"] = "passkey", ["provider"] = "future", ["x"] = new JsonArray(1, null, "é") })
            .Order("openai", "openai:a")
            .Member("futureMember", new JsonObject { ["deep"] = 1.5e300 });
        scene.WithConfig("{}").WithStore(store);

        Order("set", "--provider", "zai", "zai:a").ShouldSucceed();

        JsonNode expected = JsonNode.Parse(store.ToText())!;
        expected["order"]!["zai"] = new JsonArray("zai:a");
        JsonDifference.Find(expected, JsonNode.Parse(File.ReadAllText(scene.StorePath))).ShouldBeNull();
        expected.AsObject().Select(member => member.Key).ShouldBe(JsonNode.Parse(File.ReadAllText(scene.StorePath))!.AsObject().Select(member => member.Key));
    }

    [Fact]
    public void A_store_that_was_changed_is_for_its_owner_only()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a"));

        Order("set", "--provider", "zai", "zai:a").ShouldSucceed();

        Unix.Mode(scene.StorePath).ShouldBe("600");
    }

    [Fact]
    public void An_agent_gets_the_change_and_none_of_mains_secrets()
    {
        scene.WithConfig(HelperIsDefault).WithStore(new StoreBuilder().ApiKey("zai:a").Order("openai", "openai:a"));
        byte[] main = File.ReadAllBytes(scene.StorePath);

        Order("set", "--provider", "zai", "zai:a").ShouldSucceed().Output.ShouldStartWith("Agent: helper\n");

        JsonDifference.Find(
            JsonNode.Parse("""{ "version": 1, "profiles": {}, "order": { "zai": ["zai:a"] } }"""),
            JsonNode.Parse(File.ReadAllText(scene.Home[CommandScene.StoreOf("helper")]))).ShouldBeNull();
        File.ReadAllBytes(scene.StorePath).ShouldBe(main);
    }

    [Fact]
    public void Clear_removes_the_override_of_one_provider()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a").Order("zai", "zai:a").Order("openai", "openai:a"));

        Order("clear", "--provider", "zai").ShouldSucceed().Output.ShouldBe("Agent: main\nProvider: zai\nCleared per-agent order override.\n");

        JsonNode.Parse(File.ReadAllText(scene.StorePath))!["order"]!.ToJsonString().ShouldBe("""{"openai":["openai:a"]}""");
    }

    [Fact]
    public void Clear_of_what_is_not_there_changes_nothing()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a"));
        string before = scene.Home.Fingerprint();

        Order("clear", "--provider", "zai").ShouldSucceed();

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Theory]
    [InlineData("models auth order --agent helper get --provider zai")]
    [InlineData("models auth --agent=helper order get --provider zai")]
    [InlineData("--agent helper models auth order get --provider zai")]
    [InlineData("models --agent helper auth order get --provider zai")]
    public void The_agent_may_be_named_before_the_command(string commandLine) =>
        scene.WithConfig(HelperIsDefault.Replace(", default: true", "", StringComparison.Ordinal)).Run(commandLine.Split(' ')).ShouldSucceed().Output.ShouldStartWith("Agent: helper\n");

    [Fact]
    public void Clear_for_an_agent_leaves_mains_order_in_force()
    {
        scene.WithConfig(HelperIsDefault)
            .WithStore(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Order("zai", "zai:a"))
            .WithStore("helper", new StoreBuilder().Order("zai", "zai:b"));

        Order("clear", "--provider", "zai").ShouldSucceed();

        Order("get", "--provider", "zai").Output.ShouldContain("Order override: zai:a\n");
    }

    [Fact]
    public void A_change_brings_over_what_an_older_layout_holds()
    {
        scene.WithConfig("{}").WithFile(".moltbot/agents/main/agent/auth.json", """{ "zai": { "type": "api_key", "key": "sk-FAKE-legacy-0123456789" } }""");

        Order("set", "--provider", "zai", "zai:default").ShouldSucceed();

        JsonNode store = JsonNode.Parse(File.ReadAllText(scene.StorePath))!;
        store["profiles"]!["zai:default"]!["key"]!.GetValue<string>().ShouldBe("sk-FAKE-legacy-0123456789");
        store["order"]!["zai"]!.ToJsonString().ShouldBe("""["zai:default"]""");
        File.Exists(scene.Home[".moltbot/agents/main/agent/auth.json"]).ShouldBeFalse();
    }

    [Fact]
    public void Profiles_that_are_gone_are_warned_of_and_taken_out_of_orders()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a").Order("zai", "zai:gone", "zai:a").Order("openai", "openai:gone"));
        Order("get", "--provider", "zai").ShouldComplain("zai:gone", "--remove-unknown").ExitCode.ShouldBe(0);

        Order("set", "--remove-unknown").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("""
            Took zai:gone out of the zai order in ~/.moltbot/agents/main/agent/auth-profiles.json.
            Took openai:gone out of the openai order in ~/.moltbot/agents/main/agent/auth-profiles.json.

            """));

        JsonNode.Parse(File.ReadAllText(scene.StorePath))!["order"]!.ToJsonString().ShouldBe("""{"zai":["zai:a"]}""");
        string before = scene.Home.Fingerprint();
        Order("set", "--remove-unknown").ShouldSucceed().Output.ShouldBe("No order names a profile that does not exist.\n");
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Profiles_that_are_gone_are_taken_out_of_an_order_under_another_spelling_of_the_provider()
    {
        scene.WithConfig("{}").WithStore(new StoreBuilder().ApiKey("zai:a").Order("Z.AI", "zai:gone", "zai:a").Order("zai", "zai:a"));

        Order("set", "--remove-unknown").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("Took zai:gone out of the zai order in ~/.moltbot/agents/main/agent/auth-profiles.json.\n"));

        JsonNode.Parse(File.ReadAllText(scene.StorePath))!["order"]!.ToJsonString().ShouldBe("""{"zai":["zai:a"]}""");
    }

    [Fact]
    public void Profiles_that_are_gone_are_taken_out_of_the_configurations_orders_too()
    {
        scene.WithConfig("""
            {
              auth: {
                // the team's first
                order: { "Z.AI": ["zai:gone", "zai:a", "zai:ops"], openai: ["openai:gone"] },
              },
            }
            """).WithStore(new StoreBuilder().ApiKey("zai:a")).WithStore("ops", new StoreBuilder().ApiKey("zai:ops"));

        Order("set", "--remove-unknown", "--provider", "zai").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("Took zai:gone out of the zai order in ~/.moltbot/moltbot.json.\n"));
        Order("set", "--remove-unknown").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("Took openai:gone out of the openai order in ~/.moltbot/moltbot.json.\n"));

        string config = File.ReadAllText(scene.ConfigPath);
        config.ShouldContain("// the team's first\n    order: { \"Z.AI\": [\"zai:a\", \"zai:ops\"] }");
    }

    [Fact]
    public void A_dry_run_says_what_would_be_done_and_does_nothing()
    {
        scene.WithConfig("""{ auth: { order: { openai: ["openai:gone"] } } }""").WithStore(new StoreBuilder().ApiKey("zai:a").Order("zai", "zai:gone", "zai:a"));
        string before = scene.Home.Fingerprint();

        Order("set", "--remove-unknown", "--dry-run").ShouldSucceed().Output.ShouldBe(SystemForm.OfText("""
            Would take zai:gone out of the zai order in ~/.moltbot/agents/main/agent/auth-profiles.json.
            Would take openai:gone out of the openai order in ~/.moltbot/moltbot.json.

            """));
        Order("set", "--provider", "zai", "zai:a", "--dry-run").ShouldFail("--remove-unknown");
        Order("set", "--provider", "zai", "zai:a", "--remove-unknown").ShouldFail("Leave out either it or the profiles");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    private CommandOutcome Order(params string[] arguments) => scene.Run(["models", "auth", "order", .. arguments]);
}
