using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Profiles;

/// <summary>
/// A store that is locked. What was read under the lock is what there is to decide by: another process may have done
/// meanwhile what was to be done, and then there is nothing to commit.
/// </summary>
internal abstract class StoreLease : IDisposable
{
    /// <summary>What the agent sees: as it was read under the lock, or as it was last committed.</summary>
    public abstract AuthProfileStore View { get; }

    /// <summary>Makes sure that the store is still locked, before something is done that cannot be taken back.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.LockLost"/>: somebody else has the lock. Do nothing.</exception>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public abstract void EnsureHeld();

    /// <summary>Writes its lock down, in case that this process is killed while it has it.</summary>
    public abstract void NoteIn(LockNote note);

    /// <summary>Makes a change, durable before this returns. What is in the store now is read once more for it.</summary>
    /// <returns>What the agent sees afterwards.</returns>
    /// <exception cref="MoltbotException">As <see cref="IProfileStore.Commit"/>; the store is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The lease has ended.</exception>
    public abstract AuthProfileStore Commit(StoreRule rule);

    /// <summary>Gives the lock back. To do so again changes nothing.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the lock back.</summary>
    protected abstract void Dispose(bool disposing);
}
