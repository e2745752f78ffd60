namespace Moltbot.Testing;

/// <summary>Symbolic links, as tests make them.</summary>
public static class SymbolicLink
{
    private const int PrivilegeNotHeld = unchecked((int)0x80070522); // ERROR_PRIVILEGE_NOT_HELD

    /// <summary>Makes a link, or skips the test where nobody can, or only administrators.</summary>
    /// <param name="path">The link.</param>
    /// <param name="target">What it leads to, given with forward slashes; Windows has to know whether that is a directory.</param>
    public static void Make(string path, string target)
    {
        Wine.Lacks(Wine.Links);
        target = SystemForm.OfPath(target);
        try
        {
            if (Directory.Exists(Path.Combine(Path.GetDirectoryName(path)!, target)))
                Directory.CreateSymbolicLink(path, target);
            else
                File.CreateSymbolicLink(path, target);
        }
        catch (IOException refusal) when (refusal.HResult == PrivilegeNotHeld)
        {
            SkipReason.Privilege.Require(false, "Only administrators of Windows make symbolic links, unless it is set up for developers.");
        }
    }
}
