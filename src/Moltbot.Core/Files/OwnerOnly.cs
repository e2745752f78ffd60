using System.Runtime.Versioning;
using System.Security.AccessControl;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Files;

/// <summary>
/// Creates files and directories that nobody but their owner can open. The protection is part of their creation, so
/// there is no moment at which they are open to others. On Unix the modes are those of the gateway, 0600 and 0700
/// (docs/gateway/credentials.md §1). On Windows it has an access list of its own (<see cref="WindowsAccess"/>).
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode0700 = FileMode0600 | UnixFileMode.UserExecute;
    private const UnixFileMode OfGroup = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute;
    private const UnixFileMode ReadableByAll = FileMode0600 | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    /// <summary>
    /// Gives a new file to whom it is to belong: to the owner of the one that it replaces, or of its directory, because an
    /// administrator's change must not take a file away from the user that the gateway runs as.
    /// </summary>
    /// <param name="file">The file, which is open and still its owner's alone.</param>
    /// <param name="name">Its name in the directory.</param>
    /// <param name="place">The place for which it is meant.</param>
    /// <param name="protection">Who is to be able to open it.</param>
    public static void Protect(SafeFileHandle file, string name, FilePlace place, FileProtection protection)
    {
        if (OperatingSystem.IsWindows())
        {
            ProtectOnWindows(Path.Join(place.Directory.Path, name), place, protection);
            return;
        }

        UnixFileStatus? before = UnixCalls.User == 0 || protection == FileProtection.AsBefore ? place.Directory.StatusOf(place.Name) : null;
        if (UnixCalls.User == 0)
            UnixCalls.GiveTo(file, before ?? place.Directory.Status);
        if (protection == FileProtection.AsBefore)
            File.SetUnixFileMode(file, before is { } old ? PermissionsLike(old, file) : ReadableByAll);
    }

    /// <summary>What a group might do, only that group may. Who is not in it cannot give it the file, and gives its own nothing in its place.</summary>
    [UnsupportedOSPlatform("windows")]
    private static UnixFileMode PermissionsLike(in UnixFileStatus before, SafeFileHandle file) =>
        UnixCalls.StatusOf(file).Group == before.Group || UnixCalls.TryGiveToGroup(file, before.Group) ? before.Permissions : before.Permissions & ~OfGroup;

    /// <summary>Creates a directory and those above it that are missing, all of them owner-only. Those that exist are left as they are.</summary>
    [SupportedOSPlatform("windows")]
    public static void CreateDirectoryOnWindows(string fullPath)
    {
        if (Directory.Exists(fullPath))
            return;

        string? above = Path.GetDirectoryName(fullPath);
        while (above is not null && !Directory.Exists(above))
            above = Path.GetDirectoryName(above);

        WindowsAccess.OfDirectory(above ?? throw new DirectoryNotFoundException($"There is no {Path.GetPathRoot(fullPath)}.")).CreateDirectory(fullPath);
        for (string made = fullPath; made.Length > above.Length; made = Path.GetDirectoryName(made)!)
            WindowsAccess.GiveToOwnerOf(made, above);
    }

    /// <summary>Creates an empty owner-only file and opens it for writing. Apart, because looking at access lists loads an assembly that no other system needs.</summary>
    [SupportedOSPlatform("windows")]
    public static SafeFileHandle CreateFileOnWindows(string fullPath)
    {
        FileSecurity access = WindowsAccess.OfFile(Path.GetDirectoryName(fullPath)!);
        using FileStream created = new FileInfo(fullPath).Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.None, access);

        // It is open for writing already, so whoever opens it has to share that; only its owner can.
        return BusyFile.Await(() => File.OpenHandle(fullPath, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));
    }

    [SupportedOSPlatform("windows")]
    private static void ProtectOnWindows(string file, FilePlace place, FileProtection protection)
    {
        bool isReplaced = File.Exists(place.Path);
        if (protection == FileProtection.AsBefore && isReplaced)
            new FileInfo(file).SetAccessControl(new FileInfo(place.Path).GetAccessControl(AccessControlSections.Access));
        else if (isReplaced)
            new FileInfo(file).SetAccessControl(WindowsAccess.OfFile(place.Path));

        WindowsAccess.GiveToOwnerOf(file, isReplaced ? place.Path : place.Directory.Path);
    }

    /// <summary>Leaves a file or a directory to its owner.</summary>
    /// <param name="path">Its path. Links are followed as far as they may be.</param>
    /// <param name="shown">The path as it is told.</param>
    /// <returns>The command that gives back what was taken.</returns>
    public static string Restrict(string path, string shown) => OperatingSystem.IsWindows() ? RestrictOnWindows(path, shown) : Change(path, shown, (mode, _) => mode & DirectoryMode0700);

    /// <summary>Gives the owner of what is at a path the rights without which it cannot be used.</summary>
    /// <returns>The command that takes them back.</returns>
    public static string Admit(string path, string shown) => OperatingSystem.IsWindows()
        ? RestrictOnWindows(path, shown)
        : Change(path, shown, (mode, kind) => mode | (kind == FileKind.Directory ? DirectoryMode0700 : FileMode0600));

    /// <summary>Takes from others that they can create, replace and remove what is in a directory.</summary>
    /// <returns>The command that gives it back.</returns>
    public static string Close(string path, string shown) => OperatingSystem.IsWindows()
        ? RestrictOnWindows(path, shown)
        : Change(path, shown, (mode, _) => mode & ~(UnixFileMode.OtherWrite | UnixFileMode.GroupWrite));

    /// <summary>Gives a file the owner of another, which only an administrator can.</summary>
    /// <returns>The command that gives it back.</returns>
    /// <exception cref="IOException">It could not be done.</exception>
    public static string GiveAs(string path, string shown, string like)
    {
        if (OperatingSystem.IsWindows() || UnixCalls.StatusOf(like, followsLinks: true) is not { } other)
            throw new IOException("nobody can tell whose it is to be");

        using FilePlace place = PlaceOf(path);
        UnixFileStatus before = AloneAt(place);
        place.Directory.GiveTo(place.Name, other);
        return place.Directory.StatusOf(place.Name)?.Owner == other.Owner
            ? string.Create(PlainNumbers.Format, $"chown {before.Owner} '{shown}'")
            : throw new IOException("only an administrator can give it to somebody else");
    }

    [UnsupportedOSPlatform("windows")]
    private static string Change(string path, string shown, Func<UnixFileMode, FileKind, UnixFileMode> change)
    {
        using FilePlace place = PlaceOf(path);
        UnixFileStatus before = AloneAt(place);
        place.Directory.ChangeMode(place.Name, change(before.Permissions, before.Kind));
        return $"chmod {Convert.ToString((int)before.Permissions, 8)} '{shown}'";
    }

    [UnsupportedOSPlatform("windows")]
    private static FilePlace PlaceOf(string path) => PathWalk.ToPlace(Path.GetFullPath(path), makesDirectories: false) ?? throw new FileNotFoundException("It is not there any more.", path);

    /// <summary>A file with a second name may be one of root's own, which somebody has linked here to have it given to him.</summary>
    [UnsupportedOSPlatform("windows")]
    private static UnixFileStatus AloneAt(FilePlace place) => place.Directory.StatusOf(place.Name) switch
    {
        null => throw new FileNotFoundException("It is not there any more.", place.Path),
        { Kind: FileKind.File, Names: > 1 } when UnixCalls.User == 0 => throw new IOException("it has another name elsewhere (a hard link), and may be somebody else's file"),
        { } status => status,
    };

    [SupportedOSPlatform("windows")]
    private static string RestrictOnWindows(string realPath, string shown)
    {
        if (Directory.Exists(realPath))
            new DirectoryInfo(realPath).SetAccessControl(WindowsAccess.OfDirectory(realPath));
        else
            new FileInfo(realPath).SetAccessControl(WindowsAccess.OfFile(realPath));

        return WindowsAdvice.Reset(shown);
    }
}
