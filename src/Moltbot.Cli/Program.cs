using System.Runtime.InteropServices;
using Moltbot.Cli;
using Moltbot.Core.Installation;

using CancellationTokenSource interrupted = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return new CommandLine(Session.OfProcess(ProcessEnvironment.Current(), interrupted.Token)).Run(args);

// A command that waits for a lock or holds one gives it back before the process ends.
void Cancel(PosixSignalContext signal)
{
    signal.Cancel = true;
    interrupted.Cancel();
}
