namespace Moltbot.Cli.Tests.Running;

/// <summary>The lock of another process (a gateway, say), as it looks while that is alive.</summary>
internal static class LockOfOther
{
    /// <summary>Locks a file for as long as the test runs: a stamp from the future never gets old.</summary>
    public static string Take(string path)
    {
        string directory = Directory.CreateDirectory(path + ".lock").FullName;
        Directory.SetLastWriteTimeUtc(directory, DateTime.UtcNow.AddHours(1));
        return directory;
    }
}
