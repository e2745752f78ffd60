using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Moltbot.TodayFigures;

/// <summary>What a run of a program says, and what it takes.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it says on standard output.</param>
/// <param name="Errors">What it says on standard error.</param>
/// <param name="Time">How long it takes.</param>
internal sealed record Measured(int ExitCode, string Output, string Errors, TimeSpan Time)
{
    /// <summary>Starts a program in a process that tells its largest memory.</summary>
    public const string OfOne = "memory-of-one";

    private const int Children = -1;
    private const int Longs = 18;
    private const int LargestResident = 4;

    /// <summary>Its largest memory in mebibytes, where that was measured.</summary>
    public double Memory { get; init; }

    /// <summary>Runs a program in a home.</summary>
    public static Measured Run(string home, string program, string arguments, string input = "")
    {
        long began = Stopwatch.GetTimestamp();
        using Process process = Start(home, program, arguments);
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return new Measured(process.ExitCode, output, errors.Result, Stopwatch.GetElapsedTime(began));
    }

    /// <summary>The same, with its largest memory.</summary>
    public static Measured RunForMemory(string home, string program, string arguments)
    {
        Measured run = Run(home, Environment.ProcessPath!, $"{OfOne} {program} {arguments}");
        string[] told = run.Errors.Split(' ');
        return run with { ExitCode = int.Parse(told[^2], CultureInfo.InvariantCulture), Memory = long.Parse(told[^1], CultureInfo.InvariantCulture) / 1024.0 };
    }

    /// <summary>Starts a program in a home, with nothing else in its environment that would lead it elsewhere.</summary>
    public static Process Start(string home, string program, string arguments)
    {
        ProcessStartInfo start = new(program, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            WorkingDirectory = home,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("OPENCLAW_", StringComparison.Ordinal) || name.StartsWith("MOLTBOT_", StringComparison.Ordinal) || name.EndsWith("_API_KEY", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(name);

        start.Environment["HOME"] = home;
        start.Environment["NO_COLOR"] = "1";
        start.Environment["MOLTBOT_OFFLINE"] = "1";
        start.Environment["OPENCLAW_SKIP_CHANNELS"] = "1";
        start.Environment["npm_config_registry"] = "http://127.0.0.1:9"; // what the gateway looks for there is not to hold anything up
        start.Environment["npm_config_fetch_retries"] = "0";
        return Process.Start(start)!;
    }

    /// <summary>Runs a line and tells on standard error how it ended and what it took.</summary>
    public static int Tell(string[] line)
    {
        using Process process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        errors.Wait();
        process.WaitForExit();
        long[] usage = new long[Longs];
        _ = GetResourceUsage(Children, usage);
        Console.Error.Write(string.Create(CultureInfo.InvariantCulture, $"{process.ExitCode} {usage[LargestResident]}"));
        return 0;
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetResourceUsage(int who, [Out] long[] usage);
}
