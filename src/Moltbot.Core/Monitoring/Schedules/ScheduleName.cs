using System.Security.Cryptography;
using System.Text;

namespace Moltbot.Core.Monitoring.Schedules;

/// <summary>What the schedule of an installation is called: each installation has one of its own.</summary>
internal static class ScheduleName
{
    /// <summary>The first line of what we have written, so that nothing else is replaced or removed.</summary>
    public const string Mark = "Written by Moltbot.PowerShell: watches credentials and tells people in time.";

    private const int HashLength = 8;

    /// <summary>The name: the same for the usual state directories, with a hash for others.</summary>
    public static string Of(string stateDirectory) => Path.GetFileName(stateDirectory) is ".moltbot" or ".clawdbot"
        ? "moltbot-auth-monitor"
        : $"moltbot-auth-monitor-{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(stateDirectory)))[..HashLength].ToLowerInvariant()}";
}
