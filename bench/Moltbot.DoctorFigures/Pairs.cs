using System.Diagnostics;
using System.Globalization;
using Moltbot.Figures;
using Moltbot.Testing;

namespace Moltbot.DoctorFigures;

/// <summary>Compares a doctor with a status of the same healthy installation, in pairs of whole processes, in changing order, by their processor time.</summary>
internal static class Pairs
{
    private const double Most = 3;

    public static int Run(string program, string[] arguments)
    {
        int pairs = Damages.Number(arguments, 0, 60);
        using TemporaryHome home = new();
        HealthyHome.LayOut(home, DateTimeOffset.UtcNow, Damages.Number(arguments, 1, 100));
        List<(double Doctor, double Status)> measured = [];
        for (int pair = -2; pair < pairs; pair++)
        {
            bool isFirst = pair % 2 == 0;
            double early = Measure(program, home.Path, isFirst ? ["doctor", "--check"] : ["models", "status"]);
            double late = Measure(program, home.Path, isFirst ? ["models", "status"] : ["doctor", "--check"]);
            if (pair >= 0)
                measured.Add(isFirst ? (early, late) : (late, early));
        }

        double ratio = Median(measured.Select(one => one.Doctor / one.Status));
        Damages.Say(string.Create(CultureInfo.InvariantCulture, $"doctor {Median(measured.Select(one => one.Doctor)):F1} ms, status {Median(measured.Select(one => one.Status)):F1} ms of processor time, ratio {ratio:F2} (medians of {pairs} pairs)"));
        return ratio <= Most ? 0 : 1;
    }

    private static double Measure(string program, string home, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = home };
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = Environment.GetEnvironmentVariable("PATH");
        TimeSpan before = ProcessorTime.OfEnded();
        using Process process = Process.Start(start)!;
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        process.StandardOutput.ReadToEnd();
        errors.Wait();
        process.WaitForExit();
        return process.ExitCode != 0
            ? throw new InvalidOperationException($"{string.Join(' ', arguments)} ended with {process.ExitCode}: {errors.Result}")
            : (ProcessorTime.OfEnded() - before).TotalMilliseconds;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
