using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>Every command meets bad files with a message that says what is wrong where, and leaves every byte as it is.</summary>
public sealed class BadInputTests : IDisposable
{
    private static readonly string[] List = ["models", "auth", "list"];
    private static readonly string[] GetOrder = ["models", "auth", "order", "get", "--provider", "anthropic"];
    private static readonly string[] SetOrder = ["models", "auth", "order", "set", "--provider", "anthropic", "anthropic:work"];
    private static readonly string[] ClearOrder = ["models", "auth", "order", "clear", "--provider", "anthropic"];

    private readonly CommandScene scene = new();

    public BadInputTests() => scene.WithConfig("{}").WithStore(SoundStore());

    public void Dispose() => scene.Dispose();

    [Theory]
    [InlineData("{\"version\": 1,\n \"profiles\": {\"a\": {\"key\": \"sk-FAKE-0123456789\", } }", "line 2", "not valid JSON")]
    [InlineData("", "line 1", "not valid JSON")]
    [InlineData("\0\0\0\0", "line 1", "not valid JSON")]
    [InlineData("{\"version\": 1, \"profiles\": {}} sk-FAKE-0123456789", "line 1, column 32", "not valid JSON")]
    [InlineData("\uFEFF{\"version\": 1, \"profiles\": {}}", "line 1, column 1", "byte order mark")]
    public void A_store_that_cannot_be_parsed(string text, string place, string reason)
    {
        File.WriteAllText(scene.StorePath, text);

        EveryCommandRefuses("Error: Cannot read the credential store", scene.StorePath, place, reason);
    }

    [Fact]
    public void A_store_that_is_a_directory()
    {
        File.Delete(scene.StorePath);
        Directory.CreateDirectory(scene.StorePath);

        EveryCommandRefuses(scene.StorePath, "is a directory");
    }

    [Theory]
    [InlineData("a named pipe")]
    [InlineData("a socket")]
    [InlineData("a link to a device")]
    public void A_store_that_is_no_file(string kind)
    {
        scene.Home.PutSpecialFile(kind, CommandScene.StoreOf("main"));

        EveryCommandRefuses($"{scene.StorePath}: it is {kind}.");
    }

    [Fact]
    public void A_store_that_may_not_be_read()
    {
        Unix.SetMode(scene.StorePath, "000");

        EveryCommandRefuses(scene.RunUnprivileged, scene.StorePath, "permissions");
    }

    [Fact]
    public void A_store_that_may_not_be_changed()
    {
        string directory = Path.GetDirectoryName(scene.StorePath)!;
        Unix.SetMode(directory, "500");

        ShouldChangeNothing(() => scene.RunUnprivileged(SetOrder).ShouldFail(scene.StorePath, "nothing was changed", "Permission denied"));
    }

    [Fact]
    public void A_store_that_leads_to_itself()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows lets only administrators create links.");
        File.Delete(scene.StorePath);
        SymbolicLink.Make(scene.StorePath, scene.StorePath);

