namespace Moltbot.Testing;

/// <summary>What the tests look at on Unix systems.</summary>
public static class Unix
{
    /// <summary>The mode of a file or directory in octal digits, as "600".</summary>
    public static string Mode(string path)
    {
        RequireModes();
        return OperatingSystem.IsWindows() ? throw new PlatformNotSupportedException() : Convert.ToString((int)File.GetUnixFileMode(path), 8);
    }

    /// <summary>Sets a mode given in octal digits.</summary>
    public static void SetMode(string path, string mode)
    {
        RequireModes();
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException();

        File.SetUnixFileMode(path, (UnixFileMode)Convert.ToInt32(mode, 8));
    }

    private static void RequireModes() => SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists instead of modes.");
}
