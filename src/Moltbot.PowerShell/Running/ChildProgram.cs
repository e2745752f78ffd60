using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;

namespace Moltbot.PowerShell.Running;

/// <summary>A program with variables of its own in its environment. It reads what this process would read.</summary>
/// <param name="path">The program.</param>
/// <param name="arguments">Its arguments.</param>
/// <param name="workingDirectory">Where it runs.</param>
/// <param name="variables">What is different in its environment.</param>
internal sealed class ChildProgram(string path, IEnumerable<string> arguments, string workingDirectory, IEnumerable<ProviderVariable> variables)
{
    /// <summary>Runs it to its end, or until it is cancelled, and ends it then.</summary>
    /// <param name="onOutput">Gets each line that it prints, on the thread of the caller.</param>
    /// <param name="onError">Gets each line of its standard error, likewise.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>Its exit code.</returns>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProgramNotFound"/>: it cannot be started.</exception>
    public int Run(Action<string> onOutput, Action<string> onError, CancellationToken cancellation)
    {
        using BlockingCollection<(Action<string> Show, string Line)> lines = [];
        using Process process = new() { StartInfo = StartInfo() };
        int open = 2;
        process.OutputDataReceived += (_, printed) => Add(onOutput, printed.Data);
        process.ErrorDataReceived += (_, printed) => Add(onError, printed.Data);
        Start(process);
        try
        {
            foreach ((Action<string> show, string line) in lines.GetConsumingEnumerable(cancellation))
                show(line);

            process.WaitForExit();
            return process.ExitCode;
        }
        finally
        {
            End(process);
        }

        void Add(Action<string> show, string? line)
        {
            if (line is not null)
                lines.Add((show, line), CancellationToken.None);
            else if (Interlocked.Decrement(ref open) == 0)
                lines.CompleteAdding();
        }
    }

    private ProcessStartInfo StartInfo()
    {
        ProcessStartInfo start = new(path, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardOutputEncoding = Console.OutputEncoding,
            StandardErrorEncoding = Console.OutputEncoding,
            UseShellExecute = false,
            WorkingDirectory = workingDirectory,
        };
        start.Environment.Clear();
        foreach ((string name, string value) in VariableScope.EnvironmentHere().Variables)
            start.Environment[name] = value;

        foreach (ProviderVariable variable in variables)
        {
            if (variable.Value is { } value)
                start.Environment[variable.Name] = value.Reveal();
            else
                start.Environment.Remove(variable.Name);
        }

        return start;
    }

    private void Start(Process process)
    {
        try
        {
            process.Start();
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }
        catch (Win32Exception error)
        {
            throw new MoltbotException(ErrorCode.ProgramNotFound, $"{path} cannot be started: it is not a program that may be run. Check its permissions.", error) { Subject = path };
        }
    }

    /// <summary>Nothing is left running when the pipeline is stopped or what reads its output fails.</summary>
    private static void End(Process process)
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);

        // What still arrives must find the lines open.
        process.WaitForExit();
    }
}
