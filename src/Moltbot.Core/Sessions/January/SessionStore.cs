using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Sessions.January;

/// <summary>The file that remembers an agent's sessions. Reading changes nothing; a change replaces the entries concerned and no byte else.</summary>
internal sealed class SessionStore(string path, Func<InstallationLayout> look, TimeProvider time) : ISessionStore
{
    /// <inheritdoc/>
    public StorePlace Place => StorePlace.OfFile(Path);

    /// <summary>How the lock is taken.</summary>
    public SessionLockOptions LockOptions { get; init; } = new() { TimeProvider = time };

    /// <summary>The store of an agent, which agents can share (docs/gateway/sessions.md §1).</summary>
    public static SessionStore Of(AgentContext agent) => new(
        SessionPlace.In(agent) ?? System.IO.Path.Combine(agent.StateDirectory, "agents", agent.Id.Value, "sessions", "sessions.json"),
        () => InstallationLayout.Of(agent.Paths),
        agent.Clock);

    /// <inheritdoc/>
    public SessionTable Read() => ReadBytes() is { } utf8 ? SessionText.Read(utf8, Path) : SessionTable.Empty;

    /// <inheritdoc/>
    public SessionTable Update(Func<SessionTable, IReadOnlyDictionary<string, SessionEdit>> rule, CancellationToken cancellation = default)
    {
        look().At(Path).MayWrite.Require();
        SessionTable before = Read();
        if (SessionEdit.Effective(rule(before)).Count == 0)
            return before;

        using SessionStoreLock held = SessionStoreLock.Acquire(Path, LockOptions, cancellation);
        byte[] utf8 = ReadBytes() ?? "{}"u8.ToArray();
        SessionTable current = SessionText.Read(utf8, Path);
        Dictionary<string, SessionEdit> edits = SessionEdit.Effective(rule(current));
        if (edits.Count == 0)
            return current;

        byte[] changed = SessionText.Edit(utf8, Path, edits);
        AtomicFile.Replace(Path, changed, _ => held.EnsureHeld());
        return SessionText.Read(changed, Path);
    }

    private string Path { get; } = path;

    /// <summary>A gateway of today keeps its sessions elsewhere, also where it has left the file.</summary>
    private byte[]? ReadBytes()
    {
        if (look().At(Path).Unseen is { } unseen)
            throw unseen;

        try
        {
            return SharedFile.Read(Path, FileLimit.Sessions);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            string problem = refusal is UnusableFileException other ? $"{other.Message}. {other.Remedy}" : $"{refusal.Message.TrimEnd('.')}. Check who owns it and who may read it";
            throw new MoltbotException(ErrorCode.StoreUnreadable, $"{Path} cannot be read: {problem}.", refusal) { Path = Path };
        }
    }
}
