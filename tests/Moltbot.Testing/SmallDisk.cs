using System.Diagnostics;
using Xunit;

namespace Moltbot.Testing;

/// <summary>A disk that is quickly full.</summary>
public sealed class SmallDisk : IDisposable
{
    /// <summary>How much fits on it, in bytes.</summary>
    public const int Size = 64 * 1024;

    private readonly string path;

    private SmallDisk(string path) => this.path = path;

    /// <summary>Mounts an empty disk over a directory, or skips the test where that cannot be done.</summary>
    /// <param name="path">The directory.</param>
    /// <param name="size">How much fits on it, in bytes.</param>
    public static SmallDisk MountAt(string path, int size = Size)
    {
        SkipReason.Privilege.Require(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only root on Linux can mount a disk that is small enough to fill.");
        SkipReason.Privilege.Require(Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", path), "No disk can be mounted here, as in most containers.");
        return new SmallDisk(path);
    }

    /// <summary>Fills it with a file of its own.</summary>
    /// <param name="leave">The bytes that stay free.</param>
    public void Fill(int leave = 0)
    {
        using FileStream ballast = File.Create(Path.Combine(path, "ballast"), bufferSize: 0);
        byte[] page = new byte[4096];
        try
        {
            while (true)
                ballast.Write(page);
        }
        catch (IOException)
        {
            ballast.SetLength(ballast.Length - leave);
        }
    }

    /// <summary>Lets nobody write on it any more.</summary>
    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", path));

    /// <summary>Makes room again.</summary>
    public void Clear() => File.Delete(Path.Combine(path, "ballast"));

    public void Dispose() => Assert.True(Run("umount", path));

    private static bool Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
