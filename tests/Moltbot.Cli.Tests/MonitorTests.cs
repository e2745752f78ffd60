using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;
using Moltbot.Cli.Tests.Running;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests;

public sealed class MonitorTests : IAsyncLifetime
{
    private readonly CommandScene scene = new CommandScene().WithConfig("{}").WithStore(new StoreBuilder().Token("anthropic:work", expires: DateTimeOffset.UtcNow.AddHours(-1)));
    private MessageReceiver receiver = null!;

    public async ValueTask InitializeAsync()
    {
        receiver = await MessageReceiver.StartAsync();
        scene.WithFile(".moltbot/.env", $"HOOK={receiver.Address}/hook\n").WithFile(".moltbot/monitor.json", "{ channels: { team: { type: 'slack', url: '${HOOK}' } } }");
    }

    public async ValueTask DisposeAsync()
    {
        await receiver.DisposeAsync();
        scene.Dispose();
    }

    [Fact]
    public void A_pass_tells_the_channels_and_says_what_has_changed()
    {
        CommandOutcome first = scene.Run("monitor", "run");
        CommandOutcome second = scene.Run("monitor", "run");

        (first.ExitCode, first.Errors).ShouldBe((1, ""));
        first.Output.ShouldMatch(@"^critical: anthropic:work has expired, at .*\ntold team \(slack\): Moltbot on .*: expired: anthropic:work\nNot fine: 1\.\n$");
        (second.ExitCode, second.Output).ShouldBe((1, "Known already: 1 of 1 that are not fine.\n"));
        receiver.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public void When_all_is_fine_it_says_so_and_exits_with_0()
    {
        scene.WithStore(new StoreBuilder().ApiKey("anthropic:work"));

        scene.Run("monitor", "run").ShouldSucceed().Output.ShouldBe("All credentials are fine.\n");
    }

    [Fact]
    public void A_dry_run_shows_what_would_be_sent_and_changes_nothing()
    {
        string before = scene.Home.Trace();

        scene.Run("monitor", "run", "--dry-run").Output.ShouldContain("would tell team (slack): Moltbot on ");

        scene.Home.Trace().ShouldBe(before);
        receiver.Messages.ShouldBeEmpty();
    }

    [Fact]
    public void JSON_has_all_of_it()
    {
        JsonNode json = scene.Run("monitor", "run", "--json").Json;

        json["events"]![0]!["kind"]!.GetValue<string>().ShouldBe("expired");
        json["deliveries"]![0]!["accepted"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void A_slip_in_the_settings_names_line_and_column_and_the_others_are_told()
    {
        scene.WithFile(".moltbot/monitor.json", "{\n  channels: { a: { type: 'slak' }, team: { type: 'slack', url: '${HOOK}' } } }");

        CommandOutcome outcome = scene.Run("monitor", "run");

        outcome.ShouldComplain("monitor.json (line 2, column 26)", "slack");
        receiver.Messages.Count.ShouldBe(1);
    }

    [Fact]
    public void A_channel_that_refuses_is_reported_without_its_address()
    {
        receiver.Status["/hook"] = 410;

        CommandOutcome outcome = scene.Run("monitor", "run");

        (outcome.ExitCode, outcome.Errors.Contains("/hook", StringComparison.Ordinal)).ShouldBe((1, false));
        outcome.ShouldComplain("Channel team (slack)", "HTTP 410", "The next pass tells it again.");
    }

    [Fact]
    public void Metrics_are_written_for_everybody_to_read_and_name_nobody_when_that_is_wanted()
    {
        scene.Run("monitor", "run", "--metrics", "moltbot.prom", "--anonymous").ExitCode.ShouldBe(1);

        string metrics = File.ReadAllText(scene.Home["moltbot.prom"]);
        metrics.ShouldContain("moltbot_credential_state{");
        metrics.ShouldContain("provider=\"anthropic\"");
        metrics.ShouldNotContain("anthropic:work");
        metrics.ShouldNotContain(scene.Home.Path);
        metrics.ShouldEndWith("# EOF\n");
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(scene.Home["moltbot.prom"]).HasFlag(UnixFileMode.OtherRead).ShouldBeTrue();
    }

    [Theory]
    [InlineData("--refresh-within", "soon", "2h")]
    [InlineData("--agent", "nobody", "main")]
    public void What_makes_no_sense_is_refused(string option, string value, string word) =>
        scene.Run("monitor", "run", option, value).ShouldFail(word);

    [Fact]
    public void A_schedule_is_installed_shown_and_taken_away()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no crontab.");
        WithCrontab();

        CommandOutcome installed = scene.Run("monitor", "install", "--scheduler", "cron", "--every", "15m");
        installed.ShouldComplain(".env");
        installed.Output.ShouldBe("Installed: cron, every 15m, crontab\n");
        File.ReadAllText(scene.Home["crontab"]).ShouldMatch(@"^\*/15 \* \* \* \* '.*moltbot' '--state-dir' '.*/\.moltbot' 'monitor' 'run' >/dev/null 2>&1 # moltbot-auth-monitor .*/\.moltbot\n$");
        scene.RunScript(File.ReadAllText(scene.Home["crontab"]).Split("* * * *")[1]).ExitCode.ShouldBe(1);
        receiver.Messages.Count.ShouldBe(1);

        string[] status = scene.Run("monitor", "status").ShouldSucceed().Output.Split('\n');
        status[0].ShouldBe("Started by: cron, every 15m (crontab)");
        status[1].ShouldMatch("Last pass:  .*Z, exit code 1, 1 not fine, 1 told");
        status[2].ShouldMatch("Next pass:  .*Z");
        status[3].ShouldBe("Channels:   team (slack)");
        status[4].ShouldBe("Due:        now 1····························· +30d");
        status[5].ShouldEndWith("anthropic:work has expired");

        scene.Run("monitor", "uninstall").ShouldSucceed().Output.ShouldBe("Removed: cron, every 15m, crontab\n");
        File.ReadAllText(scene.Home["crontab"]).ShouldBeEmpty();
        scene.Run("monitor", "uninstall").ShouldSucceed().Output.ShouldBe("Nothing was installed.\n");
    }

    [Fact]
    public void Where_there_is_no_scheduler_it_says_what_to_do_instead()
    {
        scene.WithVariable("PATH", "$HOME");

        scene.Run("monitor", "install", "--scheduler", "cron").ShouldFail("cron is not there", "moltbot monitor run");
    }

    [Fact]
    public void The_page_is_its_owners_and_needs_nothing_else()
    {
        scene.WithStore(new StoreBuilder().Token("anthropic:<b>work</b>", expires: DateTimeOffset.UtcNow.AddDays(3)));

        scene.Run("monitor", "status", "--html", "report.html").ShouldSucceed();

        string page = File.ReadAllText(scene.Home["report.html"]);
        page.ShouldContain("anthropic:&lt;b&gt;work&lt;/b&gt;");
        page.ShouldNotContain("<script", Case.Insensitive);
        page.ShouldNotContain("http://", Case.Insensitive);
        page.ShouldNotContain("https://", Case.Insensitive);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(scene.Home["report.html"]).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void The_page_is_shown_by_a_real_browser()
    {
        const string Chromium = "/usr/bin/chromium";
        SkipReason.Program.Require(Unix.Has(Chromium), "There is no Chromium.");
        scene.WithStore(new StoreBuilder().Token("anthropic:<img src=x onerror=document.title='run'>", expires: DateTimeOffset.UtcNow.AddDays(3)).Token("zai:gone", expires: DateTimeOffset.UtcNow.AddHours(-1)));
        scene.Run("monitor", "status", "--html", "report.html").ShouldSucceed();

        string shown = scene.RunProgram(Chromium, "--headless", "--no-sandbox", $"--user-data-dir={scene.Home["browser"]}", "--dump-dom", $"file://{scene.Home["report.html"]}").Output;

        shown.ShouldMatch("<title>Credentials of Moltbot on [^<]*</title>");
        shown.ShouldContain("<rect class=\"today\"");
        shown.ShouldContain("<rect class=\"later\"");
        shown.ShouldContain("anthropic:&lt;img src=x onerror=document.title='run'&gt;");
        shown.ShouldNotContain("<img");
    }

    /// <summary>A crontab in a file, so that nobody's own is touched.</summary>
    private void WithCrontab()
    {
        scene.WithFile("bin/crontab", "#!/bin/sh\nif [ \"$1\" = -l ]; then cat \"$HOME/crontab\"; else cat > \"$HOME/crontab\"; fi\n").WithFile("crontab", "");
        Unix.SetMode(scene.Home["bin/crontab"], "755");
        scene.WithVariable("PATH", "$HOME/bin:/usr/bin:/bin");
    }
}
