using System.Diagnostics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moltbot.AuthorizationServer;

namespace Moltbot.UsageFigures;

/// <summary>Providers on this machine that take their time to tell how much of a plan is left, and an installation with a token of each.</summary>
internal sealed class ProviderHouse : IAsyncDisposable
{
    private const string ToldPlan = "usage: 5h 50% left";

    private static readonly Dictionary<string, string> Hosts = new(StringComparer.Ordinal)
    {
        ["anthropic"] = "https://api.anthropic.com",
        ["github-copilot"] = "https://api.github.com",
        ["google-gemini-cli"] = "https://cloudcode-pa.googleapis.com",
        ["minimax"] = "https://api.minimaxi.com",
        ["openai-codex"] = "https://chatgpt.com",
    };

    private readonly CertificateAuthority authority = new();
    private readonly string home = Directory.CreateTempSubdirectory("moltbot-figures-").FullName;
    private readonly X509Certificate2 certificate;
    private readonly WebApplication host;
    private readonly TimeSpan slowest;

    private ProviderHouse(TimeSpan slowest)
    {
        this.slowest = slowest;
        certificate = authority.For("127.0.0.1");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        host = builder.Build();
        host.Run(AnswerAsync);
    }

    public static int Providers => Hosts.Count;

    public static async Task<ProviderHouse> BuildAsync(TimeSpan slowest)
    {
        ProviderHouse house = new(slowest);
        await house.host.StartAsync();
        house.LayOut();
        return house;
    }

    /// <summary>The wall time of a status, in milliseconds.</summary>
    public async Task<double> MeasureAsync(string program, bool showsUsage, bool hasSystemRoots = true)
    {
        ProcessStartInfo start = new(Path.GetFullPath(program), ["models", "status", .. showsUsage ? Array.Empty<string>() : ["--no-usage"]])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["NODE_EXTRA_CA_CERTS"] = Path.Combine(home, "root.pem");
        if (!hasSystemRoots)
        {
            start.Environment["SSL_CERT_FILE"] = Path.Combine(home, "root.pem");
            start.Environment["SSL_CERT_DIR"] = Path.Combine(home, "none");
        }

        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        double elapsed = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        return output.Contains(ToldPlan, StringComparison.Ordinal) == showsUsage ? elapsed : throw new InvalidOperationException(output + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        certificate.Dispose();
        authority.Dispose();
        Directory.Delete(home, recursive: true);
    }

    private void LayOut()
    {
        string state = Path.Combine(home, ".moltbot");
        string agent = Path.Combine(state, "agents", "main", "agent");
        Directory.CreateDirectory(agent);
        File.WriteAllText(Path.Combine(home, "root.pem"), authority.Root);
        File.WriteAllText(Path.Combine(state, "moltbot.json"), "{}");
        string endpoints = Path.Combine(state, "providers.endpoints.json");
        JsonObject replaced = [];
        JsonObject profiles = [];
        foreach ((string provider, string address) in Hosts)
        {
            replaced[provider] = new JsonObject { [address] = host.Urls.Single() };
            profiles[$"{provider}:work"] = new JsonObject { ["type"] = "token", ["provider"] = provider, ["token"] = "a-token-of-nobody" };
        }

        File.WriteAllText(endpoints, replaced.ToJsonString());
        File.WriteAllText(Path.Combine(agent, "auth-profiles.json"), new JsonObject { ["version"] = 1, ["profiles"] = profiles }.ToJsonString());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(endpoints, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Anthropic is the slowest; the others take half of that.</summary>
    private async Task AnswerAsync(HttpContext context)
    {
        bool isSlowest = context.Request.Path == "/api/oauth/usage";
        await Task.Delay(isSlowest ? slowest : slowest / 2, context.RequestAborted);
        await context.Response.WriteAsync("""{"five_hour":{"utilization":50}}""");
    }
}
