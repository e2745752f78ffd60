using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;

namespace Moltbot.MonitorFigures;

/// <summary>A home with an installation of many tokens.</summary>
internal sealed class MonitoredHome : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("moltbot-figures-").FullName;

    /// <param name="count">How many tokens.</param>
    /// <param name="hours">How many hours they are good for.</param>
    /// <param name="settings">The settings of the monitoring, or <see langword="null"/>.</param>
    public MonitoredHome(int count, int hours, JsonObject? settings = null)
    {
        string state = Path.Combine(home, ".moltbot");
        string agent = Path.Combine(state, "agents", "main", "agent");
        Directory.CreateDirectory(agent);
        File.WriteAllText(Path.Combine(state, "moltbot.json"), "{}");
        JsonObject profiles = [];
        double expires = DateTimeOffset.UtcNow.AddHours(hours).ToUnixTimeMilliseconds();
        for (int index = 0; index < count; index++)
            profiles[$"anthropic:{index.ToString(CultureInfo.InvariantCulture)}"] = new JsonObject { ["type"] = "token", ["provider"] = "anthropic", ["token"] = "a-token-of-nobody", ["expires"] = expires };

        File.WriteAllText(Path.Combine(agent, "auth-profiles.json"), new JsonObject { ["version"] = 1, ["profiles"] = profiles }.ToJsonString());
        if (settings is null)
            return;

        string path = Path.Combine(state, "monitor.json");
        File.WriteAllText(path, settings.ToJsonString());
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>The time that a command takes, in milliseconds.</summary>
    public async Task<double> MeasureAsync(string program, int exitCode, params string[] arguments)
    {
        ProcessStartInfo start = new(Path.GetFullPath(program), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = "/usr/bin:/bin";
        start.Environment["MOLTBOT_OFFLINE"] = "1";
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root)
            start.Environment["DOTNET_ROOT"] = root;

        long begin = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        double elapsed = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        return process.ExitCode == exitCode ? elapsed : throw new InvalidOperationException(output + await errors);
    }

    public void Dispose() => Directory.Delete(home, recursive: true);
}
