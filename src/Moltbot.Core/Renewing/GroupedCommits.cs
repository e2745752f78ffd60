using Moltbot.Core.Profiles;

namespace Moltbot.Core.Renewing;

/// <summary>
/// One store that is locked. Each change of it writes the whole file and waits for the disk, so those that come meanwhile are
/// made together: many answers that arrive at once are stored in the time of a few.
/// </summary>
/// <param name="lease">The lock.</param>
internal sealed class GroupedCommits(StoreLease lease) : IDisposable
{
    private readonly SemaphoreSlim writing = new(1);
    private readonly object gate = new();
    private Batch next = new();

    /// <summary>The lock.</summary>
    public StoreLease Lease => lease;

    /// <summary>Makes a change, durable once this is done.</summary>
    /// <exception cref="Errors.MoltbotException">As <see cref="StoreLease.Commit"/>; the store is as it was.</exception>
    public async Task CommitAsync(StoreRule rule)
    {
        Batch own = Join(rule);
        await writing.WaitAsync().ConfigureAwait(false);
        try
        {
            if (Close(own))
                own.Done = Task.Run(() => lease.Commit(own.Apply));

            await own.Done!.ConfigureAwait(false);
        }
        finally
        {
            writing.Release();
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Dispose()
    {
        lease.Dispose();
        writing.Dispose();
    }

    private Batch Join(StoreRule rule)
    {
        lock (gate)
        {
            next.Rules.Add(rule);
            return next;
        }
    }

    /// <summary>Lets nobody else join a batch. Whether it was open.</summary>
    private bool Close(Batch batch)
    {
        lock (gate)
        {
            if (next != batch)
                return false;

            next = new Batch();
            return true;
        }
    }

    private sealed class Batch
    {
        public List<StoreRule> Rules { get; } = [];

        public Task? Done { get; set; }

        public StoreContent Apply(StoreContent own, AuthProfileStore view) => Rules.Aggregate(own, (content, rule) => rule(content, view));
    }
}
