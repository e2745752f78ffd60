using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Moltbot.Core.Files;

/// <summary>
/// Names of processes, by which it can be told later that one is gone. Two systems, be they machines, containers or one before and after
/// a restart, know nothing of each other's processes; whose process it is that a name means is part of it.
/// </summary>
internal static class RunningProcess
{
    private const string BootId = "/proc/sys/kernel/random/boot_id";
    private const string ProcessNames = "/proc/self/ns/pid";
    private const int DigestLength = 16;

    private static readonly Lazy<string> System = new(() => Digest(NameOfSystem()));

    /// <summary>The name of this process.</summary>
    public static string Current => string.Create(CultureInfo.InvariantCulture, $"{System.Value}-{Environment.ProcessId}");

    /// <summary>Whether the process that a name begins with is one of this system and gone. Where nobody can tell, it is not.</summary>
    public static bool HasEnded(string name) =>
        name.Split('-') is [string system, string number, ..]
        && system == System.Value
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int process)
        && IsGone(process);

    private static bool IsGone(int process)
    {
        try
        {
            using Process found = Process.GetProcessById(process);
            return found.HasExited;
        }
        catch (ArgumentException)
        {
            return true;
        }
        catch (Exception unknown) when (unknown is InvalidOperationException or global::System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }

    private static string NameOfSystem() => OperatingSystem.IsLinux()
        ? $"{File.ReadAllText(BootId)} {new FileInfo(ProcessNames).LinkTarget}"
        : $"{Environment.MachineName} {Environment.OSVersion.Platform}";

    private static string Digest(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..DigestLength].ToLowerInvariant();
}
