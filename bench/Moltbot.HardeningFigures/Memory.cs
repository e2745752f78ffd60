using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Moltbot.Testing;

namespace Moltbot.HardeningFigures;

/// <summary>How much memory and time large inputs take, in a process for each.</summary>
internal static class Memory
{
    /// <summary>Starts a program, and tells its exit code and its largest memory in KiB.</summary>
    public const string OfOne = "memory-of-one";

    private const int Children = -1;
    private const int Longs = 18;
    private const int LargestResident = 4;
    private const double Mebibyte = 1024 * 1024;
    private const double Fixed = 60;
    private const double Factor = 5;
    private static readonly string[] Commands = ["models status --json", "models auth list --json", "models list --json", "sessions model list --json", "env list --json", "secrets audit --json", "doctor --json", "models auth candidates --provider anthropic --json"];

    public static int Run(string program)
    {
        int over = 0;
        foreach ((string name, string file, Func<int, string> content, int[] counts) in Inputs())
        {
            foreach (int count in counts)
            {
                using TemporaryHome home = new();
                home.Write($"{HealthyHome.State}/moltbot.json", "{}");
                string path = home.Write($"{HealthyHome.State}/{file}", content(count));
                double size = new FileInfo(path).Length / Mebibyte;
                double limit = (Factor * size) + Fixed;
                List<string> told = [];
                foreach (string command in Commands)
                {
                    (int exitCode, double memory, TimeSpan time) = Measure(program, command, home);
                    over += memory > limit ? 1 : 0;
                    told.Add(string.Create(CultureInfo.InvariantCulture, $"{command.Split(" --")[0]} {memory:F0}{(memory > limit ? " (over)" : "")} MiB {time.TotalSeconds:F2} s{(exitCode == 0 ? "" : $" exit {exitCode}")}"));
                }

                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name} ({count}), {size:F1} MiB, limit {limit:F0} MiB: {string.Join("; ", told)}"));
            }
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"over the limit: {over}"));
        return over == 0 ? 0 : 1;
    }

    public static int Tell(string[] line)
    {
        using Process process = Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
        process.StandardOutput.BaseStream.CopyTo(Stream.Null);
        errors.Wait();
        process.WaitForExit();
        long[] usage = new long[Longs];
        _ = GetResourceUsage(Children, usage);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{process.ExitCode} {usage[LargestResident]}"));
        return 0;
    }

    private static IEnumerable<(string Name, string File, Func<int, string> Content, int[] Counts)> Inputs()
    {
        const string Store = "agents/main/agent/auth-profiles.json";
        const string Sessions = "agents/main/sessions/sessions.json";
        yield return ("profiles", Store, count => Object("{\"version\":1,\"profiles\":", count, i => $"\"anthropic:p{i}\":{{\"type\":\"api_key\",\"provider\":\"anthropic\",\"key\":\"sk-ant-api03-{i:0000000000000000}\"}}", "}"), [1000, 10_000, 40_000]);
        yield return ("blanks in a store", Store, count => "{\"version\":1,\"profiles\":{}" + new string(' ', count) + "}", [10_000_000]);
        yield return ("a long key", Store, count => $"{{\"version\":1,\"profiles\":{{\"anthropic:a\":{{\"type\":\"api_key\",\"provider\":\"anthropic\",\"key\":\"{new string('x', count)}\"}}}}}}", [10_000_000]);
        yield return ("models", "moltbot.json", count => Object("{\"agents\":{\"defaults\":{\"models\":", count, i => $"\"anthropic/m{i}\":{{\"alias\":\"a{i}\"}}", "}}}"), [10_000]);
        yield return ("a comment", "moltbot.json", count => $"{{ /* {new string('x', count)} */ }}", [3_000_000]);
        yield return ("sessions", Sessions, count => Object("", count, i => $"\"agent:main:s{i}\":{{\"sessionId\":\"s{i}\",\"updatedAt\":{i},\"modelOverride\":\"gpt-5.2\",\"providerOverride\":\"openai\"}}", ""), [100_000]);
        yield return ("variables", ".env", count => string.Concat(Enumerable.Range(0, count).Select(i => $"NAME_{i}=value{i}\n")), [20_000]);
        yield return ("a long variable", ".env", count => $"NAME='{new string('x', count)}'\n", [800_000]);
    }

    private static string Object(string start, int count, Func<int, string> member, string end)
    {
        StringBuilder text = new(start + "{");
        for (int i = 0; i < count; i++)
            text.Append(i == 0 ? "" : ",").Append(member(i));

        return text.Append('}').Append(end).ToString();
    }

    private static (int ExitCode, double Mebibytes, TimeSpan Time) Measure(string program, string command, TemporaryHome home)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!, [OfOne, program, .. command.Split(' ')]) { RedirectStandardOutput = true, WorkingDirectory = home.Path };
        start.Environment["HOME"] = home.Path;
        start.Environment["MOLTBOT_OFFLINE"] = "1";
        long began = Stopwatch.GetTimestamp();
        using Process process = Process.Start(start)!;
        string[] told = process.StandardOutput.ReadToEnd().Split(' ');
        process.WaitForExit();
        return (int.Parse(told[0], CultureInfo.InvariantCulture), long.Parse(told[1], CultureInfo.InvariantCulture) / 1024.0, Stopwatch.GetElapsedTime(began));
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetResourceUsage(int who, [Out] long[] usage);
}
