using System.Diagnostics;
using System.Runtime.InteropServices;
using Moltbot.Core.Files;

namespace Moltbot.Core.Running;

/// <summary>Hands the signals that would end this process to a child. What a terminal sends reaches the child by itself.</summary>
internal sealed class SignalForwarding : IDisposable
{
    private readonly PosixSignalRegistration[] registrations;
    private volatile Process? child;
    private volatile int early;

    public SignalForwarding() => registrations =
    [
        Watch(PosixSignal.SIGHUP, 1),
        Watch(PosixSignal.SIGINT, 2),
        Watch(PosixSignal.SIGQUIT, 3),
        Watch(PosixSignal.SIGTERM, 15),
    ];

    /// <summary>Names the child. A signal that came before it was there is handed on now.</summary>
    public void To(Process process)
    {
        child = process;
        if (early != 0)
            Send(early);
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in registrations)
            registration.Dispose();
    }

    private PosixSignalRegistration Watch(PosixSignal signal, int number) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        bool isOfTerminal = signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT && StandardInput.IsTerminal;
        if (child is null)
            early = number;
        else if (!isOfTerminal)
            Send(number);
    });

    private void Send(int number)
    {
        try
        {
            if (!OperatingSystem.IsWindows() && child is { HasExited: false } running)
                UnixCalls.Send(running.Id, number);
        }
        catch (InvalidOperationException)
        {
            // It has ended in this moment.
        }
    }
}
