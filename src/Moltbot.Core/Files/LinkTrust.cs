namespace Moltbot.Core.Files;

/// <summary>
/// Which links are followed. In a directory where others may put things they are those that Linux follows in directories for
/// everybody's files (proc_sys_fs(5), protected_symlinks): our own, root's and those of the directory's owner. And root, who may
/// go everywhere, goes only where the owner of a link is at home, so that nobody has root change a file of somebody else.
/// </summary>
internal static class LinkTrust
{
    /// <summary>Whether a link may be followed wherever it leads.</summary>
    /// <param name="linkOwner">Whose the link is.</param>
    /// <param name="directoryOwner">Whose the directory is in which it lies.</param>
    /// <param name="isShared">Whether others than the owner may create something in that directory.</param>
    /// <param name="user">Who follows it.</param>
    public static bool MayBeFollowed(uint linkOwner, uint directoryOwner, bool isShared, uint user) =>
        !isShared || linkOwner == 0 || linkOwner == user || linkOwner == directoryOwner;

    /// <summary>Whether a link may lead where it does.</summary>
    /// <param name="linkOwner">Whose the link is.</param>
    /// <param name="targetOwner">Whose it is what lies at its end.</param>
    /// <param name="user">Who follows it.</param>
    public static bool MayLeadTo(uint linkOwner, uint targetOwner, uint user) => user != 0 || linkOwner == 0 || linkOwner == targetOwner;
}
