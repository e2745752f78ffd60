using System.Text.Json.Nodes;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class DoctorTests : IDisposable
{
    private const string Broken = ".moltbot/agents/main/agent/auth-profiles.json.bak";

    private readonly CommandScene scene = new CommandScene().WithStore(new StoreBuilder().ApiKey("anthropic:a").Order("anthropic", "anthropic:gone", "anthropic:a"));

    public DoctorTests()
    {
        scene.WithConfig("{}");
        Directory.CreateDirectory(scene.Home[".moltbot/agents/main/sessions"]);
        Directory.CreateDirectory(scene.Home[".moltbot/credentials"]);
        foreach (string entry in Directory.EnumerateFileSystemEntries(scene.Home[".moltbot"], "*", SearchOption.AllDirectories).Append(scene.Home[".moltbot"]))
            Unix.SetMode(entry, Directory.Exists(entry) ? "700" : "600");
    }

    private string Order => File.ReadAllText(scene.StorePath);

    public void Dispose() => scene.Dispose();

    [Fact]
    public void What_is_wrong_stands_under_the_headings_of_the_gateways_own_doctor()
    {
        string output = scene.Run("doctor").ShouldSucceed().Output;

        output.ShouldContain(
            """
            Auth order
            - ORDER_NAMES_UNKNOWN_PROFILE (warning) The anthropic order in
            """);
        output.ShouldContain(SystemForm.OfText("\n  ~/.moltbot/agents/main/agent/auth-profiles.json order.anthropic agent main\n  Repair: Take anthropic:gone out of the order\n"));
        output.ShouldContain("\n1 warning, 1 note.\n");
        Order.ShouldContain("anthropic:gone");
    }

    [Theory]
    [InlineData("ORDER_NAMES_UNKNOWN_PROFILE", 2)]
    [InlineData("PLAINTEXT_FOUND", 0)]
    [InlineData("LOCK_STALE", 0)]
    public void The_exit_code_of_a_check_tells_what_remains(string only, int exitCode)
    {
        scene.Run("doctor", "--check", "--only", only).ExitCode.ShouldBe(exitCode);
        scene.Run("doctor", "--only", only).ExitCode.ShouldBe(0);
    }

    [Fact]
    public void An_error_is_worse_than_a_warning_and_a_repair_ends_it()
    {
        Unix.SetMode(scene.StorePath, "644");

        scene.Run("doctor", "--check").ExitCode.ShouldBe(1);
        scene.Run("doctor", "--check", "--yes").ExitCode.ShouldBe(0);
    }

    /// <summary>A repair that needs no question, one that needs a yes, one that moves what an older version left, and one that has to be forced.</summary>
    [Theory]
    [InlineData("", false, false, false, false)]
    [InlineData("--non-interactive", false, false, false, false)]
    [InlineData("--fix", true, false, false, false)]
    [InlineData("--repair --force", true, false, false, false)]
    [InlineData("--fix --non-interactive", true, false, true, false)]
    [InlineData("--yes", true, true, true, false)]
    [InlineData("--yes --force", true, true, true, true)]
    [InlineData("--yes --non-interactive --force", true, false, true, false)]
    public void Where_nobody_can_be_asked_repairs_are_made_by_the_rules_of_the_gateways_own_doctor(string options, bool unasked, bool asked, bool migration, bool forced)
    {
        Directory.Delete(scene.Home[".moltbot/credentials"]);
        Directory.CreateDirectory(scene.Home[".moltbot/agent"]);
        scene.WithFile(Broken, new StoreBuilder().ApiKey("zai:removed", "sk-removed-0123456789").ToText());

        scene.Run(["doctor", .. options.Split(' ', StringSplitOptions.RemoveEmptyEntries)]);

        Order.Contains("anthropic:gone", StringComparison.Ordinal).ShouldBe(!unasked);
        Directory.Exists(scene.Home[".moltbot/credentials"]).ShouldBe(asked);
        Directory.Exists(scene.Home[".moltbot/agent"]).ShouldBe(!migration);
        File.Exists(scene.Home[Broken]).ShouldBe(!forced);
    }

    [Theory]
    [InlineData("y", false)]
    [InlineData("\r", false)]
    [InlineData("n", true)]
    public void At_a_terminal_each_repair_is_asked(string answer, bool remains)
    {
        CommandOutcome outcome = scene.RunOnTerminal(["doctor"], new TerminalInput("Take anthropic:gone out of the order?", answer));

        outcome.ExitCode.ShouldBe(0);
        Order.Contains("anthropic:gone", StringComparison.Ordinal).ShouldBe(remains);
    }

    [Fact]
    public void At_a_terminal_fix_asks_nothing()
    {
        Directory.Delete(scene.Home[".moltbot/credentials"]);

        scene.RunOnTerminal(["doctor", "--fix"]).ExitCode.ShouldBe(0);

        Directory.Exists(scene.Home[".moltbot/credentials"]).ShouldBeTrue();
        Order.ShouldNotContain("anthropic:gone");
    }

    [Fact]
    public void A_repair_says_what_it_did_and_how_it_can_be_undone() =>
        scene.Run("doctor", "--fix").ShouldSucceed().Output.ShouldContain(SystemForm.OfText("Doctor changes\n- ORDER_NAMES_UNKNOWN_PROFILE Take anthropic:gone out of the order: ~/.moltbot/agents/main/agent/auth-profiles.json\n  Undo: `moltbot models auth order set --provider anthropic anthropic:gone anthropic:a`\n"));

    [Fact]
    public void A_finding_that_does_not_exist_is_an_error_with_those_that_are_near()
    {
        scene.Run("doctor", "--only", "LOCK_STALL").ShouldFail("There is no finding \"LOCK_STALL\"", "LOCK_STALE");
        scene.Run("doctor", "--skip", "nothing-like-it").ShouldFail("about_Moltbot_Doctor");
    }

    [Fact]
    public void What_was_not_read_is_told_whatever_was_asked_for()
    {
        scene.WithFile(CommandScene.StoreOf("main"), "{ broken");

        CommandOutcome outcome = scene.Run("doctor", "--only", "AUTH_PROFILE_EXPIRED", "--check");

        outcome.ExitCode.ShouldBe(1);
        outcome.Output.ShouldContain("STORE_UNREADABLE (error)");
        outcome.Output.ShouldContain("auth-profiles.json:1:3");
    }

    [Fact]
    public void JSON_has_the_findings_the_repairs_and_what_they_come_to()
    {
        JsonNode json = scene.Run("doctor", "--json", "--only", "ORDER_NAMES_UNKNOWN_PROFILE").ShouldSucceed().Json;

        JsonNode finding = json["findings"]!.AsArray().ShouldHaveSingleItem()!;
        finding["id"]!.GetValue<string>().ShouldBe("ORDER_NAMES_UNKNOWN_PROFILE");
        finding["severity"]!.GetValue<string>().ShouldBe("warning");
        finding["file"]!.GetValue<string>().ShouldBe(scene.StorePath);
        finding["place"]!.GetValue<string>().ShouldBe("order.anthropic");
        finding["safe"]!.GetValue<bool>().ShouldBeTrue();
        (json["warnings"]!.GetValue<int>(), json["exitCode"]!.GetValue<int>()).ShouldBe((1, 2));

        JsonNode mended = scene.Run("doctor", "--json", "--fix", "--only", "ORDER_NAMES_UNKNOWN_PROFILE").ShouldSucceed().Json;
        mended["repairs"]!.AsArray().ShouldHaveSingleItem()!["outcome"]!.GetValue<string>().ShouldBe("repaired");
        mended["findings"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void SARIF_is_valid_and_names_places_and_no_secrets()
    {
        scene.WithConfig("{ auth: 5 }").WithFile(".moltbot/.env", "ZAI_API_KEY=zai-key-in-plain-text-0123456789");

        CommandOutcome outcome = scene.Run("doctor", "--sarif", "--deep").ShouldSucceed();

        SarifRules.Check(outcome.Json).ShouldBeEmpty();
        JsonArray results = outcome.Json["runs"]![0]!["results"]!.AsArray();
        JsonNode config = results.Single(result => result!["ruleId"]!.GetValue<string>() == "CONFIG_INVALID")!["locations"]![0]!["physicalLocation"]!;
        config["artifactLocation"]!.ToJsonString().ShouldBe("""{"uri":".moltbot/moltbot.json","uriBaseId":"HOME"}""");
        config["region"]!.ToJsonString().ShouldBe("""{"startLine":1,"startColumn":9}""");
        outcome.Output.ShouldNotContain("zai-key-in-plain-text");
    }

    [Fact]
    public void There_is_one_format_at_a_time() => scene.Run("doctor", "--json", "--sarif").ShouldFail("either --json or --sarif");
}
