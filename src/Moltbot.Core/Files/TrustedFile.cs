using System.Globalization;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Moltbot.Core.Files;

/// <summary>Whether a file can have been changed, or a secret in it read, by anybody but its owner and the administrator.</summary>
internal static class TrustedFile
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode EveryWrite = WritableByOthers | UnixFileMode.UserWrite;
    private const UnixFileMode OpenToOthers = WritableByOthers | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [SupportedOSPlatform("windows")]
    private const FileSystemRights Changing =
        FileSystemRights.WriteData | FileSystemRights.AppendData | FileSystemRights.Delete | FileSystemRights.ChangePermissions | FileSystemRights.TakeOwnership;

    [SupportedOSPlatform("windows")]
    private const FileSystemRights Exchanging =
        FileSystemRights.DeleteSubdirectoriesAndFiles | FileSystemRights.Delete | FileSystemRights.ChangePermissions | FileSystemRights.TakeOwnership;

    /// <summary>
    /// Why a file must not be trusted, with what to do about it; <see langword="null"/> when it may. Links are followed. As with
    /// sshd and sudo, who can exchange one of the directories or links on the way to it can exchange the file.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="isSecret">Whether nobody else may read it either.</param>
    public static string? Problem(string path, bool isSecret) =>
        ProblemOfFile(path, isSecret) ?? (RealPath.Exists(path) ? OperatingSystem.IsWindows() ? ProblemOnTheWayOnWindows(RealPath.Resolve(path)) : ProblemOnTheWay(Path.GetFullPath(path)) : null);

    /// <summary>The same of the file alone and the directory in which it lies.</summary>
    public static string? ProblemOfFile(string path, bool isSecret)
    {
        if (!RealPath.Exists(path))
            return null;
        if (ProblemOfKind(path) is { } problem)
            return problem;

        string realPath = RealPath.Resolve(path);
        return OperatingSystem.IsWindows() ? ProblemOnWindows(realPath, isSecret) : ProblemOnUnix(realPath, isSecret);
    }

    /// <summary>Why what is in a directory may be others', with what to do about it; <see langword="null"/> when it is its owner's and root's alone.</summary>
    /// <param name="path">The directory. Links are followed.</param>
    public static string? ProblemOfDirectory(string path)
    {
        if (OperatingSystem.IsWindows() || UnixCalls.TryStatusOf(path) is not { Kind: FileKind.Directory } status)
            return null;

        bool isOpen = status.Permissions.HasFlag(UnixFileMode.OtherWrite) || (status.Permissions.HasFlag(UnixFileMode.GroupWrite) && UnixGroup.HasOthers(status.Group));
        return isOpen ? $"others can put files into {path}. Take that from them: chmod go-w '{path}'" : null;
    }

    /// <summary>Whether a file lies where a link leads and nobody may change it, as in a store of packages (Nix, Guix): it is made to be read by everybody.</summary>
    public static bool IsPublished(string path)
    {
        if (OperatingSystem.IsWindows())
            return false;

        string realPath = RealPath.Resolve(path);
        return !PathComparison.Here.AreSame(realPath, Path.GetFullPath(path)) && File.Exists(realPath) && (File.GetUnixFileMode(realPath) & EveryWrite) == UnixFileMode.None;
    }

    /// <summary>The permissions of a device are the system's, and nobody is to be told to change them.</summary>
    private static string? ProblemOfKind(string path)
    {
        try
        {
            RegularFile.Require(path);
            return null;
        }
        catch (NotAFileException other)
        {
            return other.Sentence;
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static string? ProblemOnUnix(string path, bool isSecret)
    {
        UnixFileMode mode = File.GetUnixFileMode(path);
        if ((mode & WritableByOthers) != UnixFileMode.None)
            return $"others can write {path}. Take that from them: chmod go-w '{path}'";
        if (isSecret && (mode & OpenToOthers) != UnixFileMode.None)
            return $"others can read {path}. Take that from them: chmod 600 '{path}'";
        if (UnixCalls.OwnerOf(path) is not { } owner || !IsTrusted(owner))
            return $"{path} belongs to another user. Make it yours: chown \"$(id -u)\" '{path}'";

        string directory = Path.GetDirectoryName(path)!;
        UnixFileMode around = File.GetUnixFileMode(directory);
        return around.HasFlag(UnixFileMode.OtherWrite) && !around.HasFlag(UnixFileMode.StickyBit)
            ? $"others can replace what is in {directory}. Take that from them: chmod o-w '{directory}'"
            : null;
    }

    [UnsupportedOSPlatform("windows")]
    private static string? ProblemOnTheWay(string fullPath)
    {
        string? found = null;
        try
        {
            PathWalk.Pass(fullPath, step => found ??= ProblemOf(step));
            return found;
        }
        catch (UnusableFileException closed)
        {
            return found ?? closed.Sentence;
        }
        catch (IOException refusal)
        {
            return found ?? $"the way to {fullPath} cannot be looked at: {refusal.Message.TrimEnd('.')}. Check who owns its directories and who may look into them";
        }
    }

    /// <summary>In a sticky directory nobody but its owner can exchange what is somebody else's, and whose that is is asked of it too.</summary>
    [UnsupportedOSPlatform("windows")]
    private static string? ProblemOf(PathStep step)
    {
        UnixFileStatus status = step.Status;
        if (status.Kind == FileKind.Link)
            return IsTrusted(status.Owner) ? null : $"{step.Path} is a link of another user, who can have it lead elsewhere. Make it yours: chown -h \"$(id -u)\" '{step.Path}'";
        if (status.Kind != FileKind.Directory)
            return null;
        if (!IsTrusted(status.Owner))
            return $"{step.Path} belongs to another user, who can replace what is in it. Make it yours: chown \"$(id -u)\" '{step.Path}'";
        if (status.Permissions.HasFlag(UnixFileMode.StickyBit))
            return null;
        if (status.Permissions.HasFlag(UnixFileMode.OtherWrite))
            return $"others can replace what is in {step.Path}. Take that from them: chmod o-w '{step.Path}'";

        return status.Permissions.HasFlag(UnixFileMode.GroupWrite) && UnixGroup.HasOthers(status.Group)
            ? $"others of its group can replace what is in {step.Path}. Take that from them: chmod g-w '{step.Path}'"
            : null;
    }

    [UnsupportedOSPlatform("windows")]
    private static bool IsTrusted(uint owner) => owner == 0 || owner == UnixCalls.User;

    [SupportedOSPlatform("windows")]
    private static string? ProblemOnTheWayOnWindows(string realPath)
    {
        for (string? directory = Path.GetDirectoryName(realPath); directory is not null; directory = Path.GetDirectoryName(directory))
        {
            foreach (FileSystemAccessRule rule in new DirectoryInfo(directory).GetAccessControl().GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)))
            {
                bool isOfDirectory = !rule.PropagationFlags.HasFlag(PropagationFlags.InheritOnly);
                if (isOfDirectory && rule.AccessControlType == AccessControlType.Allow && Overlaps(rule.FileSystemRights, Exchanging) && WindowsAccess.IsEverybody((SecurityIdentifier)rule.IdentityReference))
                    return $"other users can replace what is in {directory}. Take that from them: {Restrict(directory, isDirectory: true, rule)}";
            }
        }

        return null;
    }

    [SupportedOSPlatform("windows")]
    private static string? ProblemOnWindows(string path, bool isSecret)
    {
        FileSystemRights forbidden = isSecret ? Changing | FileSystemRights.ReadData : Changing;
        foreach (FileSystemAccessRule rule in new FileInfo(path).GetAccessControl().GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)))
        {
            if (rule.AccessControlType == AccessControlType.Allow && Overlaps(rule.FileSystemRights, forbidden) && WindowsAccess.IsEverybody((SecurityIdentifier)rule.IdentityReference))
                return $"other users can {(isSecret ? "read or " : "")}change {path}. Take that from them: {Restrict(path, isDirectory: false, rule)}";
        }

        return null;
    }

    [SupportedOSPlatform("windows")]
    private static bool Overlaps(FileSystemRights rights, FileSystemRights others) => Convert.ToBoolean(rights & others, CultureInfo.InvariantCulture);

    /// <summary>A rule that is inherited goes with the inheritance, and any other by name.</summary>
    [SupportedOSPlatform("windows")]
    private static string Restrict(string path, bool isDirectory, FileSystemAccessRule rule) =>
        WindowsAdvice.Restrict(path, isDirectory, (WindowsAccess.PersonOf(path) ?? WindowsAccess.CurrentUser()).Value, rule.IsInherited ? [] : [rule.IdentityReference.Value]);
}
