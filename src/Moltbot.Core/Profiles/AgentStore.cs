using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Profiles;

/// <summary>
/// The credentials of one agent: its own store over the main agent's, with imports from older layouts where there is
/// no store yet. Reading changes no file; a change writes the agent's own store only.
/// </summary>
public sealed class AgentStore
{
    private readonly AgentStoreFiles files;
    private readonly AgentStoreFiles? main;
    private readonly Func<string, InstallationLayout> layoutOf;
    private readonly TimeProvider time;

    /// <summary>The store of an agent.</summary>
    /// <param name="files">The agent's own files.</param>
    /// <param name="main">The main agent's files, from which the agent inherits; its own or <see langword="null"/> for the main agent.</param>
    /// <param name="layoutOf">Tells whose the place of a file is, see <see cref="InstallationLayout"/>.</param>
    /// <param name="time">The clock.</param>
    public AgentStore(AgentStoreFiles files, AgentStoreFiles? main, Func<string, InstallationLayout> layoutOf, TimeProvider time)
    {
        this.files = files;
        this.main = main?.Store == files.Store ? null : main;
        this.layoutOf = layoutOf;
        this.time = time;
    }

    /// <summary>The absolute path of the agent's own store, whether it exists or not.</summary>
    public string Path => files.Store;

    /// <summary>Whether the agent has a store of its own.</summary>
    public bool Exists => RealPath.Exists(Path);

    /// <summary>Reads the agent's view, as much of it as can be read.</summary>
    public StoreReading Read() => Read(NewReader());

    /// <summary>Whether the agent's own store may be changed at all.</summary>
    internal WriteVerdict MayWrite => layoutOf(Path).MayWrite;

    /// <summary>Whether the agent's own store has an entry of this id, of whatever kind.</summary>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    internal bool Owns(string profileId)
    {
        StoreReading current = Read();
        current.StoreOrThrow();
        return current.Document is { } own
            ? own.Entry(profileId).ValueKind != JsonValueKind.Undefined
            : NewReader().ReadImports(files, main).Find(profileId) is not null;
    }

    /// <summary>
    /// Changes the agent's own store: takes the lock that the gateway takes, reads the file again, applies the change
    /// and replaces the file. A change that gives back the same snapshot writes nothing.
    /// </summary>
    /// <returns>The agent's view afterwards.</returns>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.StoreLocked"/>, <see cref="ErrorCode.LockLost"/>, <see cref="ErrorCode.StoreUnreadable"/> or
    /// <see cref="ErrorCode.WriteFailed"/>; the file is as it was. <see cref="ErrorCode.InstallationNotServed"/>: nothing was touched.
    /// </exception>
    public AuthProfileStore Update(Func<AuthProfileDocument, AuthProfileDocument> change, CancellationToken cancellation = default) =>
        Update((document, _) => change(document), cancellation);

    /// <summary>
    /// The same for a change that depends on the agent's view: it is given what the view is while the lock is held, and
    /// may refuse.
    /// </summary>
    /// <inheritdoc cref="Update(Func{AuthProfileDocument, AuthProfileDocument}, CancellationToken)"/>
    public AuthProfileStore Update(Func<AuthProfileDocument, AuthProfileStore, AuthProfileDocument> change, CancellationToken cancellation = default) =>
        Update(change, static () => { }, isLasting: true, cancellation);

    /// <summary>
    /// The same for a change of which a part is made elsewhere: when the new store is on the disk and has only to be
    /// renamed. If that part fails, the store is as it was; if the store cannot be written, nothing is made elsewhere.
    /// </summary>
    /// <inheritdoc cref="Update(Func{AuthProfileDocument, AuthProfileDocument}, CancellationToken)"/>
    internal AuthProfileStore Update(Func<AuthProfileDocument, AuthProfileDocument> change, Action elsewhere, CancellationToken cancellation) =>
        Update((document, _) => change(document), elsewhere, isLasting: true, cancellation);

    /// <summary>
    /// The same for what is remembered about the use of profiles. When the power fails directly afterwards the store may be
    /// what it was before: whole, and without the newest use. Waiting for the disk until that is excluded would take as
    /// long as all the rest.
    /// </summary>
    /// <inheritdoc cref="Update(Func{AuthProfileDocument, AuthProfileDocument}, CancellationToken)"/>
    internal AuthProfileStore UpdateUsage(Func<AuthProfileDocument, AuthProfileStore, AuthProfileDocument> change, CancellationToken cancellation = default) =>
        Update(change, static () => { }, isLasting: false, cancellation);

    private AuthProfileStore Update(Func<AuthProfileDocument, AuthProfileStore, AuthProfileDocument> change, Action elsewhere, bool isLasting, CancellationToken cancellation)
    {
        MayWrite.Require();
        if (!CredentialFile.Exists(Path))
            Create();

        using DirectoryLock held = DirectoryLock.Acquire(Path, new LockOptions { TimeProvider = time }, cancellation);
        AgentStoreReader reader = NewReader();
        StoreReading current = Read(reader);
        AuthProfileStore view = current.StoreOrThrow();
        AuthProfileDocument document = current.Document ?? throw ProfileErrors.NotAStore(Path);
        AuthProfileDocument changed = change(document, view);
        if (ReferenceEquals(changed, document))
        {
            elsewhere();
            return view;
        }

        AtomicFile.Replace(held, changed.ToUtf8(), elsewhere, isLasting);
        return reader.ViewWith(files, changed);
    }

    private StoreReading Read(AgentStoreReader reader) => main is null ? reader.Read(files) : reader.Read(files, main);

    /// <summary>
    /// The lock needs a file. A new one holds what the agent's view has from older layouts, so that a crash after this
    /// point loses nothing, and the agent's older file can go.
    /// </summary>
    private void Create()
    {
        Read().StoreOrThrow(); // nothing is created beside a store that cannot be read

        // An older layout is not read again once there is a store, so what cannot be read must not be passed over now.
        AgentStoreReader reader = NewReader();
        AuthProfileStore initial = reader.ReadImports(files, main);
        if (reader.UnreadableLayout is { } unreadable)
            throw unreadable;

        bool created = AtomicFile.Create(Path, AuthProfileDocument.Of(initial, Path).ToUtf8());
        if (created && initial.Profiles.Any(profile => profile.StoredIn == files.LegacyAuth))
            DeleteLegacyFile();
    }

    private void DeleteLegacyFile()
    {
        try
        {
            RegularFile.Delete(files.LegacyAuth);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Everything in it is in the new store, and no program reads it while that exists.
        }
    }

    private AgentStoreReader NewReader() => new(time.GetUtcNow().ToUnixTimeMilliseconds(), layoutOf);
}
