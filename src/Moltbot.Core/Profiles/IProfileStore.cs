using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Profiles;

/// <summary>
/// The credentials of one agent, however a layout keeps them: its own over those that it inherits. Reading changes nothing; a
/// change is of the agent's own store only.
/// </summary>
internal interface IProfileStore
{
    /// <summary>Where the agent's own store is, whether it exists or not.</summary>
    StorePlace Place { get; }

    /// <summary>Whether the agent has a store of its own.</summary>
    bool Exists { get; }

    /// <summary>Whether the agent's own store may be changed at all.</summary>
    WriteVerdict MayWrite { get; }

    /// <summary>Reads what the agent sees, as much of it as can be read, and says what cannot. Each file is read once.</summary>
    /// <param name="readings">What the operation has read for other agents; nothing if omitted.</param>
    StoreReading Read(Readings? readings = null);

    /// <summary>
    /// Makes a change: locks the store against the gateway and everybody else, reads it again, asks the rule, and writes. What
    /// the rule does not change stays as it is, whether it is understood or not; a rule that gives back the same writes
    /// nothing. An agent without a store gets one, which holds what its older layouts held.
    /// </summary>
    /// <returns>What the agent sees afterwards.</returns>
    /// <exception cref="MoltbotException">
    /// What the rule throws, <see cref="ErrorCode.StoreLocked"/>, <see cref="ErrorCode.LockLost"/>, <see cref="ErrorCode.StoreUnreadable"/> or
    /// <see cref="ErrorCode.WriteFailed"/>: the store is as it was. <see cref="ErrorCode.InstallationNotServed"/>: nothing was touched.
    /// </exception>
    /// <exception cref="OperationCanceledException">The wait for the lock was cancelled.</exception>
    AuthProfileStore Commit(StoreChange change, CancellationToken cancellation = default);

    /// <summary>
    /// Finds out whether <see cref="Commit"/> can be done now, and changes nothing: for the second of two changes that belong
    /// together, before the first is made.
    /// </summary>
    /// <exception cref="MoltbotException">As <see cref="Commit"/>.</exception>
    /// <exception cref="OperationCanceledException">The wait for the lock was cancelled.</exception>
    void Rehearse(StoreChange change, CancellationToken cancellation = default);
}
