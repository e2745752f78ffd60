using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Configuration;

/// <summary>The login shell as a process: <c>$SHELL -l -c "env -0"</c> with nothing to read (spec/config.md §7).</summary>
/// <param name="cancellation">Ends the shell and the waiting for it.</param>
public sealed class LoginShell(CancellationToken cancellation = default) : ILoginShell
{
    private const int OutputLimit = 2 * 1024 * 1024;
    private const string DefaultShell = "/bin/sh";

    /// <inheritdoc/>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public string PrintVariables(ProcessEnvironment environment, TimeSpan? timeout)
    {
        string shell = environment.GetNonBlank("SHELL") ?? DefaultShell;
        using Process process = Start(shell, environment);
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } time)
            limit.CancelAfter(time);

        try
        {
            // A program that the shell left behind may keep its output open, so the reading itself cannot be relied on to end.
            return ReadAsync(process, shell, limit.Token).WaitAsync(limit.Token).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            string seconds = timeout!.Value.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture);
            throw Failure($"The login shell {shell} took longer than {seconds} s. Raise env.shellEnv.timeoutMs, or make its start-up files quicker.");
        }
        finally
        {
            Stop(process);
        }
    }

    private static Process Start(string shell, ProcessEnvironment environment)
    {
        ProcessStartInfo start = new(shell, ["-l", "-c", "env -0"])
        {
            WorkingDirectory = environment.WorkingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in environment.Variables)
            start.Environment[name] = value;

        try
        {
            Process process = Process.Start(start)!;
            process.StandardInput.Close();
            return process;
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidOperationException)
        {
            throw Failure($"The login shell {shell} cannot be started. Check the variable SHELL.", error);
        }
    }

    private static async Task<string> ReadAsync(Process process, string shell, CancellationToken cancellation)
    {
        Task errors = process.StandardError.BaseStream.CopyToAsync(Stream.Null, cancellation);
        byte[]? output = await ReadUpToLimitAsync(process.StandardOutput.BaseStream, cancellation);
        if (output is null)
            throw Failure($"The login shell {shell} printed more than 2 MiB. Look for what its start-up files print.");

        await errors;
        await process.WaitForExitAsync(cancellation);
        return process.ExitCode == 0
            ? Encoding.UTF8.GetString(output)
            : throw Failure($"The login shell {shell} failed with exit code {process.ExitCode.ToString(CultureInfo.InvariantCulture)}. Look into its start-up files.");
    }

    private static async Task<byte[]?> ReadUpToLimitAsync(Stream stream, CancellationToken cancellation)
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

    private static MoltbotException Failure(string message, Exception? inner = null) => new(ErrorCode.LoginShellFailed, message, inner);
}
