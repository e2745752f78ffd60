using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;
using Moltbot.Core.Sessions.January;

namespace Moltbot.Core.Diagnosing;

/// <summary>
/// Changes of files as files: who may open them, what lies beside them, how their text is encoded. What they say is changed by
/// those that know it. Whose the place is, is asked before each.
/// </summary>
/// <param name="paths">Where the files are.</param>
/// <param name="clock">The clock.</param>
internal sealed class FileRepairs(InstallationPaths paths, TimeProvider clock)
{
    private const string Aside = ".aside-";

    private readonly LockOptions locking = new() { TimeProvider = clock };

    /// <summary>Whether a file is one that a repair has moved out of the way.</summary>
    public static bool IsAside(string path) => path.LastIndexOf(Aside, StringComparison.Ordinal) is > 0 and int at && path.AsSpan(at + Aside.Length) is { Length: > 0 } time && !time.ContainsAnyExceptInRange('0', '9');

    /// <summary>Leaves a file or a directory to its owner.</summary>
    public Advice Restrict(string path) => At(path, real => OwnerOnly.Restrict(real, path));

    /// <summary>Gives the owner of a file or a directory the rights without which it cannot be used.</summary>
    public Advice Open(string path) => At(path, real => OwnerOnly.Admit(real, path));

    /// <summary>Takes from others that they can replace what is in a directory.</summary>
    public Advice Close(string directory) => At(directory, real => OwnerOnly.Close(real, directory));

    /// <summary>Gives a file the owner of another.</summary>
    public Advice GiveAs(string path, string like) => At(path, real => OwnerOnly.GiveAs(real, path, like));

    /// <summary>Creates a directory for its owner only.</summary>
    public Advice Create(string directory) => At(directory, real =>
    {
        HeldDirectory.Make(real).Dispose();
        return $"rmdir '{directory}'";
    });

    /// <summary>Removes a lock that its owner left behind: a directory that is empty, or the file of sessions, still as old as it was.</summary>
    /// <param name="path">The lock.</param>
    /// <param name="isStale">Whether it is still one, asked directly before.</param>
    public Advice RemoveLock(string path, Func<string, bool> isStale) => At(path, real =>
    {
        if (isStale(real) && !(Directory.Exists(real) ? LockDirectory.LookAt(real, directory => directory.TryRemove()) : RegularFile.Delete(real)))
            throw MoltbotException.At(path, ErrorCode.WriteFailed, $"{path} could not be removed: there is something in it. See what it is, and move it away.");

        return "a lock says nothing but that somebody was at work; nothing is to be undone";
    });

    /// <summary>Moves what stands in the way of something beside it, where nobody looks for it.</summary>
    public Advice SetAside(string path) => At(path, real =>
    {
        string aside = AsideOf(real);
        Move(real, aside);
        return $"mv '{aside}' '{path}'";
    });

    /// <summary>Gives a file or a directory another name, unless something has it already.</summary>
    public Advice Rename(string path, string newPath) => At(path, real =>
    {
        Require(path);
        Require(newPath);
        if (Path.Exists(newPath))
            throw MoltbotException.At(newPath, ErrorCode.WriteFailed, $"{newPath} is there by now, so nothing was moved. See what it is.");

        Move(real, newPath);
        return $"mv '{newPath}' '{path}'";
    });

    /// <summary>Deletes a file that nothing needs any more.</summary>
    public Advice Delete(string path) => At(path, real =>
    {
        if (!RegularFile.Delete(real))
            throw MoltbotException.At(path, ErrorCode.WriteFailed, $"{path} is no file, so it stays. See what it is.");

        return "what was in it is gone for good";
    });

    /// <summary>Removes a directory, if nothing is in it.</summary>
    public void RemoveEmpty(string directory) => At(directory, real =>
    {
        using HeldDirectory? parent = HeldDirectory.Open(Path.GetDirectoryName(real)!);
        if (parent?.TryRemoveDirectory(Path.GetFileName(real)) == false)
            throw MoltbotException.At(directory, ErrorCode.WriteFailed, $"{directory} could not be removed: there is something in it. See what it is, and move it away.");

        return $"mkdir '{directory}'";
    });

    /// <summary>Removes a link that leads nowhere; what it is to lead to may come back one day.</summary>
    public Advice RemoveLink(string path)
    {
        RequireFile(path);
        string target = new FileInfo(path).LinkTarget ?? throw MoltbotException.At(path, ErrorCode.FileNotFound, $"{path} is no link any more, so it stays. Look again.");
        Refusable(path, () =>
        {
            using HeldDirectory? parent = HeldDirectory.Open(Path.GetDirectoryName(path)!);
            parent?.Delete(Path.GetFileName(path));
        });
        return $"ln -s '{target}' '{path}'";
    }

