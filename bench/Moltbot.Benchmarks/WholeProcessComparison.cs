using System.Diagnostics;
using System.Globalization;

namespace Moltbot.Benchmarks;

/// <summary>
/// Runs <c>models status --json</c> of two programs in turn on the same files and prints the ratio of their times and
/// of their memory: <c>whole-process &lt;our moltbot&gt; &lt;the reference's&gt; [runs]</c>.
/// </summary>
internal static class WholeProcessComparison
{
    private const int DefaultRuns = 10;

    public static int Run(string[] args)
    {
        if (args.Length < 2)
        {
            Console.Error.WriteLine("usage: whole-process <our moltbot> <the reference's> [runs]");
            return 2;
        }

        int runs = args.Length > 2 ? int.Parse(args[2], CultureInfo.InvariantCulture) : DefaultRuns;
        using SampleInstallation sample = new(profiles: 10);
        List<Measurement> ours = [];
        List<Measurement> theirs = [];
        for (int run = -1; run < runs; run++)
        {
            Measurement our = Measure(args[0], sample.Home);
            Measurement their = Measure(args[1], sample.Home);
            if (run < 0)
                continue; // the first pair warms the disk cache

            ours.Add(our);
            theirs.Add(their);
        }

        Report("wall time, ms", ours, theirs, measurement => measurement.Milliseconds);
        Report("peak memory, MiB", ours, theirs, measurement => measurement.PeakMebibytes);
        return 0;
    }

    private static void Report(string name, List<Measurement> ours, List<Measurement> theirs, Func<Measurement, double> figure)
    {
        double our = Median(ours.Select(figure));
        double their = Median(theirs.Select(figure));
        double ratio = Median(ours.Zip(theirs, (a, b) => figure(b) / figure(a)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}: ours {our:F1}, reference {their:F1}, ratio {ratio:F1} (median of {ours.Count} pairs)"));
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }

    /// <summary>
    /// Time and memory are taken from runs of their own, because looking at a process's memory takes time from it. The
    /// time is that of the program as its users start it; for its memory the reference stays in the one process that is
    /// looked at, where it would start a second one and wait for it.
    /// </summary>
    private static Measurement Measure(string program, string home)
    {
        long started = Stopwatch.GetTimestamp();
        Run(program, home, staysInOneProcess: false, process => process.WaitForExit());
        double elapsed = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        double peak = 0;
        Run(program, home, staysInOneProcess: true, process =>
        {
            while (!process.WaitForExit(1))
                peak = Math.Max(peak, PeakOf(process.Id));
        });
        return new Measurement(elapsed, peak);
    }

    private static void Run(string program, string home, bool staysInOneProcess, Action<Process> wait)
    {
        ProcessStartInfo start = new(program, ["models", "status", "--json"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        start.Environment["HOME"] = home;
        if (staysInOneProcess)
            start.Environment["CLAWDBOT_NO_RESPAWN"] = "1";

        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        wait(process);
        Task.WaitAll(output, errors);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {errors.Result}");
    }

    /// <summary>The most memory that a process has held so far, in MiB; 0 where the system does not say.</summary>
    private static double PeakOf(int processId)
    {
        try
        {
            string? line = File.ReadLines($"/proc/{processId}/status").FirstOrDefault(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
            return line is null ? 0 : double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
        catch (IOException)
        {
            return 0; // it has just ended
        }
    }

    private sealed record Measurement(double Milliseconds, double PeakMebibytes);
}
