using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;

namespace Moltbot.Core.Profiles.January;

/// <summary>
/// The credentials of one agent: its own store over the main agent's, with imports from older layouts where there is
/// no store yet. Reading changes no file; a change writes the agent's own store only.
/// </summary>
internal sealed class AgentStore : IRenewableStore
{
    private readonly AgentStoreFiles files;
    private readonly AgentStoreFiles? main;
    private readonly Func<InstallationLayout> look;
    private readonly TimeProvider time;

    /// <summary>The store of an agent.</summary>
    /// <param name="files">The agent's own files.</param>
    /// <param name="main">The main agent's files, from which the agent inherits; its own or <see langword="null"/> for the main agent.</param>
    /// <param name="look">Tells whose the installation is now.</param>
    /// <param name="time">The clock.</param>
    public AgentStore(AgentStoreFiles files, AgentStoreFiles? main, Func<InstallationLayout> look, TimeProvider time)
    {
        this.files = files;
        this.main = main == files ? null : main;
        this.look = look;
        this.time = time;
    }

    /// <inheritdoc/>
    public StorePlace Place => StorePlace.OfFile(Path);

    /// <inheritdoc/>
    public bool Exists => RealPath.Exists(Path);

    /// <inheritdoc/>
    public WriteVerdict MayWrite => look().At(Path).MayWrite;

    private string Path => files.Store;

    /// <inheritdoc/>
    public StoreReading Read(Readings? readings = null) => Read(NewReader(readings));

    /// <inheritdoc/>
    public AuthProfileStore Commit(StoreChange change, CancellationToken cancellation = default)
    {
        bool isNew = MakeLockable();
        using DirectoryLock held = DirectoryLock.Acquire(Path, LockOptions, cancellation);
        try
        {
            return Write(held, change);
        }
        catch when (isNew)
        {
            RemoveIfEmpty(held);
            throw;
        }
    }

    /// <inheritdoc/>
    public void Rehearse(StoreChange change, CancellationToken cancellation = default)
    {
        MayWrite.Require();
        if (!CredentialFile.Exists(Path))
        {
            StoreReading before = ReadToCreate();
            Apply(change, StoreContent.Of(before.Imported), before.Store);
            return;
        }

        using DirectoryLock held = DirectoryLock.Acquire(Path, LockOptions, cancellation);
        StoreReading current = Read();
        StoreContent own = OwnOf(current);
        StoreContent changed = Apply(change, own, current.Store);
        if (!ReferenceEquals(changed, own))
            AtomicFile.Rehearse(held, JsonText.Write(changed.ToJson()));
    }

    /// <inheritdoc/>
    public async Task<StoreLease> HoldAsync(CancellationToken cancellation = default)
    {
        MakeLockable();
        return new HeldStore(this, await DirectoryLock.AcquireAsync(Path, LockOptions, cancellation).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public StoreLease Hold(LockNote? note, CancellationToken cancellation = default)
    {
        MakeLockable();
        DirectoryLock held = DirectoryLock.Acquire(Path, LockOptions, cancellation);
        note?.Follow(held);
        return new HeldStore(this, held);
    }

    private LockOptions LockOptions => new() { TimeProvider = time };

    /// <summary>Makes a change under the lock: the file is read again, and replaced.</summary>
    internal AuthProfileStore Write(DirectoryLock held, StoreChange change)
    {
        AgentStoreReader reader = NewReader();
        StoreReading current = Read(reader);
        StoreContent own = OwnOf(current);
        StoreContent changed = Apply(change, own, current.Store);
        if (ReferenceEquals(changed, own))
            return current.Store;

        AtomicFile.Replace(held, JsonText.Write(changed.ToJson()), isLasting: change.Durability == Durability.Lasting);
        if (change.RemovesEmpty)
            RemoveIfEmpty(held);

        return reader.ViewWith(files, changed);
    }

    private StoreContent OwnOf(StoreReading current)
    {
        current.StoreOrThrow();
        return current.Own ?? throw ProfileErrors.NotAStore(Path);
    }

    /// <summary>What a rule finds unreadable it finds without knowing where that is.</summary>
    private StoreContent Apply(StoreChange change, StoreContent own, AuthProfileStore view)
    {
        try
        {
            return change.Rule(own, view);
        }
        catch (MoltbotException e) when (e is { Code: ErrorCode.StoreUnreadable, Path: null })
        {
            throw new MoltbotException(e.Code, $"{Path}: {e.Message}", e) { Path = Path };
        }
    }

    private StoreReading Read(AgentStoreReader reader) => main is null ? reader.Read(files) : reader.Read(files, main);

    /// <summary>
    /// The lock needs a file. A new one holds what the agent's view has from older layouts, so that a crash after this
    /// point loses nothing, and the agent's older file can go.
    /// </summary>
    /// <returns>Whether it has been made, and holds nothing.</returns>
    private bool MakeLockable()
    {
        MayWrite.Require();
        if (CredentialFile.Exists(Path))
            return false;

        AuthProfileStore imported = ReadToCreate().Imported;
        bool created = AtomicFile.Create(Path, JsonText.Write(imported.ToJson()));
        if (created && imported.Profiles.Any(profile => profile.Origin == ProfileOrigin.OlderLayout))
            DeleteLegacyFile();

        return created && StoreContent.Of(imported).IsEmpty;
    }

    /// <summary>A store that was made for a change which then failed would hide that there is none.</summary>
    private static void RemoveIfEmpty(DirectoryLock held)
    {
        try
        {
            if (StoreContent.Read(CredentialFile.Read(held.FilePath)) is not { IsEmpty: true })
                return;

            held.EnsureHeld();
            held.Place.Directory.Delete(held.Place.Name);
        }
        catch (Exception e) when (e is MoltbotException || WriteFailure.IsRefusal(e))
        {
            // It does no harm if it stays, and why the change failed is what is to be told.
        }
    }

    /// <summary>What there is where no store is, all of it read: nothing is created beside what cannot be.</summary>
    private StoreReading ReadToCreate()
    {
        StoreReading current = Read();
        current.StoreOrThrow();

        // An older layout is not read again once there is a store, so what cannot be read must not be passed over now.
        return current.UnreadLayouts is [MoltbotException unreadable, ..] ? throw unreadable : current;
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

    private AgentStoreReader NewReader(Readings? readings = null) => new(time.GetUtcNow().ToUnixTimeMilliseconds(), look(), readings ?? new());
}
