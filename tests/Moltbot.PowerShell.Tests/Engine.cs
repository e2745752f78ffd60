using System.Reflection;
using System.Runtime.InteropServices;
using Moltbot.Testing;

namespace Moltbot.PowerShell.Tests;

/// <summary>
/// The PowerShell that runs the Pester suites: the one of the package that is restored with the tests, or the one that
/// MOLTBOT_PWSH names.
/// </summary>
internal static class Engine
{
    /// <summary>The program.</summary>
    /// <exception cref="FileNotFoundException">It is not there.</exception>
    public static string Path { get; } = Environment.GetEnvironmentVariable("MOLTBOT_PWSH") is { Length: > 0 } named
        ? Existing(System.IO.Path.GetFullPath(named), "MOLTBOT_PWSH names no file")
        : Existing(System.IO.Path.Combine(Packaged("PowerShell"), OperatingSystem.IsWindows() ? "win/pwsh.exe" : "unix/pwsh"), "The package PowerShell is not restored. Run: dotnet restore");

    /// <summary>The manifest of Pester.</summary>
    public static string Pester { get; } = Existing(Packaged("Pester"), "The package Pester is not restored. Run: dotnet restore");

    /// <summary>Where build.ps1 -Task Restore puts the modules that only the gallery has.</summary>
    public static string Modules { get; } = System.IO.Path.Combine(RepositoryLayout.Root, "output", "modules");

    /// <summary>Runs a script to its end, or an error if that takes too long.</summary>
    /// <returns>Its exit code, and all that it wrote.</returns>
    public static Task<(int ExitCode, string Output)> RunAsync(string script, params IEnumerable<string> arguments) => RunAsync(script, new Dictionary<string, string>(), arguments);

    /// <summary>The same, with more variables in its environment.</summary>
    public static Task<(int ExitCode, string Output)> RunAsync(string script, IReadOnlyDictionary<string, string> variables, params IEnumerable<string> arguments) =>
        ChildProcess.RunAsync(Path, Variables.Concat(variables).ToDictionary(), ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments]);

    /// <summary>Whether modules are where the suites look for them.</summary>
    public static async Task<bool> HasModulesAsync(IEnumerable<string> names)
    {
        string commands = string.Join("; ", names.Select(name => $"[bool](Get-Module -ListAvailable {name})"));
        (_, string answer) = await ChildProcess.RunAsync(Path, Variables, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", commands);
        return answer.Contains("True", StringComparison.Ordinal) && !answer.Contains("False", StringComparison.Ordinal);
    }

    /// <summary>
    /// The engine of the package runs on the .NET that runs these tests, wherever that is installed, and so does every one that
    /// a suite starts.
    /// </summary>
    private static IReadOnlyDictionary<string, string> Variables { get; } = new Dictionary<string, string>
    {
        ["DOTNET_ROOT"] = System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
        ["PSModulePath"] = string.Join(System.IO.Path.PathSeparator, [Modules, .. Environment.GetEnvironmentVariable("PSModulePath") is { Length: > 0 } others ? [others] : (string[])[]]),
        ["POWERSHELL_UPDATECHECK"] = "Off",
        ["POWERSHELL_TELEMETRY_OPTOUT"] = "1",
    };

    private static string Packaged(string name) => typeof(Engine).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == name).Value!;

    private static string Existing(string path, string otherwise) =>
        File.Exists(path) ? path : throw new FileNotFoundException($"{otherwise}: {path}", path);
}
