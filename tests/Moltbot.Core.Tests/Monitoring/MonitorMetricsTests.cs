using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Moltbot.Core.Monitoring;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Monitoring;

public sealed class MonitorMetricsTests : IDisposable
{
    private readonly TemporaryInstallation installation = new TemporaryInstallation()
        .Configuration("{ agents: { defaults: { model: { primary: 'openai/gpt-5.2' } } } }")
        .Store(new StoreBuilder()
            .Token("anthropic:work", expires: TestClock.Now.AddHours(2))
            .ApiKey("zai:\"odd\\name\"\n")
            .Usage("anthropic:work", cooldownUntil: TestClock.Now.AddMinutes(1), errorCount: 2));

    /// <summary>The state directory as a label has it.</summary>
    private string State => installation.Home[".clawdbot"].Replace("\\", "\\\\", StringComparison.Ordinal);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => installation.Dispose();

    [Fact]
    public void Each_credential_has_its_numbers()
    {
        string labels = $"installation=\"{State}\",agent=\"main\",provider=\"anthropic\",profile=\"anthropic:work\"";

        string[] lines = Read().Split('\n');

        lines.ShouldContain($"moltbot_credential_expiry_seconds{{{labels}}} 7200");
        lines.ShouldContain($"moltbot_credential_state{{{labels},state=\"expiring\"}} 1");
        lines.ShouldContain($"moltbot_credential_state{{{labels},state=\"ok\"}} 0");
        lines.ShouldContain($"moltbot_credential_rest_seconds{{{labels}}} 60");
        lines.ShouldContain($"moltbot_credential_failures{{{labels}}} 2");
        lines.ShouldContain($"moltbot_provider_missing{{installation=\"{State}\",agent=\"main\",provider=\"openai\"}} 1");
        lines[^2].ShouldBe("# EOF");
    }

    [Fact]
    public void Without_names_the_same_has_the_same_hash()
    {
        string metrics = Read(anonymous: true);

        metrics.ShouldNotContain("anthropic:work");
        metrics.ShouldNotContain(installation.Home.Path);
        metrics.ShouldBe(Read(anonymous: true));
        metrics.ShouldContain("provider=\"anthropic\"");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Promtool_finds_nothing_wrong(bool anonymous)
    {
        SkipReason.Program.Require(Unix.Has("/usr/bin/promtool"), "There is no promtool, which checks metrics.");

        (int exitCode, string said) = await CheckAsync(Read(anonymous));

        (exitCode, said).ShouldBe((0, ""));
    }

    [Fact]
    public async Task The_textfile_collector_of_a_real_node_exporter_serves_them()
    {
        const string Program = "/usr/bin/prometheus-node-exporter";
        SkipReason.Program.Require(Unix.Has(Program), "There is no prometheus-node-exporter, which reads metrics.");
        MoltbotInstallation opened = installation.Open();
        InstallationMonitor monitor = opened.OpenMonitor(new MonitorSurroundings(opened.OpenSecrets(vaults: null, Cancellation)));
        Directory.CreateDirectory(installation.Home["textfile"]);
        monitor.WriteMetrics(installation.Home["textfile/moltbot.prom"], monitor.ReadMetrics());
        int port = FreePort();
        using Process exporter = Process.Start(new ProcessStartInfo(Program,
            ["--collector.disable-defaults", "--collector.textfile", $"--collector.textfile.directory={installation.Home["textfile"]}", $"--web.listen-address=127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}"])
        {
            RedirectStandardError = true,
        })!;
        try
        {
            while (await exporter.StandardError.ReadLineAsync(Cancellation) is { } line && !line.Contains("Listening on", StringComparison.OrdinalIgnoreCase))
            {
                // It says when it can be asked.
            }

            using HttpClient http = new();
            string served = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/metrics"), Cancellation);

            served.ShouldContain("moltbot_credential_expiry_seconds{agent=\"main\"");
            served.ShouldContain("node_textfile_scrape_error 0");
        }
        finally
        {
            exporter.Kill();
        }
    }

    [Fact]
    public void A_file_that_is_there_keeps_its_mode_and_a_new_one_is_for_all_to_read()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
        string path = installation.Home["moltbot.prom"];
        PublicFile.Write(path, "a");
        Unix.Mode(path).ShouldBe("644");
        Unix.SetMode(path, "640");

        PublicFile.Write(path, "b");

        (Unix.Mode(path), File.ReadAllText(path)).ShouldBe(("640", "b"));
        Directory.GetFiles(installation.Home.Path, "moltbot.prom*").ShouldBe([path]);
    }

    private string Read(bool anonymous = false)
    {
        MoltbotInstallation opened = installation.Open();
        return opened.OpenMonitor(new MonitorSurroundings(opened.OpenSecrets(vaults: null, Cancellation))).ReadMetrics(anonymous: anonymous);
    }

    private static async Task<(int ExitCode, string Said)> CheckAsync(string metrics)
    {
        using Process promtool = Process.Start(new ProcessStartInfo("/usr/bin/promtool", ["check", "metrics"]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        await promtool.StandardInput.WriteAsync(metrics);
        promtool.StandardInput.Close();
        Task<string> errors = promtool.StandardError.ReadToEndAsync(Cancellation);
        string output = await promtool.StandardOutput.ReadToEndAsync(Cancellation);
        await promtool.WaitForExitAsync(Cancellation);
        return (promtool.ExitCode, output + await errors);
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
