using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>What a command does is the same wherever a gateway keeps its credentials: only the words of its answers are that gateway's own.</summary>
/// <param name="layout">Whose gateway keeps them.</param>
public abstract class LayoutTests(SceneLayout layout) : IDisposable
{
    private const string NewKey = "sk-zai-9876543210-9876543210-9876543210";

    private readonly CommandScene scene = new CommandScene(layout).WithConfig("{\n  // kept\n}\n");

    public void Dispose()
    {
        scene.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Profiles_are_listed_with_their_agent()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a").Token("anthropic:b", TimeSpan.FromDays(9))).WithStore("work", new StoreBuilder().ApiKey("zai:own"));
        scene.WithConfig(Agents("work"));

        Profiles("main").ShouldBe(["anthropic:b", "zai:a"]);
        Profiles("work").ShouldBe(["anthropic:b", "zai:a", "zai:own"]);
    }

    [Fact]
    public void An_order_is_set_shown_and_cleared()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b"));

        Auth("order", "set", "--provider", "zai", "zai:b", "zai:a").ShouldSucceed();
        Shown("order", "get", "--provider", "zai")["order"]!.ToJsonString().ShouldBe("""["zai:b","zai:a"]""");
        scene.ReadStore()["order"]!["zai"]!.ToJsonString().ShouldBe("""["zai:b","zai:a"]""");

