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
    private readonly SortedList<string, StoreLease> leases = new(StringComparer.Ordinal);
    private readonly object gate = new();
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
            foreach (IGrouping<string, AgentContext> store in agents.GroupBy(NameOf, StringComparer.Ordinal).OrderBy(store => store.Key, StringComparer.Ordinal))
                held.Add(store.Key, await Renewable(store.First()).HoldAsync(cancellation).ConfigureAwait(false));

            return held;
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>Whether an agent's store is one of them.</summary>
    public bool Has(AgentContext agent) => leases.ContainsKey(NameOf(agent));

    /// <summary>Makes sure that all are still locked, before something is done that cannot be taken back.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.LockLost"/>.</exception>
    public void EnsureHeld()
    {
        foreach (StoreLease lease in leases.Values)
            lease.EnsureHeld();
    }

    /// <summary>Makes a change of one agent's store, durable before this returns. One change is made at a time.</summary>
    /// <exception cref="MoltbotException">As <see cref="StoreLease.Commit"/>; the store is as it was.</exception>
    public void Commit(AgentContext agent, StoreRule rule)
    {
        lock (gate)
            leases[NameOf(agent)].Commit(rule);
    }

    /// <summary>Gives the locks back, the last one first.</summary>
    public void Dispose()
    {
        foreach (StoreLease lease in leases.Values.Reverse())
            lease.Dispose();

        if (note.IsValueCreated)
            note.Value?.Dispose();
    }

    private void Add(string name, StoreLease lease)
    {
        leases.Add(name, lease);
        if (note.Value is { } begun)
            lease.NoteIn(begun);
    }

    private static string NameOf(AgentContext agent) => RealPath.Resolve(agent.Store.Place.Path);

    private static IRenewableStore Renewable(AgentContext agent) => agent.Store as IRenewableStore ?? throw new MoltbotException(
        ErrorCode.InstallationNotServed, $"The gateway of {agent.StateDirectory} renews its sign-ins itself. Start it, or sign in again with its own command line.")
    {
        Path = agent.Store.Place.Path,
    };
}
