using System.Globalization;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Moltbot.Core.Files;

/// <summary>Whether a file can have been changed, or a secret in it read, by anybody but its owner and the administrator.</summary>
internal static class TrustedFile
{
    private const UnixFileMode WritableByOthers = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;
    private const UnixFileMode OpenToOthers = WritableByOthers | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    [SupportedOSPlatform("windows")]
    private const FileSystemRights Changing =
        FileSystemRights.WriteData | FileSystemRights.AppendData | FileSystemRights.Delete | FileSystemRights.ChangePermissions | FileSystemRights.TakeOwnership;

    /// <summary>Why a file must not be trusted, with what to do about it; <see langword="null"/> when it may. Links are followed.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isSecret">Whether nobody else may read it either.</param>
    public static string? Problem(string path, bool isSecret)
    {
        if (!RealPath.Exists(path))
            return null;
        if (ProblemOfKind(path) is { } problem)
            return problem;

        string realPath = RealPath.Resolve(path);
        return OperatingSystem.IsWindows() ? ProblemOnWindows(realPath, isSecret) : ProblemOnUnix(realPath, isSecret);
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
        if (OperatingSystem.IsLinux() && !UnixCalls.IsOwnedByUserOrRoot(path))
            return $"{path} belongs to another user. Make it yours: chown \"$(id -u)\" '{path}'";

        string directory = Path.GetDirectoryName(path)!;
        UnixFileMode around = File.GetUnixFileMode(directory);
        return around.HasFlag(UnixFileMode.OtherWrite) && !around.HasFlag(UnixFileMode.StickyBit)
            ? $"others can replace what is in {directory}. Take that from them: chmod o-w '{directory}'"
            : null;
    }

    [SupportedOSPlatform("windows")]
    private static string? ProblemOnWindows(string path, bool isSecret)
    {
        FileSystemRights forbidden = isSecret ? Changing | FileSystemRights.ReadData : Changing;
        foreach (FileSystemAccessRule rule in new FileInfo(path).GetAccessControl().GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)))
        {
            if (rule.AccessControlType == AccessControlType.Allow && Overlaps(rule.FileSystemRights, forbidden) && IsEverybody((SecurityIdentifier)rule.IdentityReference))
                return $"other users can {(isSecret ? "read or " : "")}change {path}. Take that from them: icacls \"{path}\" /inheritance:r /grant:r \"%USERNAME%:F\"";
        }

        return null;
    }

    [SupportedOSPlatform("windows")]
    private static bool Overlaps(FileSystemRights rights, FileSystemRights others) => Convert.ToBoolean(rights & others, CultureInfo.InvariantCulture);

    [SupportedOSPlatform("windows")]
    private static bool IsEverybody(SecurityIdentifier identity) =>
        identity.IsWellKnown(WellKnownSidType.WorldSid)
        || identity.IsWellKnown(WellKnownSidType.AuthenticatedUserSid)
        || identity.IsWellKnown(WellKnownSidType.BuiltinUsersSid)
        || identity.IsWellKnown(WellKnownSidType.AnonymousSid)
        || identity.IsWellKnown(WellKnownSidType.InteractiveSid)
        || identity.IsWellKnown(WellKnownSidType.NetworkSid);
}
