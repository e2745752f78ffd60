using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Sessions;

/// <summary>The sessions of an agent, however a layout keeps them. Reading changes nothing; a change is of the entries concerned and nothing else.</summary>
internal interface ISessionStore
{
    /// <summary>Where the sessions are kept, whether that exists or not.</summary>
    StorePlace Place { get; }

    /// <summary>Reads the sessions; none where nothing is kept.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.StoreUnreadable"/>, <see cref="ErrorCode.StoreLocked"/>, <see cref="ErrorCode.InstallationNotServed"/> or <see cref="ErrorCode.MigrationPending"/>.</exception>
    SessionTable Read();

    /// <summary>
    /// Changes sessions: takes the lock that the gateway takes, reads them again, asks what is to be different, and writes.
    /// Where nothing is, nothing is locked or written.
    /// </summary>
    /// <param name="rule">Gives the edits by session key, given the sessions as they are. Is asked again under the lock.</param>
    /// <param name="cancellation">Ends the wait for another process.</param>
    /// <returns>The sessions afterwards.</returns>
    /// <exception cref="MoltbotException">
    /// What the rule throws, or <see cref="ErrorCode.GatewayRunning"/>, <see cref="ErrorCode.StoreLocked"/>, <see cref="ErrorCode.LockLost"/>,
    /// <see cref="ErrorCode.StoreUnreadable"/> or <see cref="ErrorCode.WriteFailed"/>; everything is as it was.
    /// </exception>
    SessionTable Update(Func<SessionTable, IReadOnlyDictionary<string, SessionEdit>> rule, CancellationToken cancellation = default);
}
