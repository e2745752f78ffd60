using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.AuthorizationServer;

namespace Moltbot.ProbeFigures;

/// <summary>Providers on this machine, and an installation in a temporary home whose credentials are for them.</summary>
internal sealed class House : IAsyncDisposable
{
    private readonly CertificateAuthority authority = new();

    public string Home { get; } = Directory.CreateTempSubdirectory("moltbot-figures-").FullName;

    public ModelServer Server { get; private set; } = null!;

    public static async Task<House> BuildAsync()
    {
        House house = new();
        house.Server = await ModelServer.StartAsync(house.authority);
        await File.WriteAllTextAsync(Path.Combine(house.Home, "root.pem"), house.authority.Root);
        return house;
    }

    /// <summary>Lays out providers by their addresses, each with some keys.</summary>
    /// <param name="addresses">The address of each provider.</param>
    /// <param name="keys">How many keys each has.</param>
    /// <param name="configName">The name of the configuration.</param>
    public void LayOut(IReadOnlyList<string> addresses, int keys, string configName)
    {
        JsonObject providers = [];
        JsonObject profiles = [];
        for (int provider = 0; provider < addresses.Count; provider++)
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"p{provider:00}");
            providers[name] = new JsonObject
            {
                ["baseUrl"] = addresses[provider],
                ["api"] = "openai-completions",
                ["models"] = new JsonArray(new JsonObject { ["id"] = "m", ["name"] = "m" }),
            };
            for (int key = 0; key < keys; key++)
                profiles[$"{name}:{key}"] = new JsonObject { ["type"] = "api_key", ["provider"] = name, ["key"] = $"key-{name}-{key}-0123456789" };
        }

        Write(Path.Combine(".clawdbot", configName), new JsonObject { ["models"] = new JsonObject { ["providers"] = providers } });
        Write(".clawdbot/agents/main/agent/auth-profiles.json", new JsonObject { ["version"] = 1, ["profiles"] = profiles });
    }

    /// <summary>Runs a program on the installation.</summary>
    public async Task<Run> RunAsync(string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Home };
        start.Environment.Clear();
        start.Environment["HOME"] = Home;
        start.Environment["CLAWDBOT_STATE_DIR"] = Path.Combine(Home, ".clawdbot");
        start.Environment["PATH"] = "/usr/local/bin:/usr/bin:/bin";
        start.Environment["NODE_EXTRA_CA_CERTS"] = Path.Combine(Home, "root.pem");
        start.Environment["NO_COLOR"] = "1";
        long begun = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        double peak = 0;
        while (!process.HasExited)
        {
            peak = Math.Max(peak, PeakOf(process.Id));
            await Task.Delay(2);
        }

        await process.WaitForExitAsync();
        TimeSpan took = Stopwatch.GetElapsedTime(begun);
        string text = await output;
        int begin = text.IndexOf('{', StringComparison.Ordinal);
        return begin < 0 ? throw new InvalidOperationException(await errors) : new Run(took, peak, JsonNode.Parse(text[begin..])!);
    }

    public static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        authority.Dispose();
        Directory.Delete(Home, recursive: true);
    }

    private void Write(string relativePath, JsonObject json)
    {
        string path = Path.Combine(Home, relativePath);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, json.ToJsonString());
    }

    /// <summary>The most memory that a process has had so far, in MiB.</summary>
    private static double PeakOf(int process)
    {
        try
        {
            string line = File.ReadLines($"/proc/{process}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (Exception e) when (e is IOException or InvalidOperationException)
        {
            return 0;
        }
    }

    /// <summary>A run of a program.</summary>
    /// <param name="Took">How long it took.</param>
    /// <param name="Peak">The most memory it had, in MiB.</param>
    /// <param name="Json">What it said.</param>
    internal sealed record Run(TimeSpan Took, double Peak, JsonNode Json);
}
