namespace Moltbot.Cli;

/// <summary>
/// Keeps the heap of a large run near to what is in use of it. The collector alone lets it grow to several times of that, because
/// it saves time and not memory; here a store of ten thousand profiles is read on a small machine, beside what it is for.
/// </summary>
internal sealed class TightHeap
{
    private const long Small = 8 << 20;

    private static long inUse;

    private TightHeap()
    {
    }

#pragma warning disable MA0055 // It frees nothing: the collector calls it after each collection, which nothing else tells.
    /// <summary>Looks at the heap after every collection from now on.</summary>
    ~TightHeap()
#pragma warning restore MA0055
    {
        if (Environment.HasShutdownStarted)
            return;

        if (GC.GetTotalMemory(forceFullCollection: false) is var size && size > Small && size > inUse + (inUse / 8))
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
            inUse = GC.GetTotalMemory(forceFullCollection: false);
        }

        Keep();
    }

    /// <summary>Begins, and goes on until the process ends. The next collection finds this object, which nobody holds.</summary>
    public static void Keep() => _ = new TightHeap();
}
