using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

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

    /// <summary>
    /// Creates a directory and those above it that are missing, all of them owner-only. Directories that exist are left
    /// as they are.
    /// </summary>
    public static void CreateDirectory(string fullPath)
    {
        if (OperatingSystem.IsWindows())
        {
            DirectoryAccess().CreateDirectory(fullPath);
            return;
        }

        if (Directory.Exists(fullPath))
            return;

        // One at a time: Directory.CreateDirectory gives the mode to the last directory only.
        if (Path.GetDirectoryName(fullPath) is { } parent)
            CreateDirectory(parent);
        Directory.CreateDirectory(fullPath, DirectoryMode0700);
        if (OperatingSystem.IsLinux() && Path.GetDirectoryName(fullPath) is { } existing)
            UnixCalls.CopyOwner(existing, fullPath);
    }

    /// <summary>Creates an empty owner-only file and opens it for writing, unbuffered and for nobody else to open meanwhile.</summary>
    public static FileStream CreateFile(string fullPath)
    {
        if (OperatingSystem.IsWindows())
            return CreateFileOnWindows(fullPath);

        return new FileStream(fullPath, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            Share = FileShare.None,
            BufferSize = 0,
            UnixCreateMode = FileMode0600,
        });
    }

    /// <summary>Apart, because looking at access lists loads an assembly that no other system needs.</summary>
    [SupportedOSPlatform("windows")]
    private static FileStream CreateFileOnWindows(string fullPath) => new FileInfo(fullPath).Create(
        FileMode.CreateNew, FileSystemRights.Write, FileShare.None, bufferSize: 1, FileOptions.None, FileAccessList());

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

    /// <summary>Leaves what is at a path to its owner.</summary>
    /// <param name="realPath">The path of a file or a directory, without links.</param>
    /// <returns>The command that gives back what was taken.</returns>
    public static string Restrict(string realPath)
    {
        if (OperatingSystem.IsWindows())
            return RestrictOnWindows(realPath);

        UnixFileMode before = File.GetUnixFileMode(realPath);
        return Change(realPath, before & DirectoryMode0700);
    }

    /// <summary>Gives the owner of what is at a path the rights without which it cannot be used.</summary>
    /// <returns>The command that takes them back.</returns>
    public static string Admit(string realPath) => OperatingSystem.IsWindows()
        ? RestrictOnWindows(realPath)
        : Change(realPath, File.GetUnixFileMode(realPath) | (Directory.Exists(realPath) ? DirectoryMode0700 : FileMode0600));

    /// <summary>Takes from others that they can create, replace and remove what is in a directory.</summary>
    /// <returns>The command that gives it back.</returns>
    public static string Close(string realPath) => OperatingSystem.IsWindows()
        ? RestrictOnWindows(realPath)
        : Change(realPath, File.GetUnixFileMode(realPath) & ~(UnixFileMode.OtherWrite | UnixFileMode.GroupWrite));

    /// <summary>Gives a file the owner of another, which only an administrator can.</summary>
    /// <returns>The command that gives it back.</returns>
    /// <exception cref="IOException">It could not be done.</exception>
    public static string GiveAs(string realPath, string like)
    {
        if (!OperatingSystem.IsLinux() || UnixCalls.OwnerOf(realPath) is not { } before)
            throw new IOException("nobody can tell whose it is");

        UnixCalls.CopyOwner(like, realPath);
        return UnixCalls.OwnerOf(realPath) == UnixCalls.OwnerOf(like) ? $"chown {before}" : throw new IOException("only an administrator can give it to somebody else");
    }

    [UnsupportedOSPlatform("windows")]
    private static string Change(string realPath, UnixFileMode mode)
    {
        UnixFileMode before = File.GetUnixFileMode(realPath);
        File.SetUnixFileMode(realPath, mode);
        return $"chmod {Convert.ToString((int)before, 8)}";
    }

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
