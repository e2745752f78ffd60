using System.Runtime.InteropServices;
using Moltbot.Core.Errors;

namespace Moltbot.Cli;

/// <summary>
/// Watches for signals to end the process while something is changed. Such a signal ends the wait for a lock at once, and
/// lets a change that has begun come to its end, so that no lock and no half file stays behind. Commands that change
/// nothing need none of this: the system ends them.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>Shells report a process that a signal ended by this and the signal's number.</summary>
    private const int SignalExitCode = 128;

    private readonly CancellationTokenSource cancellation = new();
    private readonly PosixSignalRegistration[] registrations;
    private int exitCode;

    private Interruption() => registrations =
    [
        Watch(PosixSignal.SIGHUP, 1),
        Watch(PosixSignal.SIGINT, 2),
        Watch(PosixSignal.SIGTERM, 15),
    ];

    /// <summary>Makes a change that can be interrupted while it waits.</summary>
    /// <exception cref="InterruptedException">It was; nothing was changed.</exception>
    public static T Guard<T>(Func<CancellationToken, T> change) =>
        GuardAsync(cancellation => Task.FromResult(change(cancellation))).GetAwaiter().GetResult();

    /// <summary>Does something that waits for other programs or hosts, and can be interrupted meanwhile.</summary>
    /// <exception cref="InterruptedException">It was; what has begun was finished or taken back.</exception>
    public static async Task<T> GuardAsync<T>(Func<CancellationToken, Task<T>> work)
    {
        using Interruption interruption = new();
        try
        {
            return await work(interruption.cancellation.Token);
        }
        catch (Exception e) when (interruption.Explains(e))
        {
            throw new InterruptedException(interruption.exitCode, e);
        }
    }

    /// <summary>
    /// Does something that is not given up halfway, and gives its exit code. When it was interrupted meanwhile, it has done what
    /// it had begun and said so, and the exit code is the signal's.
    /// </summary>
    /// <exception cref="InterruptedException">It was interrupted before it had begun.</exception>
    public static async Task<int> FinishAsync(Func<CancellationToken, Task<int>> work)
    {
        using Interruption interruption = new();
        try
        {
            int ownExitCode = await work(interruption.cancellation.Token);
            return interruption.cancellation.IsCancellationRequested ? interruption.exitCode : ownExitCode;
        }
        catch (Exception e) when (interruption.Explains(e))
        {
            throw new InterruptedException(interruption.exitCode, e);
        }
    }

    public void Dispose()
    {
        // The source of the cancellation is left to the garbage collector: a handler may be running still.
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
    }

    private bool Explains(Exception thrown) =>
        cancellation.IsCancellationRequested && thrown is OperationCanceledException or MoltbotException { Code: ErrorCode.Interrupted };

    private PosixSignalRegistration Watch(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        exitCode = SignalExitCode + number;
        cancellation.Cancel();
    });
}
