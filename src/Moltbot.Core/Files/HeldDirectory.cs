using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Moltbot.Core.Files;

/// <summary>
/// A directory that is open. What is created, renamed and removed in it is so by its handle, so who exchanges a directory or a
/// link on its path meanwhile leads us nowhere else. On Windows nobody can exchange any while it is open.
/// </summary>
internal sealed class HeldDirectory : IDisposable
{
    private readonly SafeFileHandle handle;

    /// <summary>A directory that was opened.</summary>
    /// <param name="path">Its absolute path without links.</param>
    /// <param name="handle">The open directory.</param>
    internal HeldDirectory(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
    }

    /// <summary>The absolute path without links.</summary>
    public string Path { get; }

    /// <summary>What it is.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    [UnsupportedOSPlatform("windows")]
    public UnixFileStatus Status => UnixCalls.StatusOf(handle);

    /// <summary>Opens a directory, following links; <see langword="null"/> when there is none.</summary>
    /// <exception cref="UnusableFileException">A link on the way is not followed.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static HeldDirectory? Open(string path) => Open(path, makes: false);

    /// <summary>The same; it is made if it is missing, with those above it, all for their owner alone.</summary>
    /// <exception cref="IOException">It cannot be made or opened.</exception>
    public static HeldDirectory Make(string path) => Open(path, makes: true)!;

    /// <summary>What has a name in it, links not followed.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    public FileKind KindOf(string name) => OperatingSystem.IsWindows() ? WindowsCalls.KindOf(PathOf(name), followsLinks: false) : StatusOf(name)?.Kind ?? FileKind.Missing;

    /// <summary>The same, and more; <see langword="null"/> when nothing has the name.</summary>
    /// <exception cref="IOException">Nobody can tell.</exception>
    [UnsupportedOSPlatform("windows")]
    public UnixFileStatus? StatusOf(string name) => UnixCalls.StatusOf(handle, name);

    /// <summary>Creates an empty file for its owner alone and opens it for writing.</summary>
    /// <exception cref="IOException">It could not be created, or something has the name already.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be created.</exception>
    public SafeFileHandle CreateFile(string name) => OperatingSystem.IsWindows() ? OwnerOnly.CreateFileOnWindows(PathOf(name)) : UnixCalls.CreateFile(handle, name);

    /// <summary>Opens a directory in it, unless it is a link; <see langword="null"/> when there is nothing of that name.</summary>
    /// <exception cref="IOException">It cannot be opened, or is something else.</exception>
    [UnsupportedOSPlatform("windows")]
    public SafeFileHandle? OpenDirectory(string name) => UnixCalls.OpenToList(handle, name);

    /// <summary>Opens a file in it for reading, unless it is a link; <see langword="null"/> when there is nothing of that name.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    [UnsupportedOSPlatform("windows")]
    public SafeFileHandle? OpenToRead(string name) => UnixCalls.OpenToRead(handle, name);

    /// <summary>Gives a file another name, and replaces what has it.</summary>
    /// <returns>Whether it was there.</returns>
    /// <exception cref="IOException">It cannot be renamed.</exception>
    /// <exception cref="UnauthorizedAccessException">As before, on Windows.</exception>
    public bool Rename(string name, string newName)
    {
        if (!OperatingSystem.IsWindows())
            return UnixCalls.Rename(handle, name, handle, newName);

        try
        {
            File.Move(PathOf(name), PathOf(newName), overwrite: true);
            return true;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Moves a file, a link or a directory into another directory, where nothing has the name yet.</summary>
    /// <exception cref="IOException">It cannot be moved, or something has the name.</exception>
    /// <exception cref="UnauthorizedAccessException">As before, on Windows.</exception>
    public void Move(string name, HeldDirectory other, string newName)
    {
        if (OperatingSystem.IsWindows())
        {
            if (KindOf(name) == FileKind.Directory)
                Directory.Move(PathOf(name), other.PathOf(newName));
            else
                File.Move(PathOf(name), other.PathOf(newName), overwrite: false);
            return;
        }

        if (other.KindOf(newName) != FileKind.Missing)
            throw new IOException($"{other.PathOf(newName)} is there already.");
        if (!UnixCalls.Rename(handle, name, other.handle, newName))
            throw new FileNotFoundException($"{PathOf(name)} is not there any more.");
    }

    /// <summary>Makes a link to a directory.</summary>
    /// <param name="path">The absolute path of the link.</param>
    /// <param name="target">Where it leads.</param>
    /// <exception cref="IOException">It cannot be made, or something has the name.</exception>
    /// <exception cref="UnauthorizedAccessException">As before, on Windows.</exception>
    public static void MakeLink(string path, string target)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateSymbolicLink(path, target);
            return;
        }

        using HeldDirectory directory = Open(System.IO.Path.GetDirectoryName(path)!) ?? throw new DirectoryNotFoundException($"There is no directory {System.IO.Path.GetDirectoryName(path)}.");
        UnixCalls.MakeLink(directory.handle, System.IO.Path.GetFileName(path), target);
        if (UnixCalls.User == 0)
            UnixCalls.GiveTo(directory.handle, System.IO.Path.GetFileName(path), directory.Status);
    }

