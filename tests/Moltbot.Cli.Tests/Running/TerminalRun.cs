using System.Diagnostics;
using System.Text;

namespace Moltbot.Cli.Tests.Running;

/// <summary>A run of the program on a terminal of its own, which script(1) makes.</summary>
internal sealed class TerminalRun : IDisposable
{
    /// <summary>Where script(1) is.</summary>
    public const string Program = "/usr/bin/script";

    private const int PollMilliseconds = 10;

    /// <summary>A prompt ends like this; only then does the program take keys.</summary>
    private static readonly string[] PromptEnds = [": ", "] "];

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process process;
    private readonly StringBuilder shown = new();
    private readonly Task reading;

    public TerminalRun(string program, string[] arguments, IReadOnlyDictionary<string, string> environment, string workingDirectory)
    {
        ProcessStartInfo start = new(Program, ["-qefc", string.Join(' ', arguments.Prepend(program).Select(Quote)), "/dev/null"])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        start.Environment["TERM"] = "xterm";
        start.Environment["SHELL"] = "/bin/sh";

        process = Process.Start(start)!;
        reading = ReadAsync();
    }

    /// <summary>Types one after the other, waits for the end, and checks that nothing that was typed is shown.</summary>
    public CommandOutcome Type(TerminalInput[] typed)
    {
        int seen = 0;
        foreach (TerminalInput input in typed)
        {
            seen = WaitFor(input.After, seen);
            if (process.HasExited)
                break;

            process.StandardInput.Write(input.Send);
            process.StandardInput.Flush();
        }

        using (process)
        {
            if (!process.WaitForExit(Limit))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"The program did not end within {Limit}. It showed: {shown}");
            }

            reading.GetAwaiter().GetResult();
            string text = shown.ToString();
            foreach (TerminalInput secret in typed.Where(input => input.Send.Trim().Length > 6))
                text.ShouldNotContain(secret.Send.Trim().Trim('\u0015'), Case.Sensitive);

            return new CommandOutcome(process.ExitCode, Encoding.UTF8.GetBytes(text), "");
        }
    }

    /// <summary>Waits until a text has been shown, and gives all that has.</summary>
    public string WaitUntilShown(string text) => WaitUntil(now => now.Contains(text, StringComparison.Ordinal));

    /// <summary>Waits until what has been shown is as it should be, and gives it.</summary>
    public string WaitUntil(Func<string, bool> isShown)
    {
        for (Stopwatch clock = Stopwatch.StartNew(); clock.Elapsed < Limit && !process.HasExited && !isShown(Shown()); Thread.Sleep(PollMilliseconds))
        {
            // More comes.
        }

        isShown(Shown()).ShouldBeTrue($"The program showed: {Shown()}");
        return Shown();
    }

    /// <summary>Presses keys; <c>\r</c> is Enter.</summary>
    public void Send(string keys)
    {
        process.StandardInput.Write(keys);
        process.StandardInput.Flush();
    }

    /// <summary>Waits for the end.</summary>
    public CommandOutcome Outcome()
    {
        process.WaitForExit(Limit).ShouldBeTrue($"The program did not end within {Limit}. It showed: {Shown()}");
        reading.GetAwaiter().GetResult();
        return new CommandOutcome(process.ExitCode, Encoding.UTF8.GetBytes(Shown()), "");
    }

    /// <summary>Ends a program that runs still.</summary>
    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);

        process.Dispose();
    }

    /// <summary>Waits until a text has been shown behind what was seen before, with a prompt behind it, and returns where that ends.</summary>
    private int WaitFor(string text, int seen)
    {
        for (Stopwatch clock = Stopwatch.StartNew(); clock.Elapsed < Limit && !process.HasExited; Thread.Sleep(PollMilliseconds))
        {
            string now = Shown();
            int start = now.IndexOf(text, seen, StringComparison.Ordinal);
            if (start >= 0 && PromptEnds.Any(end => now.EndsWith(end, StringComparison.Ordinal)))
                return now.Length;
        }

        process.HasExited.ShouldBeTrue($"\"{text}\" never came up. The program showed: {Shown()}");
        return seen;
    }

    private string Shown()
    {
        lock (shown)
            return shown.ToString();
    }

    private async Task ReadAsync()
    {
        char[] buffer = new char[4096];
        int length;
        while ((length = await process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (shown)
                shown.Append(buffer, 0, length);
        }
    }

    private static string Quote(string argument) => $"'{argument.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
