using System.Buffers;
using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Text;

namespace Moltbot.Core.Running;

/// <summary>A program that is started without a shell, and what becomes of its streams. Nothing of it is left running when the waiting for it ends.</summary>
public sealed class ExternalProgram
{
    private const int NoSuchFile = 2; // ENOENT and ERROR_FILE_NOT_FOUND

    /// <summary>Whoever is to be told of a signal has been, until then; and whose process goes on all the same has what the program gave.</summary>
    private static readonly TimeSpan Notice = TimeSpan.FromSeconds(1);

    /// <summary>The absolute path, or a name to be found in PATH.</summary>
    public required string Path { get; init; }

    /// <summary>The arguments. Everybody on the machine can see them, so no secret is one.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>Its working directory; this process's if <see langword="null"/>.</summary>
    public string? WorkingDirectory { get; init; }

    /// <summary>Its environment; this process's if <see langword="null"/>.</summary>
    public IReadOnlyDictionary<string, string>? Variables { get; init; }

    /// <summary>What is different in its environment: a variable's value, or <see langword="null"/> where it must not be set. Of one that is named twice the last counts.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Changes { get; init; } = [];

    /// <summary>What it reads from standard input, or <see langword="null"/> for what this process would read.</summary>
    public byte[]? Input { get; init; }

    /// <summary>Reads what it prints, up to the end; <see langword="null"/> when that goes where this process's goes.</summary>
    public Func<Stream, CancellationToken, Task>? Output { get; init; }

    /// <summary>Reads what it writes to standard error, likewise.</summary>
    public Func<Stream, CancellationToken, Task>? Errors { get; init; }

    /// <summary>
    /// Whether it is what this process is there for: it gets the signals that would end this process, and a pipe that nobody
    /// reads ends it as it would without us.
    /// </summary>
    public bool TakesOurPlace { get; init; }

    /// <summary>
    /// Whether it shares the console of this process on Windows, as what a person runs may want to ask there. Anything else gets one
    /// that nobody sees, because a service has none, and a window would come up for it.
    /// </summary>
    public bool UsesConsole { get; init; }

    /// <summary>Reads a stream line by line.</summary>
    /// <param name="encoding">The encoding of the text.</param>
    /// <param name="onLine">Gets each line. The next is read when it is done with it.</param>
    public static Func<Stream, CancellationToken, Task> Lines(Encoding encoding, Func<string, Task> onLine) => async (stream, cancellation) =>
    {
        using StreamReader reader = new(stream, encoding);
        while (await reader.ReadLineAsync(cancellation) is { } line)
            await onLine(line);
    };

    /// <summary>Runs it to its end. When it is cancelled, or one who reads its output fails, the program is ended with all that it has started.</summary>
    /// <returns>Its exit code.</returns>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.ProgramNotFound"/> or <see cref="ErrorCode.ProgramNotExecutable"/>: it cannot be started.
    /// <see cref="ErrorCode.InvalidArgument"/>: it cannot be given one of its arguments.
    /// </exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public async Task<int> RunAsync(CancellationToken cancellation)
    {
        using SignalForwarding? signals = TakesOurPlace ? new SignalForwarding() : null;
        object gate = new();
        Process? started = null;
        using SignalledEnd? end = TakesOurPlace ? null : new SignalledEnd(End);
        lock (gate)
            started = StartOrThrow();

        using Process process = started;
        using ProgramJob? job = OperatingSystem.IsWindows() ? ProgramJob.TryHold(process) : null;
        try
        {
            signals?.To(process);
            await ConverseAsync(process, cancellation);
            if (end?.HasCome == true)
                await Task.Delay(Notice, cancellation);
            if (OperatingSystem.IsWindows())
                job?.Release();

            return process.ExitCode;
        }
        finally
        {
            End();
        }

        // A signal may want that while it is being started, and at the same time as who waits for it: each waits for the other, or
        // this process would be gone between a program and what that has started.
        void End()
        {
            lock (gate)
            {
                if (started is not null)
                    EndTree(started);
            }
        }
    }

    /// <summary>Runs it to its end, or to a limit, and keeps what it prints. What it writes to standard error is passed over: nobody knows what is in it.</summary>
    /// <param name="limit">How many bytes it may print.</param>
    /// <param name="timeout">How long it may take, or <see langword="null"/> for ever.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    internal async Task<ProgramOutcome> CaptureAsync(int limit, TimeSpan? timeout, CancellationToken cancellation)
    {
        using CancellationTokenSource ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (timeout is { } time)
            ending.CancelAfter(time);

        LimitedOutput output = new(limit);
        ExternalProgram captured = new()
        {
            Path = Path,
            Arguments = Arguments,
            WorkingDirectory = WorkingDirectory,
            Variables = Variables,
            Changes = Changes,
            Input = Input ?? [],
            Output = output.ReadAsync,
            Errors = (stream, token) => stream.CopyToAsync(Stream.Null, token),
        };
        try
        {
            return new ProgramOutcome(ProgramEnd.Exited, await captured.RunAsync(ending.Token), output.Content());
        }
        catch (MoltbotException error) when (error.Code is ErrorCode.ProgramNotFound or ErrorCode.ProgramNotExecutable)
        {
            return new ProgramOutcome(ProgramEnd.NotStarted);
        }
        catch (OutputLimitException)
        {
            return new ProgramOutcome(ProgramEnd.TooMuchOutput);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new ProgramOutcome(ProgramEnd.TimedOut);
        }
    }

