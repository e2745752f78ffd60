using System.Runtime.Versioning;
using System.Security.Principal;

namespace Moltbot.Core.Files;

/// <summary>
/// Which links and junctions an administrator follows on Windows: as root elsewhere (<see cref="LinkTrust"/>), those of
/// administrators and of the system, and others only to what is their owner's. Anybody may make a junction.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class WindowsLinks
{
    private const string TrustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";

    /// <summary>Makes sure that a link may be followed.</summary>
    /// <exception cref="ForeignLinkException">It may not.</exception>
    public static void Require(string link)
    {
        if (!Environment.IsPrivilegedProcess)
            return;

        SecurityIdentifier? owner = WindowsCalls.OwnerOf(link);
        if (owner is not null && (IsTrusted(owner) || owner == WindowsCalls.OwnerOf(RealPath.Resolve(link))))
            return;

        throw new ForeignLinkException(link, "another user has made it, and what is at its end is not that user's", "Remove the link, or put one of your own in its place");
    }

    private static bool IsTrusted(SecurityIdentifier owner)
    {
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        return owner == user.User || IsOfSystem(owner);
    }

    /// <summary>Whether an account is the system's or all administrators' together.</summary>
    public static bool IsOfSystem(SecurityIdentifier account) =>
        account.IsWellKnown(WellKnownSidType.BuiltinAdministratorsSid)
        || account.IsWellKnown(WellKnownSidType.LocalSystemSid)
        || account.Value == TrustedInstaller;
}
