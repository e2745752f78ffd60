using Moltbot.Core.Files;

namespace Moltbot.Core.Profiles.January;

/// <summary>An agent's store under the lock that the gateway takes (docs/gateway/credentials.md §7).</summary>
internal sealed class HeldStore : StoreLease
{
    private readonly DirectoryLock held;
    private readonly AgentStore store;
    private AuthProfileStore view;

    /// <summary>A store whose lock was taken. It is read; where that fails the lock is given back.</summary>
    public HeldStore(AgentStore store, DirectoryLock held)
    {
        this.store = store;
        this.held = held;
        try
        {
            view = store.Read().StoreOrThrow();
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    public override AuthProfileStore View => view;

    public override void EnsureHeld() => held.EnsureHeld();

    public override void NoteIn(LockNote note) => note.Follow(held);

    public override AuthProfileStore Commit(StoreRule rule)
    {
        held.EnsureHeld();
        return view = store.Write(held, new StoreChange(rule));
    }

    protected override void Dispose(bool disposing) => held.Dispose();
}
