using System.ComponentModel;
using System.Diagnostics;

namespace Moltbot.Core.Running;

/// <summary>
/// A program that is started without a shell, given its input, and listened to up to a limit of time and length. What it
/// writes to standard error is passed over: nobody knows what is in it.
/// </summary>
internal sealed class ExternalProgram
{
    /// <summary>The absolute path, or a name to be found in PATH.</summary>
    public required string Path { get; init; }

    /// <summary>The arguments. No secret is one.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Its whole environment.</summary>
    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    /// <summary>Its working directory.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>What it reads from standard input.</summary>
    public byte[] Input { get; init; } = [];

    /// <summary>How many bytes it may print.</summary>
    public required int OutputLimit { get; init; }

    /// <summary>How long it may take, or <see langword="null"/> for ever.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Runs the program to its end, or to a limit; then it is ended with all that it has started.</summary>
    /// <exception cref="OperationCanceledException">The waiting was cancelled; the program is ended.</exception>
    public ProgramOutcome Run(CancellationToken cancellation)
    {
        if (Start() is not { } process)
            return new ProgramOutcome(ProgramEnd.NotStarted);

        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (Timeout is { } time)
            limit.CancelAfter(time);

        try
        {
            // A program that it left behind may keep its output open, so the reading itself cannot be relied on to end.
            return ConverseAsync(process, limit.Token).WaitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProgramOutcome(ProgramEnd.TimedOut);
        }
        finally
        {
            Stop(process);
            process.Dispose();
        }
    }

    private Process? Start()
    {
        ProcessStartInfo start = new(Path, Arguments)
        {
            WorkingDirectory = WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in Variables)
            start.Environment[name] = value;

        try
        {
            return Process.Start(start);
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidOperationException)
        {
            return null;
        }
    }

    private async Task<ProgramOutcome> ConverseAsync(Process process, CancellationToken cancellation)
    {
        Task errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellation);
        Task input = WriteAsync(process.StandardInput.BaseStream, cancellation);
        byte[]? output = await ReadUpToLimitAsync(process.StandardOutput.BaseStream, cancellation);
        if (output is null)
            return new ProgramOutcome(ProgramEnd.TooMuchOutput);

        await input;
        await errors;
        await process.WaitForExitAsync(cancellation);
        return new ProgramOutcome(ProgramEnd.Exited, process.ExitCode, output);
    }

    /// <summary>A program need not read all that it is given, or anything.</summary>
    private async Task WriteAsync(Stream stream, CancellationToken cancellation)
    {
        try
        {
            await using (stream)
                await stream.WriteAsync(Input, cancellation);
        }
        catch (IOException)
        {
        }
    }

    private async Task<byte[]?> ReadUpToLimitAsync(Stream stream, CancellationToken cancellation)
    {
        using MemoryStream output = new();
        byte[] buffer = new byte[16 * 1024];
        int count;
        while ((count = await stream.ReadAsync(buffer, cancellation)) > 0)
        {
            if (output.Length + count > OutputLimit)
                return null;

            output.Write(buffer, 0, count);
        }

        return output.ToArray();
    }

    private static void Stop(Process process)
    {
        try
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or NotSupportedException)
        {
            // It has ended in the meantime, or cannot be ended; there is nothing more to do about it.
        }
    }
}
