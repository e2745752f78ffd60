namespace Moltbot.PowerShell.Tests;

/// <summary>The PowerShell that runs the Pester suites: the one that MOLTBOT_PWSH names, or the one on the PATH.</summary>
internal sealed class Engine
{
    private const string Probe = "$PSVersionTable.PSVersion -ge '7.4' ? [bool](Get-Module -ListAvailable Pester | Where-Object Version -GE '5.0') : 'old'";

    private Engine(string path) => Path = path;

    /// <summary>The program.</summary>
    public string Path { get; }

    /// <summary>Why it cannot run the suites, or <see langword="null"/> when it can.</summary>
    public string? Problem { get; private init; }

    /// <summary>Finds the engine and whether it can run the suites.</summary>
    public static async Task<Engine> FindAsync()
    {
        if (Locate() is not { } path)
            return new Engine("") { Problem = "There is no pwsh on the PATH. Install PowerShell 7.4 or later, or name one in MOLTBOT_PWSH." };

        (_, string answer) = await ChildProcess.RunAsync(path, "-NoLogo", "-NoProfile", "-NonInteractive", "-Command", Probe);
        return new Engine(path)
        {
            Problem = answer.Trim() switch
            {
                "True" => null,
                "False" => $"{path} has no Pester 5 or later. Install it with: Install-Module Pester -MinimumVersion 5.0",
                "old" => $"{path} is older than PowerShell 7.4.",
                string other => $"{path} cannot be asked for Pester: {other}",
            },
        };
    }

    private static string? Locate()
    {
        if (Environment.GetEnvironmentVariable("MOLTBOT_PWSH") is { Length: > 0 } named)
            return named;

        string program = OperatingSystem.IsWindows() ? "pwsh.exe" : "pwsh";
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(directory => System.IO.Path.Combine(directory, program))
            .FirstOrDefault(File.Exists);
    }
}
