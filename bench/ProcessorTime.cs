using System.Runtime.InteropServices;

namespace Moltbot.Figures;

/// <summary>The processor time of processes that this one has started and that have ended; 0 on Windows, which does not say.</summary>
internal static class ProcessorTime
{
    private const int Children = -1;
    private const int Longs = 18;

    public static TimeSpan OfEnded()
    {
        if (OperatingSystem.IsWindows())
            return TimeSpan.Zero;

        long[] usage = new long[Longs];
        _ = GetResourceUsage(Children, usage);
        return TimeSpan.FromSeconds(usage[0] + usage[2]) + TimeSpan.FromMicroseconds(usage[1] + usage[3]);
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetResourceUsage(int who, [Out] long[] usage);
}
