using System.Globalization;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Sessions.January;
using Moltbot.Core.Text;

namespace Moltbot.Core.BackingUp;

/// <summary>
/// Puts a backup back that has been looked at. What was there is saved first; then one file after the other is replaced as a whole, a
/// database by a transaction of its own, so that a process that dies leaves each as it was or as it is to be, and a second run ends it.
/// </summary>
/// <param name="archive">The backup.</param>
/// <param name="installation">Where it goes.</param>
/// <param name="cancellation">Ends it between two files, and the waiting for locks.</param>
internal sealed class BackupRestoring(BackupArchive archive, BackedInstallation installation, CancellationToken cancellation)
{
    private const int BufferLength = 64 * 1024;

    private static readonly string[] Beside = ["-wal", "-shm"];

    private readonly HashSet<string> outside = [.. BackupPlaces.Outside(installation)];

    private string StateDirectory => installation.Paths.StateDirectory;

    /// <summary>Makes sure that it can be put back there.</summary>
    /// <exception cref="MoltbotException">A gateway runs there, or it is an installation of another generation.</exception>
    public void Require()
    {
        InstallationLayout layout = installation.Look();
        if (layout.Kind == LayoutKind.Unknown)
            layout.MayWrite.Require();

        bool isEmpty = BackupPlaces.Of(installation).Count == 0 && !InstallationPaths.IsTodayName(Path.GetFileName(RealPath.Resolve(StateDirectory)));
        if (layout.Kind != archive.Layout && !isEmpty)
            throw BackupErrors.OtherLayout(archive.Path, archive.Layout, StateDirectory);
        if (GatewayPresence.In(StateDirectory) is { IsRunning: not false } gateway)
            throw BackupErrors.InUse(StateDirectory, gateway);
    }

    /// <summary>Finds out what would become of each file, and changes nothing.</summary>
    public RestoredInstallation Rehearse()
    {
        Require();
        return new RestoredInstallation(StateDirectory, archive.Path, [.. archive.Files.Select(file => Told(file, StateOf(file)))]);
    }

    /// <summary>Puts it back.</summary>
    /// <returns>What became of each file.</returns>
    /// <exception cref="MoltbotException">As <see cref="Require"/>, or a file could not be written; those before it have been put back.</exception>
    public RestoredInstallation Restore()
    {
        RestoredInstallation planned = Rehearse();
        if (planned.Changed == 0)
            return planned;

        string? copy = SaveWhatIsThere();
        HashSet<string> wanted = [.. planned.Files.Where(file => file.IsChange).Select(file => file.Path)];
        archive.Read((file, content) =>
        {
            cancellation.ThrowIfCancellationRequested();
            if (TargetOf(file) is { } target && wanted.Contains(target))
                PutBack(file, target, content);
        });
        return planned with { SafetyCopy = copy };
    }

    private RestoredFile Told(BackedUpFile file, RestoredFileState state) =>
        new(TargetOf(file) ?? file.Path, file.Kind, file.Length, state) { Agent = file.Agent, StateDirectory = StateDirectory };

    /// <summary>Where a file goes; <see langword="null"/> when that is outside, in a place that is not this installation's own.</summary>
    private string? TargetOf(BackedUpFile file) => file.IsOutside
        ? outside.Contains(file.Path) ? file.Path : null
        : Path.Combine(StateDirectory, file.Path.Replace('/', Path.DirectorySeparatorChar));

    private RestoredFileState StateOf(BackedUpFile file)
    {
        if (TargetOf(file) is not { } target)
            return RestoredFileState.LeftOut;
        if (!Folder.Holds(target, out MoltbotException? problem))
            return problem is null ? RestoredFileState.New : throw problem;

        return DigestOf(file, target) == file.Digest ? RestoredFileState.Same : RestoredFileState.Changed;
    }

    /// <summary>The digest of what is there; <see langword="null"/> when it cannot be read, and so is something else.</summary>
    private static string? DigestOf(BackedUpFile file, string target)
    {
        if (file.Kind != BackedUpKind.Database)
            return DigestOf(target);

        DirectoryInfo place = Directory.CreateTempSubdirectory("moltbot-");
        try
        {
            string copy = Path.Combine(place.FullName, "copy");
            File.Create(copy).Dispose();
            DatabaseCopy.Take(target, copy);
            return DigestOf(copy);
        }
        catch (MoltbotException unreadable) when (unreadable.Code == ErrorCode.StoreUnreadable)
        {
            return null;
        }
        finally
        {
            place.Delete(recursive: true);
        }
    }

