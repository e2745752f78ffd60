using System.Formats.Tar;
using System.IO.Compression;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Secrets;
using Moltbot.Core.Sessions.January;
using Moltbot.Core.Text;

namespace Moltbot.Core.BackingUp;

/// <summary>
/// Writes the files of an installation into one: a compressed tar archive that every system can unpack, sealed if there is a password.
/// One file after the other goes through, so that their size does not matter.
/// </summary>
/// <param name="installation">What is saved.</param>
/// <param name="cancellation">Ends it between two files, and the waiting for locks.</param>
internal sealed class BackupWriter(BackedInstallation installation, CancellationToken cancellation)
{
    private const int BufferLength = 64 * 1024;

    /// <summary>A database and the changes that are not in it yet.</summary>
    private static readonly string[] Endings = ["", "-wal"];

    private readonly List<BackedUpFile> files = [];

    /// <summary>Whether a database that cannot be read is saved as the file that it is, because it is about to be replaced.</summary>
    public bool TakesBroken { get; init; }

    /// <summary>Writes it where nothing is, or over what is there.</summary>
    /// <returns>What was saved.</returns>
    /// <exception cref="MoltbotException">Something cannot be read or written; what was at the path is as it was.</exception>
    public BackupManifest Write(string path, Secret? password, bool overwrite)
    {
        LayoutKind layout = installation.Look().Kind;
        if (layout == LayoutKind.Unknown)
            installation.Look().MayWrite.Require();

        BackupManifest? written = null;
        if (overwrite)
            AtomicFile.Replace(path, file => written = WriteTo(file, path, layout, password), static () => { });
        else if (RegularFile.TryKindOf(path) != FileKind.Missing || !AtomicFile.Create(path, file => written = WriteTo(file, path, layout, password)))
            throw BackupErrors.Exists(path);

        return written!;
    }

    private BackupManifest WriteTo(SafeFileHandle file, string path, LayoutKind layout, Secret? password)
    {
        files.Clear();
        using FileStream target = new(new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false), FileAccess.Write, BufferLength);
        BackupManifest manifest;
        if (password is { } secret)
        {
            using SealKey key = SealKey.Create(secret);
            target.Write(key.Header);
            using SealingStream sealing = new(target, key);
            manifest = WriteTo(sealing, path, layout);
            sealing.Finish();
        }
        else
        {
            manifest = WriteTo(target, path, layout);
        }

        target.Flush();
        return manifest;
    }

    private BackupManifest WriteTo(Stream target, string path, LayoutKind layout)
    {
        using GZipStream packed = new(target, CompressionLevel.Fastest, leaveOpen: true);
        using TarWriter archive = new(packed, TarEntryFormat.Pax, leaveOpen: true);
        foreach (BackupSource source in BackupPlaces.Of(installation).Where(source => !PathComparison.Here.AreSame(source.Path, path)))
        {
            cancellation.ThrowIfCancellationRequested();
            Add(archive, source, path);
        }

        BackupManifest manifest = new()
        {
            CreatedAt = UnixTime.Now(installation.Clock),
            Layout = layout,
            GatewayVersion = installation.GatewayVersion,
            StateDirectory = installation.Paths.StateDirectory,
            Files = [.. files],
        };
        using MemoryStream text = new(manifest.ToUtf8());
        archive.WriteEntry(EntryOf(BackupManifest.Name, text));
        return manifest;
    }

    private void Add(TarWriter archive, BackupSource source, string archivePath)
    {
        switch (source)
        {
            case { Kind: BackedUpKind.Database }:
                AddDatabase(archive, source, archivePath);
                break;
            case { Lock: BackupLock.Store } when HoldStore(source.Path) is { } held:
                using (held)
                    AddFile(archive, source);
                break;
            case { Lock: BackupLock.Sessions } when HoldSessions(source.Path) is { } held:
                using (held)
                    AddFile(archive, source);
                break;
            default:
                AddFile(archive, source);
                break;
        }
    }

    /// <summary>A copy is made beside the archive, whose directory is to hold the same secrets anyway.</summary>
    private void AddDatabase(TarWriter archive, BackupSource source, string archivePath)
    {
        using FilePlace place = AtomicFile.PlaceOf(archivePath);
        string name = TemporaryFile.NameFor(place.Name);
        string copy = Path.Join(place.Directory.Path, name);
        try
        {
            using (place.Directory.CreateFile(name))
            {
            }

            DatabaseCopy.Take(source.Path, copy);
            AddFile(archive, source, copy);
        }
        catch (MoltbotException broken) when (TakesBroken && broken.Code == ErrorCode.StoreUnreadable)
        {
            foreach (string ending in Endings.Where(ending => File.Exists(source.Path + ending)))
                AddFile(archive, source with { Path = source.Path + ending });
        }
        finally
        {
            place.Directory.TryDelete(name);
        }
    }

    private void AddFile(TarWriter archive, BackupSource source, string? content = null)
    {
        try
        {
            using SafeFileHandle? handle = RegularFile.Open(content ?? source.Path);
            if (handle is null)
                return; // it has gone since it was listed

            using HashedFile stream = new(handle, source.Path);
            string? inside = BackupPlaces.PathIn(installation.Paths.StateDirectory, source.Path);
            string name = inside ?? $"outside/{files.Count.ToString(PlainNumbers.Format)}/{Path.GetFileName(source.Path)}";
            archive.WriteEntry(EntryOf(name, stream));
            files.Add(new BackedUpFile(inside ?? source.Path, source.Kind, stream.Length) { Name = name, Digest = stream.Digest(), Agent = source.Agent });
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw new MoltbotException(ErrorCode.InstallationUnreadable, $"{source.Path} cannot be read, so no backup was made: {(refusal is UnusableFileException other ? $"{other.Message}. {other.Remedy}" : ReadFailure.Remedy(refusal))}, then try again.", refusal) { Path = source.Path };
        }
    }

    private PaxTarEntry EntryOf(string name, Stream content) => new(TarEntryType.RegularFile, name)
    {
        DataStream = content,
        Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        ModificationTime = installation.Clock.GetUtcNow(),
    };

    /// <summary>The gateway writes a store in place, so that there is only a part of it for a moment. Where nobody can lock it, nobody can write it either.</summary>
    private DirectoryLock? HoldStore(string path) => Unless(() => DirectoryLock.Acquire(path, new LockOptions { TimeProvider = installation.Clock }, cancellation));

    private SessionStoreLock? HoldSessions(string path) => Unless(() => SessionStoreLock.Acquire(path, new SessionLockOptions { TimeProvider = installation.Clock }, cancellation));

    private static T? Unless<T>(Func<T> take)
        where T : class
    {
        try
        {
            return take();
        }
        catch (MoltbotException closed) when (closed.Code is ErrorCode.WriteFailed or ErrorCode.FileNotFound)
        {
            return null;
        }
    }
}
