using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Files;

/// <summary>
/// Creates files and directories that nobody but their owner can open. The protection is part of their creation, so
/// there is no moment at which they are open to others. On Unix the modes are those of the gateway, 0600 and 0700
/// (docs/gateway/credentials.md §1). On Windows an access list of its own, inheriting nothing, admits the current user,
/// SYSTEM and the Administrators group.
/// </summary>
internal static class OwnerOnly
{
    private const UnixFileMode FileMode0600 = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode DirectoryMode0700 = FileMode0600 | UnixFileMode.UserExecute;
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
            if (protection == FileProtection.AsBefore)
                CopyAccess(place, name);
            return;
        }

        UnixFileStatus? before = UnixCalls.User == 0 || protection == FileProtection.AsBefore ? place.Directory.StatusOf(place.Name) : null;
        if (UnixCalls.User == 0)
            UnixCalls.GiveTo(file, before ?? place.Directory.Status);
        if (protection == FileProtection.AsBefore)
            File.SetUnixFileMode(file, before?.Permissions ?? ReadableByAll);
    }

    /// <summary>Creates a directory and those above it that are missing, all of them owner-only. Those that exist are left as they are.</summary>
    [SupportedOSPlatform("windows")]
    public static void CreateDirectoryOnWindows(string fullPath) => DirectoryAccess().CreateDirectory(fullPath);

    /// <summary>Creates an empty owner-only file and opens it for writing. Apart, because looking at access lists loads an assembly that no other system needs.</summary>
    [SupportedOSPlatform("windows")]
    public static SafeFileHandle CreateFileOnWindows(string fullPath)
    {
        using FileStream created = new FileInfo(fullPath).Create(FileMode.CreateNew, FileSystemRights.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1, FileOptions.None, FileAccessList());
        return File.OpenHandle(fullPath, FileMode.Open, FileAccess.Write, FileShare.None | FileShare.Delete);
    }

    [SupportedOSPlatform("windows")]
    private static void CopyAccess(FilePlace place, string name)
    {
        if (File.Exists(place.Path))
            new FileInfo(Path.Join(place.Directory.Path, name)).SetAccessControl(new FileInfo(place.Path).GetAccessControl(AccessControlSections.Access));
    }

    [SupportedOSPlatform("windows")]
    private static FileSecurity FileAccessList()
    {
        FileSecurity access = new();
        access.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (SecurityIdentifier owner in Owners())
            access.AddAccessRule(new FileSystemAccessRule(owner, FileSystemRights.FullControl, AccessControlType.Allow));
        return access;
    }

    [SupportedOSPlatform("windows")]
    private static DirectorySecurity DirectoryAccess()
    {
        DirectorySecurity access = new();
        access.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (SecurityIdentifier owner in Owners())
        {
            access.AddAccessRule(new FileSystemAccessRule(
                owner,
                FileSystemRights.FullControl,
                InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit,
                PropagationFlags.None,
                AccessControlType.Allow));
        }

        return access;
    }

    [SupportedOSPlatform("windows")]
    private static SecurityIdentifier[] Owners()
    {
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        return
        [
            user.User!,
            new SecurityIdentifier(WellKnownSidType.LocalSystemSid, domainSid: null),
            new SecurityIdentifier(WellKnownSidType.BuiltinAdministratorsSid, domainSid: null),
        ];
    }

    /// <summary>Leaves a file or a directory to its owner.</summary>
    /// <param name="path">Its path. Links are followed as far as they may be.</param>
    /// <returns>The command that gives back what was taken.</returns>
    public static string Restrict(string path) => OperatingSystem.IsWindows() ? RestrictOnWindows(path) : Change(path, (mode, _) => mode & DirectoryMode0700);

    /// <summary>Gives the owner of what is at a path the rights without which it cannot be used.</summary>
    /// <returns>The command that takes them back.</returns>
    public static string Admit(string path) => OperatingSystem.IsWindows()
        ? RestrictOnWindows(path)
        : Change(path, (mode, kind) => mode | (kind == FileKind.Directory ? DirectoryMode0700 : FileMode0600));

    /// <summary>Takes from others that they can create, replace and remove what is in a directory.</summary>
    /// <returns>The command that gives it back.</returns>
    public static string Close(string path) => OperatingSystem.IsWindows()
        ? RestrictOnWindows(path)
        : Change(path, (mode, _) => mode & ~(UnixFileMode.OtherWrite | UnixFileMode.GroupWrite));

    /// <summary>Gives a file the owner of another, which only an administrator can.</summary>
    /// <returns>The command that gives it back.</returns>
    /// <exception cref="IOException">It could not be done.</exception>
    public static string GiveAs(string path, string like)
    {
        if (OperatingSystem.IsWindows() || UnixCalls.StatusOf(like, followsLinks: true) is not { } other)
            throw new IOException("nobody can tell whose it is to be");

        using FilePlace place = PlaceOf(path);
        UnixFileStatus before = AloneAt(place);
        place.Directory.GiveTo(place.Name, other);
        return place.Directory.StatusOf(place.Name)?.Owner == other.Owner
            ? string.Create(PlainNumbers.Format, $"chown {before.Owner}")
            : throw new IOException("only an administrator can give it to somebody else");
    }

    [UnsupportedOSPlatform("windows")]
    private static string Change(string path, Func<UnixFileMode, FileKind, UnixFileMode> change)
    {
        using FilePlace place = PlaceOf(path);
        UnixFileStatus before = AloneAt(place);
        place.Directory.ChangeMode(place.Name, change(before.Permissions, before.Kind));
        return $"chmod {Convert.ToString((int)before.Permissions, 8)}";
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
    private static string RestrictOnWindows(string realPath)
    {
        if (Directory.Exists(realPath))
            new DirectoryInfo(realPath).SetAccessControl(DirectoryAccess());
        else
            new FileInfo(realPath).SetAccessControl(FileAccessList());

        return "icacls /reset";
    }
}
