using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Moltbot.AuthorizationServer;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

/// <summary>How much of plans is left: <c>models usage</c>, and the line of it in the status.</summary>
public sealed class ProviderUsageTests(QuotaServer server) : IClassFixture<QuotaServer>
{
    private const string Anthropic = "/api/oauth/usage";
    private const string Zai = "/api/monitor/usage/quota/limit";
    private const string ClaudeToken = "tok-claude-0123456789";
    private const string ZaiKey = "key-zai-0123456789";
    private const string Half = """{"five_hour":{"utilization":50,"resets_at":"2020-01-01T00:00:00Z"},"seven_day":{"utilization":95}}""";

    private static StoreBuilder Store => new StoreBuilder().Token("anthropic:work", ClaudeToken).ApiKey("zai:key", ZaiKey);

    [Fact]
    public void Usage_is_a_bar_for_each_window_and_a_reason_where_there_is_none()
    {
        server.Answer(Anthropic, Half).Answer(Zai, "", 401);
        using CommandScene scene = server.Scene(Store);

        CommandOutcome outcome = scene.Run("models", "usage");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.Split('\n').ShouldBe(
        [
            "Usage:",
            "  Claude",
            "    5h:   ██████████░░░░░░░░░░ 50% left · resets now",
            "    Week: █░░░░░░░░░░░░░░░░░░░ 5% left",
            "  z.ai: HTTP 401",
            "",
        ]);
        server.Questions.ShouldBe([$"{Anthropic} Bearer {ClaudeToken}", $"{Zai} Bearer {ZaiKey}"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("LANG", "C")]
    [InlineData("LC_ALL", "en_US.ISO-8859-1")]
    [InlineData("TERM", "dumb")]
    public void Where_there_is_no_Unicode_bars_and_words_do_without(string variable, string value)
    {
        server.Answer(Anthropic, Half);
        using CommandScene scene = server.Scene(new StoreBuilder().Token("anthropic:work", ClaudeToken)).WithVariable(variable, value);

        string output = scene.Run("models", "usage").Output;

        output.ShouldContain("5h:   ##########.......... 50% left - resets now");
        output.ShouldAllBe(c => char.IsAscii(c));
    }

    [Fact]
    public void Colours_are_for_terminals_only_and_bars_for_all()
    {
        server.Answer(Anthropic, Half);
        using CommandScene scene = server.Scene(new StoreBuilder().Token("anthropic:work", ClaudeToken));
        scene.Environment.Remove("NO_COLOR");

        scene.Run("models", "usage").Output.ShouldNotContain("\u001b[");
        scene.WithVariable("FORCE_COLOR", "1").Run("models", "usage").Output.ShouldContain("\u001b[31m█\u001b[0m".Replace("█", "█░░░░░░░░░░░░░░░░░░░"));
    }

    [Fact]
    public void Json_is_the_summary_of_the_gateway()
    {
        server.Answer(Anthropic, Half).Answer(Zai, "", 500);
        using CommandScene scene = server.Scene(Store);

        JsonNode json = scene.Run("models", "usage", "--json").Json;

        json["updatedAt"]!.GetValue<double>().ShouldBeInRange(DateTimeOffset.UtcNow.AddMinutes(-1).ToUnixTimeMilliseconds(), DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        json["providers"]!.ToJsonString().ShouldBe(
            """[{"provider":"anthropic","displayName":"Claude","windows":[{"label":"5h","usedPercent":50,"resetAt":1577836800000},{"label":"Week","usedPercent":95}]},{"provider":"zai","displayName":"z.ai","windows":[],"error":"HTTP 500"}]""");
    }

    [Fact]
    public void Where_no_provider_tells_anything_the_exit_code_is_1()
    {
        server.Answer(Anthropic, "", 500).Answer(Zai, "", 401);
        using CommandScene scene = server.Scene(Store);

        scene.Run("models", "usage").ExitCode.ShouldBe(1);
        scene.Run("models", "usage", "--json").ExitCode.ShouldBe(1);
    }

    [Fact]
    public void Where_nobody_can_be_asked_that_is_said()
    {
        using CommandScene scene = server.Scene(new StoreBuilder().ApiKey("anthropic:key"));

        CommandOutcome outcome = scene.Run("models", "usage");

        (outcome.ExitCode, outcome.Output).ShouldBe((0, "Usage: no provider usage available.\n"));
        scene.Run("models", "usage", "--json").Json["providers"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void One_provider_of_one_agent_can_be_asked_alone()
    {
        server.Answer(Zai, """{"success":true,"code":200,"data":{"limits":[{"type":"TIME_LIMIT","percentage":3}]}}""");
        using CommandScene scene = server.Scene(Store).WithStore("helper", new StoreBuilder().ApiKey("zai:own", "key-helper-0123456789").Order("zai", "zai:own"));

        scene.Run("models", "usage", "--provider", "Z.AI", "--agent", "helper").Output.ShouldContain("Monthly: ███████████████████░ 97% left");

        server.Questions.ShouldBe([$"{Zai} Bearer key-helper-0123456789"]);
    }

    [Theory]
    [InlineData("--provider", "openai", "openai does not tell")]
    [InlineData("--provider", "github-copilot", "nothing to ask github-copilot")]
    [InlineData("--timeout", "soon", "--timeout soon")]
    [InlineData("--timeout", "0", "--timeout 0")]
    [InlineData("--timeout", "11m", "--timeout 11m")]
    [InlineData("--agent", "nobody", "nobody")]
    public void What_cannot_be_asked_is_refused(string option, string value, string words)
    {
        using CommandScene scene = server.Scene(Store);

        CommandOutcome outcome = scene.Run("models", "usage", option, value);

        outcome.ExitCode.ShouldBe(1);
        outcome.Errors.ShouldContain(words);
    }

    [Fact]
    public void A_provider_that_stops_in_the_middle_ends_at_the_limit()
    {
        server.Answers[Anthropic] = StopInTheMiddleAsync;
        using CommandScene scene = server.Scene(new StoreBuilder().Token("anthropic:work", ClaudeToken));
        Stopwatch clock = Stopwatch.StartNew();

        scene.Run("models", "usage", "--timeout", "300ms").Output.ShouldContain("Claude: Timeout");

        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(8));
    }

    [Fact]
    public void A_server_whose_certificate_nobody_trusts_gets_no_credential()
    {
        server.Answer(Anthropic, Half);
        using CommandScene scene = server.Scene(new StoreBuilder().Token("anthropic:work", ClaudeToken));
        scene.Environment.Remove("NODE_EXTRA_CA_CERTS");

        scene.Run("models", "usage").Output.ShouldContain("Claude: Certificate not trusted");

        server.Questions.ShouldBeEmpty();
    }

    [Fact]
    public void A_server_that_the_system_trusts_is_trusted_beside_roots_that_are_added()
    {
        SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "Only on Linux does a variable say whom the system trusts.");
        server.Answer(Anthropic, Half);
        using CertificateAuthority other = new();
        using CommandScene scene = server.Scene(new StoreBuilder().Token("anthropic:work", ClaudeToken));
        scene.WithFile("roots/system.pem", File.ReadAllText(scene.Home["root.pem"])).WithFile("root.pem", other.Root).WithVariable("SSL_CERT_DIR", "$HOME/roots");

        scene.Run("models", "usage").Output.ShouldContain("50% left");

        scene.Environment.Remove("SSL_CERT_DIR");
        scene.Run("models", "usage").Output.ShouldContain("Claude: Certificate not trusted");
    }

    [Fact]
    public void The_status_shows_what_is_left_beside_sign_ins_and_tokens()
    {
        server.Answer(Anthropic, Half).Answer(Zai, "{}");
        using CommandScene scene = server.Scene(Store);

        CommandOutcome outcome = scene.Run("models", "status");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.Split('\n').ShouldContain("- anthropic usage: 5h 50% left ⏱now · Week 5% left");
        server.Questions.ShouldBe([$"{Anthropic} Bearer {ClaudeToken}"]);
    }

    [Theory]
    [InlineData("--json")]
    [InlineData("--plain")]
    [InlineData("--no-usage")]
    [InlineData("--provider zai")]
    public void The_status_asks_nobody_where_that_is_not_shown(string options)
    {
        server.Answer(Anthropic, Half);
        using CommandScene scene = server.Scene(Store);

        scene.Run(["models", "status", .. options.Split(' ')]).ExitCode.ShouldBe(0);

        server.Questions.ShouldBeEmpty();
    }

    [Fact]
    public void The_status_asks_nobody_offline_and_says_nothing_of_it()
    {
        using CommandScene scene = server.Scene(Store).WithVariable("MOLTBOT_OFFLINE", "1");
        server.Questions.Clear();
        string offline = scene.Run("models", "status").Output;

        server.Questions.ShouldBeEmpty();
        offline.Split('\n').ShouldContain("- anthropic");
        offline.ShouldBe(scene.Run("models", "status", "--no-usage").Output);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    public void The_status_says_nothing_of_a_provider_that_does_not_tell(int status)
    {
        server.Answer(Anthropic, """{"error":{"message":"go away"}}""", status);
        using CommandScene scene = server.Scene(Store);

        CommandOutcome outcome = scene.Run("models", "status");

        outcome.ExitCode.ShouldBe(0);
        outcome.Output.Split('\n').ShouldContain("- anthropic");
        outcome.Errors.ShouldNotContain("go away");
    }

    [Fact]
    public void The_status_renews_and_changes_nothing()
    {
        using CommandScene scene = server.Scene(new StoreBuilder().OAuth("openai-codex:work", "tok-codex-0123456789", "ref-codex-0123456789", DateTimeOffset.UtcNow.AddHours(-1)));
        server.Questions.Clear();
        string before = scene.Home.Fingerprint();

        scene.Run("models", "status").ExitCode.ShouldBe(0);

        server.Questions.ShouldBeEmpty();
        scene.Home.Fingerprint().ShouldBe(before);
    }

    private static async Task StopInTheMiddleAsync(HttpContext context)
    {
        context.Response.ContentLength = 1000;
        await context.Response.WriteAsync("""{"five_hour":""");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }
}
