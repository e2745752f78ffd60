using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Running;

/// <summary>A run of the program that has not ended yet.</summary>
internal sealed class RunningCommand
{
    /// <summary>Far more than any run takes; the longest waits 50 seconds for a lock.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    private readonly Process process;
    private readonly Task<byte[]> output;
    private readonly Task<byte[]> errors;
    private readonly LaidOutSecrets secrets;

    public RunningCommand(string program, string[] arguments, IReadOnlyDictionary<string, string> environment, string workingDirectory, LaidOutSecrets secrets, string input = "")
    {
        this.secrets = secrets;
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;

        process = Process.Start(start)!;
        output = ReadAsync(process.StandardOutput);
        errors = ReadAsync(process.StandardError);
        Write(input);
    }

    /// <summary>Skips the test, before it starts a program, where that cannot be sent a signal.</summary>
    public static void RequireSignals() => SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has no signals.");

    /// <summary>Skips the test, before it starts a program, where nobody sees what that does.</summary>
    public static void RequireLooks() => SkipReason.OperatingSystem.Require(OperatingSystem.IsLinux(), "Only Linux shows what a program does without asking it.");

    /// <summary>Whether the process still runs.</summary>
    public bool IsRunning => !process.HasExited;

    /// <summary>Sends a Unix signal, unless the program has just ended.</summary>
    public void Send(int signal)
    {
        RequireSignals();
        if (IsRunning)
            _ = Kill(process.Id, signal);
    }

    /// <summary>Waits until the program itself waits for some time to pass, for which it has a thread of a known name.</summary>
    public void WaitUntilItWaits()
    {
        RequireLooks();
        SpinWait.SpinUntil(() => !IsRunning || ThreadNames().Contains(".NET Timer"), Limit).ShouldBeTrue();
        IsRunning.ShouldBeTrue();
    }

    /// <summary>What other processes can see of the program.</summary>
    public string CommandLineAndEnvironment() => File.ReadAllText($"/proc/{process.Id}/cmdline") + File.ReadAllText($"/proc/{process.Id}/environ");

    /// <summary>Waits for the end, and checks that no secret was shown.</summary>
    public CommandOutcome Outcome()
    {
        using (process)
        {
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"The program did not end within {Limit}.");
            }

            CommandOutcome outcome = new(process.ExitCode, output.GetAwaiter().GetResult(), Encoding.UTF8.GetString(errors.GetAwaiter().GetResult()));
            secrets.ShouldNotBeIn(outcome.Output);
            secrets.ShouldNotBeIn(outcome.Errors);
            return outcome;
        }
    }

    /// <summary>A program that does not read ends before everything is written.</summary>
    private void Write(string input)
    {
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
        }
    }

    private IEnumerable<string> ThreadNames()
    {
        try
        {
            return [.. Directory.EnumerateDirectories($"/proc/{process.Id}/task").Select(thread => File.ReadAllText($"{thread}/comm").TrimEnd())];
        }
        catch (IOException)
        {
            // A thread has just ended.
            return [];
        }
    }

    private static async Task<byte[]> ReadAsync(StreamReader reader)
    {
        using MemoryStream content = new();
        await reader.BaseStream.CopyToAsync(content);
        return content.ToArray();
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