    private static string? DigestOf(string path)
    {
        try
        {
            using SafeFileHandle? handle = RegularFile.Open(path);
            if (handle is null)
                return null;

            using HashedFile content = new(handle, path);
            content.CopyTo(Stream.Null, BufferLength);
            return content.Digest();
        }
        catch (UnusableFileException other)
        {
            throw new MoltbotException(ErrorCode.WriteFailed, $"{path} cannot be replaced: {other.Message}. {other.Remedy}, then try again. Nothing was restored.", other) { Path = path };
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            return null;
        }
    }

    private string? SaveWhatIsThere()
    {
        if (BackupPlaces.Of(installation).Count == 0)
            return null;

        string name = $"before-restore-{installation.Clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}-{Guid.NewGuid().ToString("N")[..8]}.tar.gz";
        string path = Path.Combine(StateDirectory, "backups", name);
        new BackupWriter(installation, cancellation) { TakesBroken = true }.Write(path, password: null, overwrite: false);
        return path;
    }

    private void PutBack(BackedUpFile file, string target, Stream content)
    {
        if (file.Kind == BackedUpKind.Database && !target.EndsWith("-wal", StringComparison.Ordinal))
            PutBackDatabase(file, target, content);
        else if (archive.Layout == LayoutKind.January && RealPath.Exists(target) && Path.GetFileName(target) == "auth-profiles.json")
            PutBackStore(file, target, content);
        else if (archive.Layout == LayoutKind.January && RealPath.Exists(target) && Path.GetFileName(target) == "sessions.json")
            PutBackSessions(file, target, content);
        else
            AtomicFile.Replace(target, handle => Copy(file, content, handle), () => StillWanted(target));
    }

    private void PutBackStore(BackedUpFile file, string target, Stream content)
    {
        using DirectoryLock held = DirectoryLock.Acquire(target, new LockOptions { TimeProvider = installation.Clock }, cancellation);
        StillWanted(target);
        AtomicFile.Replace(held.FilePath, handle => Copy(file, content, handle), held.EnsureHeld);
    }

    private void PutBackSessions(BackedUpFile file, string target, Stream content)
    {
        using SessionStoreLock held = SessionStoreLock.Acquire(target, new SessionLockOptions { TimeProvider = installation.Clock }, cancellation);
        StillWanted(target);
        AtomicFile.Replace(target, handle => Copy(file, content, handle), held.EnsureHeld);
    }

    /// <summary>What is a database goes on to be the same file, which its own transaction changes. Where none is, or none that can be used, the file is put there.</summary>
    private void PutBackDatabase(BackedUpFile file, string target, Stream content)
    {
        using FilePlace place = AtomicFile.PlaceOf(target);
        string name = TemporaryFile.NameFor(place.Name);
        string copy = Path.Join(place.Directory.Path, name);
        try
        {
            using (SafeFileHandle handle = place.Directory.CreateFile(name))
            {
                OwnerOnly.Protect(handle, name, place, FileProtection.OwnerOnly);
                Copy(file, content, handle);
                RandomAccess.FlushToDisk(handle);
            }

            if (IsUsable(target))
            {
                StillWanted(target);
                DatabaseCopy.PutBack(copy, place.Path, installation.Clock, cancellation);
                return;
            }

            StillWanted(target);
            foreach (string ending in Beside)
                place.Directory.TryDelete(place.Name + ending);

            place.RequireReplaceable();
            place.Directory.Rename(name, place.Name);
            place.Directory.Flush();
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw WriteFailure.Create(target, "could not be written and is as it was before", refusal);
        }
        finally
        {
            place.Directory.TryDelete(name);
        }
    }

    private static bool IsUsable(string target)
    {
        try
        {
            return DatabaseReading.Read(target, database => database.Query("PRAGMA schema_version")) is not null;
        }
        catch (MoltbotException broken) when (broken.Code == ErrorCode.StoreUnreadable)
        {
            return false;
        }
    }

    /// <summary>A gateway may have been started meanwhile, or have taken the installation over.</summary>
    private void StillWanted(string target)
    {
        if (archive.Layout == LayoutKind.January)
            installation.Look().At(target).MayWrite.Require();
        if (GatewayPresence.In(StateDirectory) is { IsRunning: true } gateway)
            throw BackupErrors.InUse(StateDirectory, gateway);
    }

    /// <summary>Writes a file of the backup, which has to be what was looked at.</summary>
    private void Copy(BackedUpFile file, Stream content, SafeFileHandle handle)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[BufferLength];
        long length = 0;
        int read;
        while ((read = content.Read(buffer)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            RandomAccess.Write(handle, buffer.AsSpan(0, read), length);
            length += read;
        }

        if (EcmaScriptText.ToLower(Convert.ToHexString(hash.GetHashAndReset())) != file.Digest)
            throw BackupErrors.Damaged(archive.Path, $"{file.Path} in it has changed since it was looked at");
    }
}
