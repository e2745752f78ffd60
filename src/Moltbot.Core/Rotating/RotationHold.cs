using Moltbot.Core.Files;
using Moltbot.Core.Profiles;
using Moltbot.Core.Renewing;

namespace Moltbot.Core.Rotating;

/// <summary>
/// The stores that a rotation changes, kept from other rotations for as long as it does. Where a layout's stores can be locked,
/// they are, which keeps the gateway out as well. Where each change is a transaction, only our own records are: the rules are
/// asked in each transaction, of what is stored then.
/// </summary>
internal sealed class RotationHold : IDisposable
{
    private readonly HeldStores? stores;
    private readonly DirectoryLock? records;
    private readonly CancellationToken cancellation;

    private RotationHold(HeldStores? stores, DirectoryLock? records, CancellationToken cancellation)
    {
        this.stores = stores;
        this.records = records;
        this.cancellation = cancellation;
    }

    /// <summary>Takes hold of the stores of agents.</summary>
    /// <param name="agents">The agents, of one installation.</param>
    /// <param name="records">What is remembered of rotations.</param>
    /// <param name="notes">Where it is noted who has locked what.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the waiting for others.</param>
    /// <exception cref="Errors.MoltbotException">A store cannot be written or locked. None is held then.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled. None is held then.</exception>
    public static RotationHold Take(IReadOnlyCollection<AgentContext> agents, RotationRecords records, string notes, TimeProvider clock, CancellationToken cancellation)
    {
        if (agents.All(agent => agent.Store is IRenewableStore))
            return new RotationHold(HeldStores.Hold(agents, notes, clock, cancellation), records: null, cancellation);

        foreach (AgentContext agent in agents)
            agent.Store.MayWrite.Require(); // before anything is created

        return new RotationHold(stores: null, records.Lock(clock, cancellation), cancellation);
    }

    /// <summary>Makes a change of one agent's store, durable before this returns.</summary>
    /// <exception cref="Errors.MoltbotException">It cannot be made; the store is as it was.</exception>
    /// <exception cref="OperationCanceledException">A wait for others was cancelled; the store is as it was.</exception>
    public void Commit(AgentContext agent, StoreRule rule)
    {
        if (stores is null)
            agent.Store.Commit(new StoreChange(rule), cancellation);
        else
            stores.Commit(agent, rule);
    }

    /// <summary>Lets others have them.</summary>
    public void Dispose()
    {
        stores?.Dispose();
        records?.Dispose();
    }
}
