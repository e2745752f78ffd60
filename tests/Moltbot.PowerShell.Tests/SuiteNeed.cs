using Moltbot.Testing;

namespace Moltbot.PowerShell.Tests;

/// <summary>Something that not every machine has and no package brings: the only reasons for which tests of suites are skipped.</summary>
/// <param name="Name">What a test says that it needs, in a tag of its own or of a block around it: <c>needs Linux</c>.</param>
/// <param name="Modules">The modules that it stands for; only the gallery has them.</param>
/// <param name="IsSystem">Whether it stands for another operating system, and not for this one.</param>
internal sealed record SuiteNeed(string Name, IReadOnlyList<string> Modules, bool IsSystem = true)
{
    private string? Program { get; init; }

    /// <summary>All of them.</summary>
    public static IReadOnlyList<SuiteNeed> All { get; } =
    [
        new("SecretManagement and SecretStore", ["Microsoft.PowerShell.SecretManagement", "Microsoft.PowerShell.SecretStore"]),
        new("PlatyPS", ["Microsoft.PowerShell.PlatyPS"]),
        new("PSScriptAnalyzer", ["PSScriptAnalyzer"]),
        new("Unix", [], !OperatingSystem.IsWindows()),
        new("Linux", [], OperatingSystem.IsLinux()),
        new("Windows", [], OperatingSystem.IsWindows()),
        new("real Windows", [], !Wine.IsHere),
        new("script", []) { Program = "/usr/bin/script" },
        new("Chromium", []) { Program = "/usr/bin/chromium" },
        new("sshd", []) { Program = "/usr/sbin/sshd" },
        new("git", []) { Program = "git" },
    ];

    /// <summary>The reason for which tests that need it are skipped.</summary>
    public SkipReason Reason => Program is not null ? SkipReason.Program : Modules.Count > 0 ? SkipReason.GalleryModule : SkipReason.OperatingSystem;

    /// <summary>Whether it is there for the suites.</summary>
    public async Task<bool> IsMetAsync() => IsSystem && (Program is null || IsThere(Program)) && (Modules.Count == 0 || await Engine.HasModulesAsync(Modules));

    /// <summary>A path, or a name that is looked for in PATH.</summary>
    private static bool IsThere(string program) =>
        File.Exists(program) || (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
            .Any(folder => File.Exists(Path.Combine(folder, program)) || File.Exists(Path.Combine(folder, $"{program}.exe")));
}
