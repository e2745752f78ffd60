using System.Diagnostics;

namespace Moltbot.Testing;

/// <summary>A file that is mounted by itself, as a container's volume of one file.</summary>
public sealed class MountedFile : IDisposable
{
    private readonly string path;

    private MountedFile(string path) => this.path = path;

    /// <summary>Mounts a file over itself, or skips the test where that cannot be done.</summary>
    public static MountedFile MountAt(string path)
    {
        SkipReason.Privilege.Require(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a file.");
        SkipReason.Privilege.Require(Run("mount", "--bind", path, path), "Nothing can be mounted here, as in most containers.");
        return new MountedFile(path);
    }

    /// <summary>Takes the mount away.</summary>
    public void Dispose() => Run("umount", path);

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
