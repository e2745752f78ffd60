using System.Runtime.InteropServices;
using System.Text;

namespace Moltbot.Testing;

/// <summary>What the tests look at on Unix systems.</summary>
public static class Unix
{
    /// <summary>Whether a program is there. Wine shows those of the system below it, but they are none of Windows.</summary>
    public static bool Has(string program) => !OperatingSystem.IsWindows() && File.Exists(program);

    /// <summary>The mode of a file or directory in octal digits, as "600".</summary>
    public static string Mode(string path)
    {
        RequireModes();
        return OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : Convert.ToString((int)File.GetUnixFileMode(path), 8);
    }

    /// <summary>Whether a process is there and has not ended, be it that nobody has asked for its exit code yet. It may end while this is found out.</summary>
    public static bool IsRunning(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline").Length > 0;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>
    /// Sets a mode given in octal digits. On Windows a test is skipped for it, unless the mode leaves everything to its owner: what
    /// lies in a home is left to that there.
    /// </summary>
    public static void SetMode(string path, string mode)
    {
        if (OperatingSystem.IsWindows() && mode is ("600" or "700"))
            return;

        RequireModes();
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();

        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
    }

    /// <summary>Gives something to another user, a link itself and not what it leads to; only root can.</summary>
    public static void SetOwner(string path, uint user)
    {
        SkipReason.Privilege.Require(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root can give something to another user.");
        if (ChangeOwner(Encoding.UTF8.GetBytes(path + "\0"), user, user) != 0)
            throw new IOException($"{path} cannot be given to user {user}.");
    }

    /// <summary>Gives something to a group, and to a user; only root can.</summary>
    public static void SetGroup(string path, uint group, uint owner)
    {
        SetOwner(path, owner);
        if (ChangeOwner(Encoding.UTF8.GetBytes(path + "\0"), owner, group) != 0)
            throw new IOException($"{path} cannot be given to group {group}.");
    }

    /// <summary>Gives everything below a directory, and that, to another user.</summary>
    public static void SetOwnerOfAll(string directory, uint user)
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(directory, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }).Append(directory))
            SetOwner(entry, user);
    }

    [DllImport("libc", EntryPoint = "lchown")]
    private static extern int ChangeOwner(byte[] path, uint user, uint group);

    private static void RequireModes() => SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
}
