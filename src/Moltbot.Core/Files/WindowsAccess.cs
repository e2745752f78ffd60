using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Moltbot.Core.Files;

/// <summary>
/// Who may open what is made on Windows. A list of its own, inheriting nothing, admits SYSTEM, the administrators and whomever
/// what it replaces admits, or the directory in which it is new, but never everybody. So what an administrator changes stays
/// within the reach of the account that the gateway runs as.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class WindowsAccess
{
    private const FileSystemRights GenericAll = (FileSystemRights)0x10000000;
    private const FileSystemRights GenericExecute = (FileSystemRights)0x20000000;
    private const FileSystemRights GenericWrite = (FileSystemRights)0x40000000;
    private const FileSystemRights GenericRead = unchecked((FileSystemRights)0x80000000);
    private const FileSystemRights Generic = GenericAll | GenericExecute | GenericWrite | GenericRead;

    private static readonly SecurityIdentifier LocalSystem = new(WellKnownSidType.LocalSystemSid, domainSid: null);
    private static readonly SecurityIdentifier Administrators = new(WellKnownSidType.BuiltinAdministratorsSid, domainSid: null);

    /// <summary>Whether an account means people in general, and no one in particular.</summary>
    public static bool IsEverybody(SecurityIdentifier account) =>
        account.IsWellKnown(WellKnownSidType.WorldSid)
        || account.IsWellKnown(WellKnownSidType.AuthenticatedUserSid)
        || account.IsWellKnown(WellKnownSidType.BuiltinUsersSid)
        || account.IsWellKnown(WellKnownSidType.BuiltinGuestsSid)
        || account.IsWellKnown(WellKnownSidType.AnonymousSid)
        || account.IsWellKnown(WellKnownSidType.InteractiveSid)
        || account.IsWellKnown(WellKnownSidType.NetworkSid);

    /// <summary>Whose something is; <see langword="null"/> where it belongs to the system or to administrators together, and so to nobody.</summary>
    public static SecurityIdentifier? PersonOf(string path) =>
        WindowsCalls.OwnerOf(path) is { } owner && !WindowsLinks.IsOfSystem(owner) ? owner : null;

    /// <summary>The account that this process runs as.</summary>
    public static SecurityIdentifier CurrentUser()
    {
        using WindowsIdentity user = WindowsIdentity.GetCurrent();
        return user.User!;
    }

    /// <summary>The list of a file.</summary>
    /// <param name="path">What it replaces, or the directory in which it is new.</param>
    public static FileSecurity OfFile(string path)
    {
        FileSecurity access = new();
        Fill(access, RulesAt(path), PersonOf(path), InheritanceFlags.None);
        return access;
    }

    /// <summary>The list of a directory.</summary>
    /// <param name="path">The directory itself, or the one in which it is new.</param>
    public static DirectorySecurity OfDirectory(string path)
    {
        DirectorySecurity access = new();
        Fill(access, RulesAt(path), PersonOf(path), InheritanceFlags.ContainerInherit | InheritanceFlags.ObjectInherit);
        return access;
    }

    /// <summary>Gives a file to its owner of before, where that was somebody else and this process may.</summary>
    public static void GiveToOwnerOf(string file, string before)
    {
        if (PersonOf(before) is { } owner && owner != WindowsCalls.OwnerOf(file))
            _ = WindowsCalls.TryGive(file, owner);
    }

    /// <summary>Fills a list that is empty.</summary>
    /// <param name="access">The list.</param>
    /// <param name="before">The list of what it is made after, a directory's or a file's.</param>
    /// <param name="person">Whose that is, where it is somebody's.</param>
    /// <param name="inheritance">What its rules hand on.</param>
    internal static void Fill(FileSystemSecurity access, FileSystemSecurity before, SecurityIdentifier? person, InheritanceFlags inheritance)
    {
        access.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        foreach (FileSystemAccessRule rule in ParticularRules(before))
            access.AddAccessRule(new FileSystemAccessRule(rule.IdentityReference, Plain(rule.FileSystemRights), inheritance, PropagationFlags.None, rule.AccessControlType));
        foreach (SecurityIdentifier owner in Owners(person))
            access.AddAccessRule(new FileSystemAccessRule(owner, FileSystemRights.FullControl, inheritance, PropagationFlags.None, AccessControlType.Allow));
    }

    private static FileSystemSecurity RulesAt(string path) => Directory.Exists(path)
        ? new DirectoryInfo(path).GetAccessControl(AccessControlSections.Access)
        : new FileInfo(path).GetAccessControl(AccessControlSections.Access);

    /// <summary>The rules about particular accounts that hold for a file, or that a directory hands on to its files.</summary>
    private static IEnumerable<FileSystemAccessRule> ParticularRules(FileSystemSecurity access) =>
        access.GetAccessRules(includeExplicit: true, includeInherited: true, typeof(SecurityIdentifier)).Cast<FileSystemAccessRule>()
            .Where(rule => access is not DirectorySecurity || rule.InheritanceFlags.HasFlag(InheritanceFlags.ObjectInherit))
            .Where(rule => (SecurityIdentifier)rule.IdentityReference is var account && !IsCreator(account) && (rule.AccessControlType == AccessControlType.Deny || !IsEverybody(account)));

    /// <summary>An administrator's account comes in as an administrator. Whoever else has come so far keeps what is made.</summary>
    private static IEnumerable<SecurityIdentifier> Owners(SecurityIdentifier? person)
    {
        yield return LocalSystem;
        yield return Administrators;
        if (person is not null)
            yield return person;
        if (person is null || !Environment.IsPrivilegedProcess)
            yield return CurrentUser();
    }

    /// <summary>What directories say of accounts that are not known before something is made.</summary>
    private static bool IsCreator(SecurityIdentifier account) =>
        account.IsWellKnown(WellKnownSidType.CreatorOwnerSid) || account.IsWellKnown(WellKnownSidType.CreatorGroupSid) || account.Value == "S-1-3-4";

    /// <summary>Rights as they are written out: a rule that is only there to be handed on may have them in general terms, which no rule can be made of.</summary>
    private static FileSystemRights Plain(FileSystemRights rights)
    {
        FileSystemRights plain = rights & ~Generic & FileSystemRights.FullControl;
        if (rights.HasFlag(GenericAll))
            plain = FileSystemRights.FullControl;
        if (rights.HasFlag(GenericRead))
            plain |= FileSystemRights.Read;
        if (rights.HasFlag(GenericWrite))
            plain |= FileSystemRights.Write;
        if (rights.HasFlag(GenericExecute))
            plain |= FileSystemRights.ExecuteFile;
        return plain;
    }
}