    /// <summary>Writes a file anew under the lock that everybody takes, if it still holds what was read.</summary>
    /// <param name="path">The file.</param>
    /// <param name="read">What was read.</param>
    /// <param name="changed">What it is to hold.</param>
    /// <param name="cancellation">Ends the wait for the lock.</param>
    public void Replace(string path, byte[] read, byte[] changed, CancellationToken cancellation)
    {
        Require(path);
        using DirectoryLock held = DirectoryLock.Acquire(path, locking, cancellation);
        Refusable(path, () => RequireUnchanged(path, SharedFile.Read(held.FilePath, FileLimit.Store), read));
        AtomicFile.Replace(held, changed, isLasting: true);
    }

    /// <summary>The same for a file of sessions, which has another lock.</summary>
    public void ReplaceSessions(string path, byte[] read, byte[] changed, CancellationToken cancellation)
    {
        Require(path);
        using SessionStoreLock held = SessionStoreLock.Acquire(path, new SessionLockOptions { TimeProvider = clock }, cancellation);
        Refusable(path, () => RequireUnchanged(path, SharedFile.Read(path, FileLimit.Sessions), read));
        AtomicFile.Replace(path, changed, _ => held.EnsureHeld());
    }

    /// <summary>Puts a copy of a file in its place, and keeps what was there beside it.</summary>
    public Advice Restore(string path, string copy) => At(path, real =>
    {
        Require(path);
        byte[] content = SharedFile.Read(copy, FileLimit.Store) ?? throw MoltbotException.At(copy, ErrorCode.FileNotFound, $"{copy} is not there any more. Look again.");
        if (RegularFile.Require(real) == FileKind.Missing)
        {
            AtomicFile.Replace(real, content);
            return $"rm '{path}'";
        }

        using DirectoryLock held = DirectoryLock.Acquire(real, locking);
        string aside = AsideOf(real);
        AtomicFile.Replace(aside, SharedFile.Read(real, FileLimit.Store) ?? []);
        AtomicFile.Replace(held, content, isLasting: true);
        return $"mv '{aside}' '{path}'";
    });

    /// <summary>Moves a state directory to its new name, and leaves a link where it was.</summary>
    public Advice MoveWithLink(string directory, string newDirectory)
    {
        Require(directory);
        Require(newDirectory);
        if (Path.Exists(newDirectory) || new FileInfo(directory).LinkTarget is not null)
            throw MoltbotException.At(newDirectory, ErrorCode.WriteFailed, $"{directory} is not alone any more, so nothing was moved. Look again.");

        Move(directory, newDirectory);
        try
        {
            HeldDirectory.MakeLink(directory, newDirectory);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            Move(newDirectory, directory);
            throw WriteFailure.Create(directory, "was moved back, because no link could be left in its place", refusal);
        }

        return $"rm '{directory}' && mv '{newDirectory}' '{directory}'";
    }

    private static void RequireUnchanged(string path, byte[]? now, byte[] read)
    {
        if (now is null || !now.AsSpan().SequenceEqual(read))
            throw MoltbotException.At(path, ErrorCode.ConfigChanged, $"{path} has changed meanwhile, so it was left as it is now. Look again.");
    }

    private static void Move(string path, string newPath) => Refusable(path, () =>
    {
        using HeldDirectory? from = HeldDirectory.Open(Path.GetDirectoryName(path)!);
        using HeldDirectory? to = HeldDirectory.Open(Path.GetDirectoryName(newPath)!);
        from?.Move(Path.GetFileName(path), to ?? throw new DirectoryNotFoundException($"There is no directory {Path.GetDirectoryName(newPath)}."), Path.GetFileName(newPath));
    });

    private static void Refusable(string path, Action change)
    {
        try
        {
            change();
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
            throw WriteFailure.Create(path, "was left as it is", refusal);
        }
    }

    private string AsideOf(string path) => $"{path}{Aside}{clock.GetUtcNow().ToUnixTimeMilliseconds()}";

    /// <summary>Makes sure that what is in a file of January's layout may be changed.</summary>
    private void Require(string path) => InstallationLayout.Of(paths).At(path).MayWrite.Require();

    /// <summary>The same for who may open it and where it lies, which is alike in all layouts.</summary>
    private void RequireFile(string path) => InstallationLayout.Of(paths).At(path).MayKeep.Require();

    private Advice At(string path, Func<string, Advice> change)
    {
        RequireFile(path);
        Advice undo = "";
        Refusable(path, () => undo = change(RealPath.ResolveTrusted(path)));
        return undo;
    }
}
