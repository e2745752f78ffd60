using Moltbot.Testing;

namespace Moltbot.Core.Tests;

/// <summary>The gateway's own package, where MOLTBOT_REFERENCE names a folder with it.</summary>
internal static class GatewayPackage
{
    private const string Variable = "MOLTBOT_REFERENCE";

    /// <summary>The path of one of its modules, or skips the test where no folder is named. A folder without it is a failure.</summary>
    public static string Locate(params string[] module)
    {
        string? folder = Environment.GetEnvironmentVariable(Variable);
        SkipReason.NamedFolder.Require(!string.IsNullOrEmpty(folder), $"{Variable} names no folder with the gateway's package.");
        string path = Path.Combine([folder, .. module]);
        File.Exists(path).ShouldBeTrue($"{Variable} names a folder without {path}");
        return path;
    }
}
