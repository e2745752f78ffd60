using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Renewing;

/// <summary>
/// The stores of several agents, locked against the gateway and everybody else. They are locked in the order of their real
/// paths, whoever wants them, so that no two wait for each other.
/// </summary>
internal sealed class HeldStores : IDisposable
{
    private readonly SortedList<string, GroupedCommits> stores = new(StringComparer.Ordinal);
    private readonly Lazy<LockNote?> note;

    private HeldStores(string notes) => note = new(() => LockNote.TryBegin(notes));

    /// <summary>Locks the stores of agents; an agent without a store gets one. What a process that was killed had locked is free at once.</summary>
    /// <param name="agents">The agents.</param>
    /// <param name="notes">Where it is noted who has locked what.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="MoltbotException">As <see cref="IRenewableStore.HoldAsync"/>. None is locked then.</exception>
    /// <exception cref="OperationCanceledException">The wait was cancelled. None is locked then.</exception>
    public static async Task<HeldStores> HoldAsync(IEnumerable<AgentContext> agents, string notes, TimeProvider clock, CancellationToken cancellation)
    {
        LockNote.ReleaseAbandoned(notes, clock);
        HeldStores held = new(notes);
        try
        {
            foreach (IGrouping<string, AgentContext> store in InOrder(agents))
                held.Add(store.Key, await Renewable(store.First()).HoldAsync(cancellation).ConfigureAwait(false));

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>The same for what waits for nothing else meanwhile, with the locks written down from the first moment.</summary>
    /// <inheritdoc cref="HoldAsync"/>
    public static HeldStores Hold(IReadOnlyCollection<AgentContext> agents, string notes, TimeProvider clock, CancellationToken cancellation)
    {
        foreach (AgentContext agent in agents)
            agent.Store.MayWrite.Require(); // before anything is created

        LockNote.ReleaseAbandoned(notes, clock);
        HeldStores held = new(notes);
        try
        {
            foreach (IGrouping<string, AgentContext> store in InOrder(agents))
                held.stores.Add(store.Key, new GroupedCommits(Renewable(store.First()).Hold(held.note.Value, cancellation)));

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether an agent's store is one of them.</summary>
    public bool Has(AgentContext agent) => stores.ContainsKey(NameOf(agent));

    /// <summary>Makes sure that all are still locked, before something is done that cannot be taken back.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.LockLost"/>.</exception>
    public void EnsureHeld()
    {
        foreach (GroupedCommits store in stores.Values)
            store.Lease.EnsureHeld();
    }

    /// <summary>Makes a change of one agent's store, durable once this is done. Changes that come while another is written are made together.</summary>
    /// <exception cref="MoltbotException">As <see cref="StoreLease.Commit"/>; the store is as it was.</exception>
    public Task CommitAsync(AgentContext agent, StoreRule rule) => stores[NameOf(agent)].CommitAsync(rule);

    /// <summary>Makes a change of one agent's store, durable before this returns.</summary>
    /// <exception cref="MoltbotException">As <see cref="StoreLease.Commit"/>; the store is as it was.</exception>
    public void Commit(AgentContext agent, StoreRule rule) => stores[NameOf(agent)].Lease.Commit(rule);

    /// <summary>Gives the locks back, the last one first.</summary>
    public void Dispose()
    {
        foreach (GroupedCommits store in stores.Values.Reverse())
            store.Dispose();

        if (note.IsValueCreated)
            note.Value?.Dispose();
    }

    private void Add(string name, StoreLease lease)
    {
        stores.Add(name, new GroupedCommits(lease));
        if (note.Value is { } begun)
            lease.NoteIn(begun);
    }

    private static IEnumerable<IGrouping<string, AgentContext>> InOrder(IEnumerable<AgentContext> agents) =>
        agents.GroupBy(NameOf, StringComparer.Ordinal).OrderBy(store => store.Key, StringComparer.Ordinal);

    private static string NameOf(AgentContext agent) => RealPath.Resolve(agent.Store.Place.Path);

    /// <summary>The store of an agent whose sign-ins are not left to the gateway.</summary>
    private static IRenewableStore Renewable(AgentContext agent) => (IRenewableStore)agent.Store;
}
