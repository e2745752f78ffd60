using Moltbot.Core.Errors;
using Moltbot.Core.Files;

namespace Moltbot.Core.Profiles;

/// <summary>A store that can stay locked while something is asked of a server, as for a new token.</summary>
internal interface IRenewableStore : IProfileStore
{
    /// <summary>
    /// Locks the store and reads it. It stays locked, against the gateway too, until the lease is disposed of; an agent
    /// without a store gets one.
    /// </summary>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <exception cref="MoltbotException">As <see cref="IProfileStore.Commit"/>.</exception>
    /// <exception cref="OperationCanceledException">The wait for the lock was cancelled.</exception>
    Task<StoreLease> HoldAsync(CancellationToken cancellation = default);

    /// <summary>The same for what waits for nothing else meanwhile.</summary>
    /// <param name="note">Writes the lock down from the first moment, or <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    /// <exception cref="MoltbotException">As <see cref="IProfileStore.Commit"/>.</exception>
    /// <exception cref="OperationCanceledException">The wait for the lock was cancelled.</exception>
    StoreLease Hold(LockNote? note, CancellationToken cancellation = default);
}
