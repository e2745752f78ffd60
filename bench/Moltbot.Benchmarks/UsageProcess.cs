using System.Diagnostics;
using System.Globalization;

namespace Moltbot.Benchmarks;

/// <summary>A process that records failures of a profile, ours or the reference's.</summary>
internal sealed class UsageProcess : IDisposable
{
    private readonly Process process;

    private UsageProcess(string program, IEnumerable<string> arguments, string home)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, WorkingDirectory = home };
        start.Environment["HOME"] = home;
        process = Process.Start(start)!;
        if (process.StandardOutput.ReadLine() != "ready")
            throw new InvalidOperationException($"{program} did not begin.");
    }

    /// <summary>The folder of the reference's package, or <see langword="null"/>.</summary>
    public static string? Reference => Environment.GetEnvironmentVariable("MOLTBOT_REFERENCE") is { Length: > 0 } package ? package : null;

    /// <summary>Starts one of ours and waits until it is warm.</summary>
    public static UsageProcess StartOurs(SampleInstallation sample, string profileId, double seconds, int pause = 0) =>
        new(Environment.ProcessPath!, ["usage-worker", sample.Home, profileId, Text(seconds), Text(pause)], sample.Home);

    /// <summary>Starts one of the reference's and waits until it is warm.</summary>
    public static UsageProcess StartReference(SampleInstallation sample, string profileId, double seconds, int pause = 0) => new(
        "node",
        [Path.Combine(AppContext.BaseDirectory, "usage-reference.mjs"), Reference!, Path.GetDirectoryName(sample.StorePath)!, profileId, Text(seconds), Text(pause)],
        sample.Home);

    /// <summary>Lets it begin.</summary>
    public void Begin() => process.StandardInput.WriteLine();

    /// <summary>Waits until it is done; how many failures it recorded.</summary>
    public int Finish()
    {
        string? count = process.StandardOutput.ReadLine();
        process.WaitForExit();
        return process.ExitCode == 0 ? int.Parse(count!, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"It ended with {process.ExitCode}: its lock was compromised.");
    }

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill();

        process.Dispose();
    }

    private static string Text(double number) => number.ToString(CultureInfo.InvariantCulture);
}
