using Moltbot.Core.Installation;

namespace Moltbot.Core.Secrets;

/// <summary>Where PowerShell is.</summary>
internal static class PowerShellPath
{
    /// <summary>The places where its packages put it, for a process that was started without a useful PATH.</summary>
    private static readonly string[] UsualOnUnix = ["/usr/bin", "/usr/local/bin", "/opt/microsoft/powershell/7", "/snap/bin", "/opt/homebrew/bin"];

    /// <summary>The absolute path of the first <c>pwsh</c> in PATH, else in the usual places; <see langword="null"/> when there is none.</summary>
    public static string? Find(ProcessEnvironment environment)
    {
        bool isWindows = environment.Platform == OperatingSystemKind.Windows;
        string name = isWindows ? "pwsh.exe" : "pwsh";
        string[] inPath = (environment.Get("PATH") ?? "").Split(isWindows ? ';' : ':', StringSplitOptions.RemoveEmptyEntries);
        string[] usual = isWindows ? [Path.Combine(environment.Get("ProgramFiles") ?? "C:\\Program Files", "PowerShell", "7")] : UsualOnUnix;
        return inPath.Concat(usual)
            .Where(Path.IsPathFullyQualified)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
    }
}
