using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Moltbot.Core.Running;

/// <summary>
/// A job of Windows, in which a program is with all that it starts. Windows ends what is in it when the last handle is closed,
/// and so also when this process is killed. What a program leaves running when it ends by itself is let go.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed partial class ProgramJob : IDisposable
{
    private const int ExtendedLimits = 9; // JobObjectExtendedLimitInformation
    private const uint KillOnClose = 0x2000; // JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE

    private readonly SafeFileHandle job;

    private ProgramJob(SafeFileHandle job) => this.job = job;

    /// <summary>Puts a program into a job of its own; <see langword="null"/> where that cannot be done, as in one that takes no others in.</summary>
    public static ProgramJob? TryHold(Process process)
    {
        ProgramJob held = new(CreateJobObject(0, 0));
        if (!held.job.IsInvalid && held.TrySet(KillOnClose) && AssignProcessToJobObject(held.job, process.SafeHandle))
            return held;

        held.Dispose();
        return null;
    }

    /// <summary>Lets go what is left of it.</summary>
    public void Release() => _ = TrySet(0);

    /// <inheritdoc/>
    public void Dispose() => job.Dispose();

    private bool TrySet(uint limits) => SetInformationJobObject(job, ExtendedLimits, new Limits { Flags = limits }, (uint)Marshal.SizeOf<Limits>());

    [LibraryImport("kernel32", EntryPoint = "CreateJobObjectW")]
    private static partial SafeFileHandle CreateJobObject(nint securityAttributes, nint name);

    [LibraryImport("kernel32", EntryPoint = "SetInformationJobObject")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetInformationJobObject(SafeFileHandle job, int kind, in Limits limits, uint length);

    [LibraryImport("kernel32", EntryPoint = "AssignProcessToJobObject")]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool AssignProcessToJobObject(SafeFileHandle job, SafeProcessHandle process);

    /// <summary>JOBOBJECT_EXTENDED_LIMIT_INFORMATION.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Limits
    {
        public long TimeOfProcess;
        public long TimeOfJob;
        public uint Flags;
        public nuint LeastMemory;
        public nuint MostMemory;
        public uint Processes;
        public nuint Affinity;
        public uint Priority;
        public uint Scheduling;
        public ulong ReadOperations;
        public ulong WriteOperations;
        public ulong OtherOperations;
        public ulong Read;
        public ulong Written;
        public ulong Other;
        public nuint MemoryOfProcess;
        public nuint MemoryOfJob;
        public nuint PeakOfProcess;
        public nuint PeakOfJob;
    }
}