    /// <summary>Gives a file a second name, in one step that fails if something has it. False when that is so, or cannot be had here.</summary>
    public bool TryLink(string name, string newName) => !OperatingSystem.IsWindows() && UnixCalls.TryLink(handle, name, newName);

    /// <summary>Removes a file or a link.</summary>
    /// <exception cref="IOException">It cannot be removed.</exception>
    /// <exception cref="UnauthorizedAccessException">It must not be removed.</exception>
    public void Delete(string name)
    {
        if (OperatingSystem.IsWindows())
            BusyFile.Await(() => RemovedByPath(name));
        else
            UnixCalls.Delete(handle, name);
    }

    /// <summary>Removes a file or a link, if that can be done.</summary>
    public void TryDelete(string name)
    {
        try
        {
            Delete(name);
        }
        catch (Exception refusal) when (WriteFailure.IsRefusal(refusal))
        {
        }
    }

    /// <summary>Creates a directory with the default rights. False when something has the name already.</summary>
    /// <exception cref="IOException">It could not be created for another reason.</exception>
    public bool TryCreateDirectory(string name) => OperatingSystem.IsWindows()
        ? WindowsCalls.TryCreateDirectory(PathOf(name))
        : UnixCalls.TryCreateDirectory(handle, name, isForOwner: false);

    /// <summary>Removes an empty directory, and nothing but a directory. True when it is gone.</summary>
    public bool TryRemoveDirectory(string name) => OperatingSystem.IsWindows()
        ? WindowsCalls.TryRemoveDirectory(PathOf(name))
        : UnixCalls.TryRemoveDirectory(handle, name);

    /// <summary>Changes who may do what with something in it, unless that is a link.</summary>
    /// <exception cref="IOException">It cannot be changed.</exception>
    [UnsupportedOSPlatform("windows")]
    public void ChangeMode(string name, UnixFileMode mode) => UnixCalls.ChangeMode(handle, name, mode);

    /// <summary>Gives something in it to the owner of another file, a link itself and never what it leads to.</summary>
    [UnsupportedOSPlatform("windows")]
    public void GiveTo(string name, in UnixFileStatus other) => UnixCalls.GiveTo(handle, name, other);

    /// <summary>Until the directory of a file is on the disk too, a crash may bring the old file back.</summary>
    public void Flush()
    {
        if (!OperatingSystem.IsWindows())
            UnixCalls.Flush(handle);
    }

    /// <inheritdoc/>
    public void Dispose() => handle.Dispose();

    /// <summary>Opens a directory, following links; <see langword="null"/> when there is none and it is not made.</summary>
    internal static HeldDirectory? Open(string path, bool makes)
    {
        string fullPath = System.IO.Path.GetFullPath(path);
        return OperatingSystem.IsWindows() ? OpenOnWindows(RealPath.ResolveTrusted(fullPath), makes) : PathWalk.ToDirectory(fullPath, makes);
    }

    [SupportedOSPlatform("windows")]
    private static HeldDirectory? OpenOnWindows(string realPath, bool makes)
    {
        if (makes)
            OwnerOnly.CreateDirectoryOnWindows(realPath);

        return WindowsCalls.OpenDirectory(realPath) is { } handle ? new HeldDirectory(realPath, handle) : null;
    }

    private bool RemovedByPath(string name)
    {
        File.Delete(PathOf(name));
        return true;
    }

    private string PathOf(string name) => System.IO.Path.Join(Path, name);
}
