using System.ComponentModel;
using System.Diagnostics;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Cli.Running;

/// <summary>A program that runs in the place of this one: it reads the same input, gets the same signals, and its exit code is ours.</summary>
internal sealed class ChildProgram(Session session, string[] command, IReadOnlyList<ProviderVariable> variables, bool isMasked)
{
    private const int NotFound = 127;
    private const int NotExecutable = 126;
    private const int NoSuchFile = 2; // ENOENT and ERROR_FILE_NOT_FOUND

    /// <summary>Runs it to its end and gives its exit code; 126 and 127, as in a shell, when it cannot be started.</summary>
    public int Run()
    {
        using SignalForwarding signals = new();
        try
        {
            using Process process = Process.Start(StartInfo())!;
            signals.To(process);
            Task masking = isMasked ? Task.WhenAll(Mask(process.StandardOutput.BaseStream, Console.OpenStandardOutput()), Mask(process.StandardError.BaseStream, Console.OpenStandardError())) : Task.CompletedTask;
            process.WaitForExit();
            masking.GetAwaiter().GetResult();
            return process.ExitCode;
        }
        catch (Win32Exception error)
        {
            session.Fail($"{command[0]} cannot be started: {(error.NativeErrorCode == NoSuchFile ? "there is no such program" : "it is not a program that may be run")}.");
            return error.NativeErrorCode == NoSuchFile ? NotFound : NotExecutable;
        }
    }

    private ProcessStartInfo StartInfo()
    {
        ProcessStartInfo start = new(command[0], command.Skip(1))
        {
            RedirectStandardOutput = isMasked,
            RedirectStandardError = isMasked,
            UseShellExecute = false,
        };
        foreach (ProviderVariable variable in variables)
        {
            if (variable.Value is { } value)
                start.Environment[variable.Name] = value.Reveal();
            else
                start.Environment.Remove(variable.Name);
        }

        return start;
    }

    private async Task Mask(Stream printed, Stream shown)
    {
        using StandardStream output = new(shown);
        SecretMask mask = new(variables.Select(variable => variable.Value).OfType<Secret>());
        byte[] buffer = new byte[16 * 1024];
        int length;
        while ((length = await printed.ReadAsync(buffer)) > 0)
            output.Write(mask.Write(buffer.AsSpan(0, length)));

        output.Write(mask.Finish());
    }
}