    /// <summary>The same for callers that cannot wait asynchronously.</summary>
    internal ProgramOutcome Capture(int limit, TimeSpan? timeout, CancellationToken cancellation) =>
        CaptureAsync(limit, timeout, cancellation).GetAwaiter().GetResult();

    private Process StartOrThrow()
    {
        if (EcmaScriptText.IsBlank(Path))
            throw new MoltbotException(ErrorCode.ProgramNotFound, "The name of the program is empty, so there is nothing to start. A variable that was meant to name it may not be set.") { Subject = Path };

        try
        {
            using (TakesOurPlace && !OperatingSystem.IsWindows() ? UnixCalls.LetBrokenPipesEnd() : null)
                return Process.Start(StartInfo())!;
        }
        catch (Exception error) when (error is Win32Exception or IOException or InvalidOperationException)
        {
            throw error is Win32Exception { NativeErrorCode: NoSuchFile }
                ? new MoltbotException(ErrorCode.ProgramNotFound, $"{Path} cannot be started: there is no such program.", error) { Subject = Path }
                : new MoltbotException(ErrorCode.ProgramNotExecutable, $"{Path} cannot be started: it is not a program that may be run. Check its permissions.", error) { Subject = Path };
        }
    }

    private ProcessStartInfo StartInfo()
    {
        ProcessStartInfo start = Called(ProgramSearch.OfThisProcess().Find(Path) ?? throw new Win32Exception(NoSuchFile));
        start.WorkingDirectory = WorkingDirectory ?? "";
        start.RedirectStandardInput = Input is not null;
        start.RedirectStandardOutput = Output is not null;
        start.RedirectStandardError = Errors is not null;
        start.UseShellExecute = false;
        start.CreateNoWindow = OperatingSystem.IsWindows() && (!(TakesOurPlace || UsesConsole) || !WindowsConsole.IsAttached);
        if (Variables is not null)
        {
            start.Environment.Clear();
            foreach ((string name, string value) in Variables)
                start.Environment[name] = value;
        }

        foreach ((string name, string? value) in Changes)
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }

        return start;
    }

    private ProcessStartInfo Called(string path)
    {
        if (!OperatingSystem.IsWindows() || !BatchFile.IsOne(path))
            return new ProcessStartInfo(path, Arguments);

        // Not COMSPEC: what it names runs with the secrets.
        return new ProcessStartInfo(System.IO.Path.Join(Environment.SystemDirectory, "cmd.exe"), BatchFile.CommandLine(System.IO.Path.GetFullPath(path), Arguments));
    }

    /// <summary>The first that fails ends everything, so no reading is relied on to end.</summary>
    private async Task ConverseAsync(Process process, CancellationToken cancellation)
    {
        Task exited = process.WaitForExitAsync(cancellation);
        List<Task> open = [exited];
        if (Input is { } input)
            open.Add(WriteAsync(process.StandardInput.BaseStream, input, cancellation));
        if (Output is { } readOutput)
            open.Add(ReadAsync(process.StandardOutput.BaseStream, exited, readOutput, cancellation));
        if (Errors is { } readErrors)
            open.Add(ReadAsync(process.StandardError.BaseStream, exited, readErrors, cancellation));

        while (open.Count > 0)
        {
            Task ended = await Task.WhenAny(open).WaitAsync(cancellation);
            open.Remove(ended);
            await ended;
        }
    }

    /// <summary>Who has read enough closes the pipe, so that a program that goes on printing learns of it.</summary>
    private static async Task ReadAsync(Stream pipe, Task exited, Func<Stream, CancellationToken, Task> read, CancellationToken cancellation)
    {
        using ProgramOutputStream output = new(pipe, exited);
        await read(output, cancellation);
    }

    /// <summary>A program need not read all that it is given, or anything.</summary>
    private static async Task WriteAsync(Stream stream, byte[] input, CancellationToken cancellation)
    {
        try
        {
            await using (stream)
                await stream.WriteAsync(input, cancellation);
        }
        catch (IOException)
        {
        }
    }

    private static void EndTree(Process process)
    {
        try
        {
            if (process.HasExited)
                return;

            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or NotSupportedException or AggregateException)
        {
            // It has ended in the meantime, or cannot be ended; there is nothing more to do about it.
        }
    }

    /// <summary>What a program prints, up to a limit.</summary>
    private sealed class LimitedOutput(int limit)
    {
        private readonly ArrayBufferWriter<byte> content = new();

        public byte[] Content() => content.WrittenSpan.ToArray();

        public async Task ReadAsync(Stream stream, CancellationToken cancellation)
        {
            byte[] buffer = new byte[16 * 1024];
            int count;
            while ((count = await stream.ReadAsync(buffer, cancellation)) > 0)
            {
                if (content.WrittenCount + count > limit)
                    throw new OutputLimitException();

                content.Write(buffer.AsSpan(0, count));
            }
        }
    }

    private sealed class OutputLimitException : Exception;
}