        Auth("order", "clear", "--provider", "zai").ShouldSucceed();
        Shown("order", "get", "--provider", "zai")["order"].ShouldBeNull();
        scene.ReadStore()["order"].ShouldBeNull();
    }

    [Fact]
    public void An_order_of_an_agent_leaves_mains_in_force()
    {
        scene.WithConfig(Agents("work")).WithStore(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b").Order("zai", "zai:a"))
            .WithStore("work", new StoreBuilder().ApiKey("zai:own"));

        Auth("order", "set", "--agent", "work", "--provider", "zai", "zai:own", "zai:b").ShouldSucceed();

        scene.ReadStore("work")["order"]!["zai"]!.ToJsonString().ShouldBe("""["zai:own","zai:b"]""");
        Shown("order", "get", "--provider", "zai")["order"]!.ToJsonString().ShouldBe("""["zai:a"]""");
    }

    [Fact]
    public void Profiles_that_are_gone_are_taken_out_of_orders()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a").Order("zai", "zai:gone", "zai:a"));
        string before = scene.Home.Fingerprint();

        Auth("order", "set", "--remove-unknown", "--dry-run").ShouldSucceed().Output.ShouldContain("Would take zai:gone out of the zai order");
        scene.Home.Fingerprint().ShouldBe(before);
        Auth("order", "set", "--remove-unknown").ShouldSucceed().Output.ShouldContain("Took zai:gone out of the zai order");

        scene.ReadStore()["order"]!["zai"]!.ToJsonString().ShouldBe("""["zai:a"]""");
    }

    [Fact]
    public void A_key_is_imported_used_and_removed()
    {
        scene.WithStore(new StoreBuilder().ApiKey("anthropic:a")).WithInput(NewKey);
        Auth("paste-api-key", "--provider", "zai", "--profile-id", "zai:work").ShouldSucceed();
        scene.WithInput("");

        scene.ReadStore()["profiles"]!["zai:work"]!["key"]!.GetValue<string>().ShouldBe(NewKey);
        Auth("credential", "--provider", "zai").ShouldSucceed().Output.ShouldContain("zai:work");
        File.ReadAllText(scene.ConfigPath).ShouldContain("// kept");
        JsonNode.Parse(File.ReadAllText(scene.ConfigPath), documentOptions: new() { CommentHandling = System.Text.Json.JsonCommentHandling.Skip, AllowTrailingCommas = true })!["auth"]!["profiles"]!["zai:work"].ShouldNotBeNull();

        Auth("logout", "zai:work", "--yes").ShouldSucceed();
        scene.ReadStore()["profiles"]!.AsObject().Select(profile => profile.Key).ShouldBe(["anthropic:a"]);
        File.ReadAllText(scene.ConfigPath).ShouldNotContain("zai:work");
    }

    [Fact]
    public void A_token_is_imported_with_its_end()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a")).WithInput("tok-9876543210-9876543210");

        Auth("paste-token", "--provider", "anthropic", "--profile-id", "anthropic:work", "--expires-in", "30d").ShouldSucceed();

        JsonNode profile = scene.ReadStore()["profiles"]!["anthropic:work"]!;
        profile["type"]!.GetValue<string>().ShouldBe("token");
        DateTimeOffset.FromUnixTimeMilliseconds((long)profile["expires"]!.GetValue<double>()).ShouldBe(DateTimeOffset.UtcNow.AddDays(30), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void A_rehearsal_changes_nothing()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a").Order("zai", "zai:a"));
        string before = scene.Home.Fingerprint();

        Auth("logout", "zai:a", "--dry-run");
        Auth("list").ShouldSucceed();
        scene.Run("models", "status").ExitCode.ShouldBe(0);
        scene.Run("secrets", "audit");
        scene.Run("doctor");

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_failure_rests_a_profile_and_ending_that_has_it_used_again()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a").ApiKey("zai:b"));

        Auth("usage", "zai:a", "--failure-reason", "auth").ShouldSucceed();
        scene.ReadStore()["usageStats"]!["zai:a"]!["cooldownUntil"].ShouldNotBeNull();
        Auth("credential", "--provider", "zai").ShouldSucceed().Output.ShouldContain("zai:b");

        Auth("cooldown", "clear", "--profile-id", "zai:a").ShouldSucceed();
        scene.ReadStore()["usageStats"]?["zai:a"]?["cooldownUntil"].ShouldBeNull();
        Auth("credential", "--provider", "zai").ShouldSucceed().Output.ShouldContain("zai:a");
    }

    [Fact]
    public void Candidates_say_why_one_is_used_and_the_others_are_not()
    {
        scene.WithStore(new StoreBuilder().ApiKey("openai:a").ApiKey("openai:b").Order("openai", "openai:b", "openai:a")).WithVariable("OPENAI_API_KEY", "sk-0000000000-0000000000");

        JsonNode candidates = Auth("candidates", "--provider", "openai", "--json").ShouldSucceed().Json;

        candidates["chosen"]!.GetValue<string>().ShouldBe("profile:openai:b");
        candidates["candidates"]!.AsArray().Select(candidate => candidate!["state"]!.GetValue<string>()).ShouldBe(["used", "standby", "shadowed"]);
    }

    [Fact]
    public void A_program_gets_the_credential_and_its_output_is_masked()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no Unix shell.");
        scene.WithStore(new StoreBuilder().ApiKey("zai:a"));

        CommandOutcome outcome = scene.Run("run", "--provider", "zai", "--", "/bin/sh", "-c", "test -n \"$ZAI_API_KEY\" && echo \"<$ZAI_API_KEY>\"");

        outcome.ExitCode.ShouldBe(0, outcome.Errors);
        outcome.Output.ShouldBe("<***>\n");
    }

    [Fact]
    public void A_key_is_rotated_and_taken_back()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a")).WithInput(NewKey);
        string old = Key("zai:a");

        Auth("rotate", "start", "zai:a", "--skip-probe").ShouldSucceed();
        scene.WithInput("");
        Key("zai:a").ShouldBe(old);
        Auth("rotate", "complete", "zai:a", "--skip-probe").ShouldSucceed();
        Key("zai:a").ShouldBe(NewKey);
        Auth("rotate", "undo", "zai:a").ShouldSucceed();

        Key("zai:a").ShouldBe(old);
    }

    [Fact]
    public void A_variable_is_set_listed_and_taken_out()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a")).WithFile($"{scene.StateName}/.env", "# kept\nLEVEL=debug\n").WithInput(NewKey);

        scene.Run("env", "set", "ZAI_API_KEY").ShouldSucceed();
        scene.WithInput("");
        File.ReadAllText(scene.Home[$"{scene.StateName}/.env"]).ShouldBe($"# kept\nLEVEL=debug\nZAI_API_KEY={NewKey}\n");
        scene.Run("env", "unset", "ZAI_API_KEY").ShouldSucceed();

        File.ReadAllText(scene.Home[$"{scene.StateName}/.env"]).ShouldBe("# kept\nLEVEL=debug\n");
    }

    [Fact]
    public void Models_are_set_where_the_gateway_reads_them()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a"));

        scene.Run("models", "set", "zai/glm-4.7").ShouldSucceed();
        scene.Run("models", "fallbacks", "add", "zai/glm-4.6").ShouldSucceed();
        scene.Run("models", "aliases", "add", "quick", "zai/glm-4.6").ShouldSucceed();

        scene.Run("models", "status", "--plain").ShouldSucceed().Output.ShouldBe("zai/glm-4.7\n");
        scene.Run("models", "fallbacks", "list", "--json").Json["fallbacks"]!.ToJsonString().ShouldContain("zai/glm-4.6");
        scene.Run("models", "aliases", "list", "--json").Json["aliases"]!["quick"]!.GetValue<string>().ShouldBe("zai/glm-4.6");
        File.ReadAllText(scene.ConfigPath).ShouldContain("// kept");
    }

    [Fact]
    public void A_backup_brings_back_what_was_there()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a").Order("zai", "zai:a"));
        scene.Run("backup", "copy.tar.gz").ShouldSucceed();
        Auth("logout", "zai:a", "--yes").ShouldSucceed();

        scene.Run("restore", "copy.tar.gz", "--yes").ShouldSucceed();

        Profiles("main").ShouldBe(["zai:a"]);
        scene.ReadStore()["order"]!["zai"]!.ToJsonString().ShouldBe("""["zai:a"]""");
    }

    [Fact]
    public void Doctor_names_what_is_wrong()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a").Token("anthropic:old", TimeSpan.FromDays(-3)).Order("zai", "zai:gone", "zai:a"));
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(scene.Home[scene.StateName], (UnixFileMode)0b111_000_000);

        CommandOutcome found = scene.Run("doctor", "--json", "--non-interactive");

        found.ExitCode.ShouldBe(0, found.Errors);
        found.Errors.ShouldBeEmpty();
        string[] ids = [.. found.Json["findings"]!.AsArray().Select(finding => finding!["id"]!.GetValue<string>())];
        ids.ShouldContain("AUTH_PROFILE_EXPIRED");
        ids.ShouldContain("ORDER_NAMES_UNKNOWN_PROFILE");
    }

    [Fact]
    public void What_does_not_exist_is_told_and_nothing_is_changed()
    {
        scene.WithStore(new StoreBuilder().ApiKey("zai:a"));
        string before = scene.Home.Fingerprint();

        Auth("logout", "zai:b", "--yes").ExitCode.ShouldBe(1);
        Auth("order", "set", "--provider", "zai", "zai:b").ExitCode.ShouldBe(1);
        Auth("credential", "--profile-id", "zai:b").ExitCode.ShouldBe(1);
        Auth("usage", "zai:b", "--succeeded").ExitCode.ShouldBe(1);
        Auth("rotate", "complete", "zai:a").ExitCode.ShouldBe(1);

        scene.Home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Many_changes_at_once_lose_nothing()
    {
        string[] ids = [.. Enumerable.Range(0, 6).Select(number => $"zai:{number}")];
        StoreBuilder store = new();
        foreach (string id in ids)
            store.ApiKey(id);
        scene.WithStore(store);

        foreach (RunningCommand command in scene.StartTogether(ids.Select(id => (string[])["models", "auth", "usage", id, "--failure-reason", "auth"])))
            command.Outcome().ShouldSucceed();

        scene.ReadStore()["usageStats"]!.AsObject().Select(usage => usage.Key).ShouldBe(ids, ignoreOrder: true);
    }

    private string Agents(string other) => layout == SceneLayout.Today
        ? $$"""{ agents: { ownership: "explicit", entries: { main: {}, {{other}}: {} } } }"""
        : $$"""{ agents: { list: [{ id: "main" }, { id: "{{other}}" }] } }""";

    private string Key(string profileId) => scene.ReadStore()["profiles"]![profileId]!["key"]!.GetValue<string>();

    private CommandOutcome Auth(params string[] arguments) => scene.Run(["models", "auth", .. arguments]);

    private JsonNode Shown(params string[] arguments) => Auth([.. arguments, "--json"]).ShouldSucceed().Json;

    /// <summary>The ids that are listed, sorted: gateways list them in orders of their own.</summary>
    private IEnumerable<string> Profiles(string agent) => Shown("list", "--agent", agent)["profiles"]!.AsArray()
        .Select(profile => (profile!["profileId"] ?? profile["id"])!.GetValue<string>()).Order(StringComparer.Ordinal);
}
