using System.Globalization;
using System.Text.Json;
using Moltbot.AuthorizationServer;
using Moltbot.PowerShell.Running;
using Moltbot.Testing;

namespace Moltbot.PowerShell.Tests;

/// <summary>
/// Builds the package of the module once, installs it, and runs every suite on what was installed, in as many engines at a time
/// as there are processors. There is one authorization server for all of them.
/// </summary>
public sealed class SuiteRuns : IAsyncLifetime
{
    private readonly string queue = Directory.CreateTempSubdirectory("moltbot-suites-").FullName;
    private readonly string home = Directory.CreateTempSubdirectory("moltbot-installed-").FullName;
    private readonly string results = Directory.CreateTempSubdirectory("moltbot-results-").FullName;
    private readonly Dictionary<string, SuiteResult> resultOf = new(StringComparer.Ordinal);
    private readonly CertificateAuthority authority = new();

    /// <summary>The folder of the suites.</summary>
    internal static string Folder { get; } = Path.Combine(RepositoryLayout.Root, "tests", "Moltbot.PowerShell.Tests");

    /// <summary>The names of the suites.</summary>
    internal static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Folder, "*.Tests.ps1").Select(Path.GetFileName).OfType<string>().Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        await BuildAsync("Restore");
        await BuildAsync("Pack");
        Enqueue();
        await using OAuthServer server = await OAuthServer.StartAsync(authority, TimeSpan.FromHours(1), [.. RegisteredClient.OfGateway]);
        Dictionary<string, string> variables = new() { ["TEST_MODULE"] = await InstallAsync(), ["TEST_SIGN_IN_SERVER"] = server.Address, ["TEST_SIGN_IN_ROOT"] = authority.Root };
        string[] said = await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => RunEnginesAsync(variables)));
        foreach (string name in Names)
            resultOf[name] = Read(name) ?? throw new InvalidOperationException($"{name} did not come to an end:\n{string.Concat(said)}");
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Directory.Delete(queue, recursive: true);
        Directory.Delete(results, recursive: true);
        Directory.Delete(home, recursive: true);
        authority.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>What came of a suite.</summary>
    internal SuiteResult ResultOf(string name) => resultOf[name];

    /// <summary>The package of the module.</summary>
    internal static string Package { get; } = Path.Combine(RepositoryLayout.Root, "output", $"Moltbot.PowerShell.{typeof(PipelineThread).Assembly.GetName().Version!.ToString(3)}.nupkg");

    /// <summary>Installs the package as a user does, for a user whose home nobody else has.</summary>
    /// <returns>The folder of the module.</returns>
    private async Task<string> InstallAsync()
    {
        // A folder that does not exist is no folder of the user's to PSResourceGet, which then takes the one that it is run in.
        string data = Directory.CreateDirectory(Path.Combine(home, ".local", "share")).FullName;
        string modules = Path.Combine(data, "powershell", "Modules");
        Dictionary<string, string> variables = new() { ["HOME"] = home, ["XDG_DATA_HOME"] = data, ["XDG_CONFIG_HOME"] = Path.Combine(home, ".config"), ["XDG_CACHE_HOME"] = Path.Combine(home, ".cache") };
        (int exitCode, string output) = await Engine.RunAsync(Path.Combine(Folder, "Install-Package.ps1"), variables, "-Package", Package, "-Modules", modules);
        string module = Path.Combine(modules, "Moltbot.PowerShell");
        return exitCode == 0 && Directory.Exists(module) ? module : throw new InvalidOperationException($"The package cannot be installed:\n{output}");
    }

    private static async Task BuildAsync(string task)
    {
        (int exitCode, string output) = await Engine.RunAsync(Path.Combine(RepositoryLayout.Root, "build.ps1"), "-Task", task, "-Configuration", "Release");
        if (exitCode != 0)
            throw new InvalidOperationException($"build.ps1 -Task {task} failed:\n{output}");
    }

    /// <summary>The longest first, so that no engine is busy long after the others.</summary>
    private void Enqueue()
    {
        foreach ((int i, string name) in Names.OrderByDescending(name => new FileInfo(Path.Combine(Folder, name)).Length).Index())
            File.Create(Path.Combine(queue, string.Create(CultureInfo.InvariantCulture, $"{i:000} {name}"))).Dispose();
    }

    /// <summary>An engine takes suites until there are none, or until it is of no more use; then another one goes on.</summary>
    /// <returns>What the engines wrote besides their results.</returns>
    private async Task<string> RunEnginesAsync(Dictionary<string, string> variables)
    {
        string script = Path.Combine(Folder, "Invoke-Suites.ps1");
        string said = "";
        for (int before = Waiting; before > 0; before = Waiting)
        {
            (_, string output) = await Engine.RunAsync(script, variables, "-Pester", Engine.Pester, "-Queue", queue, "-Results", results);
            said += output;
            if (Waiting == before)
                break;
        }

        return said;
    }

    private int Waiting => Directory.GetFiles(queue).Length;

    private SuiteResult? Read(string name)
    {
        string path = Path.Combine(results, $"{name}.json");
        return File.Exists(path) ? JsonSerializer.Deserialize<SuiteResult>(File.ReadAllText(path)) : null;
    }
}