        EveryCommandRefuses(scene.StorePath);
    }

    [Fact]
    public void A_store_without_profiles_is_not_overwritten()
    {
        scene.WithFile(CommandScene.StoreOf("main"), """{ "somebody": "else's file" }""");

        ShouldChangeNothing(() => scene.Run(ClearOrder).ShouldFail(scene.StorePath, "is not a credential store", "Nothing was changed"));
    }

    [Theory]
    [InlineData("{\n  models: { oops", "JSON5 parse failed", "2:17")]
    [InlineData("", "JSON5 parse failed", "1:1")]
    [InlineData("{ agents: {} } }", "JSON5 parse failed", "1:16")]
    [InlineData("{ agents: {\r\n  defaults: { model: 'x' } } }", "agents.defaults.model", "line 2, column 22")]
    [InlineData("{ models: { providers: { p: { baseUrl: 'x', models: [], apiKey: '${NOT_SET}' } } } }", "NOT_SET", "line 1, column 65")]
    public void A_configuration_that_cannot_be_used(string text, string reason, string place)
    {
        scene.WithConfig(text);

        EveryCommandRefuses("Error: The configuration ", scene.ConfigPath, reason, place);
    }

    [Fact]
    public void A_configuration_that_includes_itself()
    {
        scene.WithConfig("{ $include: './a.json5' }").WithFile(".moltbot/a.json5", "{\n  $include: './moltbot.json' }");

        EveryCommandRefuses("Circular include", scene.Home[".moltbot/a.json5"], "line 2, column 13");
    }

    [Fact]
    public void A_configuration_that_includes_what_is_not_there()
    {
        scene.WithConfig("{ $include: './gone.json5' }");

        EveryCommandRefuses("gone.json5", scene.ConfigPath, "line 1, column 13");
    }

    [Fact]
    public void A_configuration_that_is_a_directory()
    {
        File.Delete(scene.ConfigPath);
        Directory.CreateDirectory(scene.ConfigPath);

        EveryCommandRefuses(scene.ConfigPath, "is a directory");
    }

    [Theory]
    [InlineData("a named pipe")]
    [InlineData("a device")]
    [InlineData("a link to a directory")]
    public void A_configuration_that_is_no_file(string kind)
    {
        scene.Home.PutSpecialFile(kind, ".moltbot/moltbot.json");

        EveryCommandRefuses($"{scene.ConfigPath} is {kind}, not a file.");
    }

    [Fact]
    public void A_configuration_that_may_not_be_read()
    {
        Unix.SetMode(scene.ConfigPath, "000");

        EveryCommandRefuses(scene.RunUnprivileged, scene.ConfigPath, "cannot be read", "permissions");
    }

    [Fact]
    public void The_status_shows_what_can_be_read_of_an_installation_in_ruins()
    {
        scene.WithConfig("{ oops").WithVariable("ZAI_API_KEY", "FAKE-key-0123456789");
        string before = scene.Home.Fingerprint();

        CommandOutcome outcome = scene.Run("models", "status", "--json", "--check");

        outcome.ExitCode.ShouldBe(1);
        outcome.ShouldComplain("JSON5 parse failed");
        outcome.Json["auth"]!["providers"]!.AsArray().Select(provider => provider!["provider"]!.GetValue<string>()).ShouldBe(["anthropic", "openai", "zai"]);
        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Sections_of_the_configuration_that_nobody_knows_are_pointed_out_and_left_alone()
    {
        scene.WithConfig("{ nope: 1 }");

        ShouldChangeNothing(() => scene.Run(GetOrder).ShouldComplain("[moltbot]", "nope").ExitCode.ShouldBe(0));
    }

    [Theory]
    [InlineData("models", "status", "--agent", "nobody")]
    [InlineData("models", "auth", "list", "--agent", "nobody")]
    public void An_unknown_agent(params string[] arguments)
    {
        scene.WithConfig("""{ agents: { list: [{ id: "helper" }] } }""");

        ShouldChangeNothing(() => scene.Run(arguments).ShouldFail("Error: Agent \"nobody\"", "There is: helper, main."));
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    public void An_agent_without_a_name(string agent) => ShouldChangeNothing(() =>
        scene.Run("models", "auth", "order", "clear", "--provider", "anthropic", "--agent", agent).ShouldFail("The name of the agent is blank."));

    [Theory]
    [InlineData("*")]
    [InlineData("..")]
    [InlineData("!!!")]
    public void An_agent_that_is_no_id(string agent) => ShouldChangeNothing(() =>
        scene.Run("models", "auth", "order", "clear", "--provider", "anthropic", "--agent", agent).ShouldFail($"Error: Agent \"{agent}\" is no id", "There is: main."));

    [Fact]
    public void An_unknown_profile() => ShouldChangeNothing(() =>
        scene.Run("models", "auth", "order", "set", "--provider", "anthropic", "anthropic:work", "anthropic:gone")
            .ShouldFail("Error: Auth profile \"anthropic:gone\" not found in", "There is: anthropic:work."));

    [Fact]
    public void A_profile_of_another_provider() => ShouldChangeNothing(() =>
        scene.Run("models", "auth", "order", "set", "--provider", "anthropic", "openai:a")
            .ShouldFail("Error: Auth profile \"openai:a\" is for openai, not anthropic."));

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("", "\t")]
    public void An_empty_order(params string[] ids) => ShouldChangeNothing(() =>
        scene.Run(["models", "auth", "order", "set", "--provider", "anthropic", .. ids]).ShouldFail("Error: Missing profile ids."));

    [Theory]
    [InlineData("get")]
    [InlineData("clear")]
    [InlineData("set", "anthropic:work")]
    public void A_provider_without_a_name(string verb, params string[] ids) => ShouldChangeNothing(() =>
        scene.Run(["models", "auth", "order", verb, "--provider", " ", .. ids]).ShouldFail("Error: Missing provider."));

    [Fact]
    public void A_configuration_with_a_byte_order_mark_and_windows_line_ends_is_read()
    {
        File.WriteAllText(scene.ConfigPath, "\uFEFF{\r\n  agents: { defaults: { model: { primary: 'zai/glm' } } },\r\n}\r\n");

        ShouldChangeNothing(() => scene.Run("models", "status", "--plain").ShouldSucceed().Output.ShouldBe("zai/glm\n"));
    }

    [Fact]
    public void A_store_with_windows_line_ends_is_read_and_changed()
    {
        scene.WithFile(CommandScene.StoreOf("main"), SoundStore().ToText().Replace(",", ",\r\n", StringComparison.Ordinal));

        ShouldChangeNothing(() => scene.Run(List).ShouldSucceed().Output.ShouldContain("anthropic:work"));
        scene.Run(SetOrder).ShouldSucceed();
        scene.Run(GetOrder).Output.ShouldContain("Order override: anthropic:work\n");
    }

    [Fact]
    public void Of_a_name_that_stands_twice_the_last_value_counts()
    {
        scene.WithConfig("{ agents: { defaults: { model: { primary: 'zai/a', primary: 'zai/b' } } } }").WithFile(CommandScene.StoreOf("main"), """
            { "version": 1, "profiles": { "gone:a": {} }, "profiles": {
              "zai:a": { "type": "api_key", "provider": "zai", "key": "sk-FAKE-first-0123456789" },
              "zai:a": { "type": "token", "provider": "zai", "token": "sk-FAKE-first-0123456789", "token": "sk-FAKE-last-0123456789" } } }
            """);

        ShouldChangeNothing(() =>
        {
            scene.Run("models", "status", "--plain").ShouldSucceed().Output.ShouldBe("zai/b\n");
            scene.Run(List).ShouldSucceed().Output.Split('\n')[1].ShouldMatch("^zai:a +token ");
        });
    }

    [Fact]
    public void A_store_of_50_megabytes()
    {
        scene.WithStore(SoundStore().Member("note", new string('x', 50 * 1024 * 1024)));

        ShouldChangeNothing(() =>
        {
            scene.Run("models", "status", "--check").ShouldSucceed();
            scene.Run(List).ShouldSucceed().Output.ShouldContain("openai:a");
        });
    }

    [Fact]
    public void A_store_with_10000_profiles()
    {
        StoreBuilder store = new();
        for (int index = 0; index < 10_000; index++)
            store.Token($"p{index % 50}:n{index}", TimeSpan.FromDays(30));

        scene.WithStore(store);

        ShouldChangeNothing(() =>
        {
            scene.Run("models", "status", "--json").ShouldSucceed().Json["auth"]!["oauth"]!["profiles"]!.AsArray().Count.ShouldBe(10_000);
            scene.Run(List).ShouldSucceed().Output.Split('\n').Length.ShouldBe(10_002);
            scene.Run("models", "auth", "order", "set", "--provider", "p1", "p1:n2").ShouldFail("not found", "There is: p1:n1, ");
        });
    }

    private static StoreBuilder SoundStore() => new StoreBuilder().Token("anthropic:work").ApiKey("openai:a");

    private void EveryCommandRefuses(params string[] words) => EveryCommandRefuses(scene.Run, words);

    /// <summary>Every command names what is wrong and changes nothing; the status also shows what there is.</summary>
    private void EveryCommandRefuses(Func<string[], CommandOutcome> run, params string[] words) => ShouldChangeNothing(() =>
    {
        CommandOutcome status = run(["models", "status", "--plain"]).ShouldComplain(words);
        status.Output.ShouldBe("anthropic/claude-opus-4-5\n");
        status.ExitCode.ShouldBe(1);
        foreach (string[] arguments in new[] { List, GetOrder, SetOrder, ClearOrder })
            run(arguments).ShouldFail(words);
    });

    private void ShouldChangeNothing(Action action)
    {
        string before = scene.Home.Fingerprint();

        action();

        scene.Home.Fingerprint().ShouldBe(before);
    }
}
