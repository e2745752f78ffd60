using Moltbot.Core.Installation;

namespace Moltbot.Core.Running;

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
        return inPath.Select(directory => isWindows ? directory.Trim(' ', '"') : directory).Concat(usual).Append(ToolsOf(environment))
            .Where(Path.IsPathFullyQualified)
            .Select(directory => Path.Combine(directory, name))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>Where <c>dotnet tool install --global PowerShell</c> puts it.</summary>
    private static string ToolsOf(ProcessEnvironment environment) =>
        Path.Combine(environment.GetNonBlank("DOTNET_CLI_HOME") ?? environment.HomeDirectory, ".dotnet", "tools");
}
