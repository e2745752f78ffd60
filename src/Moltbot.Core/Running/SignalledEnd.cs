using System.Runtime.InteropServices;

namespace Moltbot.Core.Running;

/// <summary>
/// Ends a program when a signal ends this process: what is sent to us alone does not reach it, and it would go on without
/// anybody who wants its answer. What becomes of this process is left as it is.
/// </summary>
internal sealed class SignalledEnd : IDisposable
{
    private static readonly PosixSignal[] Ending = [PosixSignal.SIGHUP, PosixSignal.SIGINT, PosixSignal.SIGTERM];

    private readonly PosixSignalRegistration[] registrations;
    private volatile bool hasCome;

    /// <summary>Watches for such a signal.</summary>
    /// <param name="end">Ends the program.</param>
    public SignalledEnd(Action end) => registrations = Array.ConvertAll(Ending, signal => PosixSignalRegistration.Create(signal, _ =>
    {
        hasCome = true;
        end();
    }));

    /// <summary>Whether one has come.</summary>
    public bool HasCome => hasCome;

    public void Dispose() => Array.ForEach(registrations, registration => registration.Dispose());
}
