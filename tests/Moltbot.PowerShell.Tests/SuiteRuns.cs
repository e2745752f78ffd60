using System.Text.Json;
using Moltbot.Testing;

namespace Moltbot.PowerShell.Tests;

/// <summary>Builds the module once, and runs every suite in a process of its own, a few at a time.</summary>
public sealed class SuiteRuns : IAsyncLifetime
{
    private readonly SemaphoreSlim processors = new(Environment.ProcessorCount);
    private readonly Dictionary<string, Task<SuiteResult>> runs = new(StringComparer.Ordinal);

    /// <summary>The folder of the suites.</summary>
    internal static string Folder { get; } = Path.Combine(RepositoryLayout.Root, "tests", "Moltbot.PowerShell.Tests");

    /// <summary>The names of the suites.</summary>
    internal static IEnumerable<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    /// <summary>Why no suite can be run, or <see langword="null"/>.</summary>
    internal string? Problem { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        Engine engine = await Engine.FindAsync();
        Problem = engine.Problem;
        if (Problem is not null)
            return;

        await BuildModuleAsync(engine);
        foreach (string name in Names)
            runs[name] = RunAsync(engine, name);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        processors.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What came of a suite.</summary>
    internal Task<SuiteResult> ResultOf(string name) => runs[name];

    private static async Task BuildModuleAsync(Engine engine)
    {
        (int exitCode, string output) = await RunScriptAsync(engine, Path.Combine(RepositoryLayout.Root, "build.ps1"), "-Task", "Build", "-Configuration", "Release");
        if (exitCode != 0)
            throw new InvalidOperationException($"The module cannot be built:\n{output}");
    }

    private async Task<SuiteResult> RunAsync(Engine engine, string name)
    {
        await processors.WaitAsync();
        string resultPath = Path.GetTempFileName();
        try
        {
            (_, string output) = await RunScriptAsync(engine, Path.Combine(Folder, "Invoke-Suite.ps1"), "-Path", Path.Combine(Folder, name), "-ResultPath", resultPath);
            string json = await File.ReadAllTextAsync(resultPath);
            return json.Length > 0
                ? JsonSerializer.Deserialize<SuiteResult>(json)!
                : throw new InvalidOperationException($"{name} did not come to an end:\n{output}");
        }
        finally
        {
            File.Delete(resultPath);
            processors.Release();
        }
    }

    private static Task<(int ExitCode, string Output)> RunScriptAsync(Engine engine, string script, params IEnumerable<string> arguments) =>
        ChildProcess.RunAsync(engine.Path, ["-NoLogo", "-NoProfile", "-NonInteractive", "-File", script, .. arguments]);
}
