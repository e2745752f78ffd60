using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Importing;

/// <summary>Several processes of ours that import into one store, and the gateway's own library at the same time.</summary>
public sealed class ImportsTogetherTests : IDisposable
{
    private const int Processes = 4;
    private const int ImportsOfEach = 10;
    private const string Used = "zai:used";
    private const string HomeToImportInto = "MOLTBOT_TEST_HOME_TO_IMPORT_INTO";
    private const string ImporterName = "MOLTBOT_TEST_IMPORTER_NAME";

    private readonly TemporaryInstallation installation = new TemporaryInstallation()
        .Configuration("{\n  // shared\n  auth: {},\n}\n")
        .Store(new StoreBuilder());

    public void Dispose() => installation.Dispose();

    [Fact]
    public async Task No_profile_no_entry_and_no_use_that_Node_counts_is_lost()
    {
        using ProperLockfilePeer node = ProperLockfilePeer.Start();
        Task<JsonObject> counting = node.Ask(new JsonObject
        {
            ["command"] = "countUses",
            ["file"] = installation.StorePath(),
            ["profile"] = Used,
            ["profiles"] = Processes * ImportsOfEach,
            ["pause"] = 5,
        });

        await Task.WhenAll(Enumerable.Range(0, Processes).Select(ImportInProcess));

        JsonObject counted = await counting;
        counted["compromised"]!.AsArray().ShouldBeEmpty();
        AuthProfileStore stored = installation.Stored();
        stored.Usage(Used).ErrorCount.ShouldBe(counted["uses"]!.GetValue<double>());
        stored.Profiles.Select(profile => profile.Id).ShouldBe(AllIds(), ignoreOrder: true);
        installation.Open().Configuration.Profiles.Keys.ShouldBe(AllIds(), ignoreOrder: true);
        File.ReadAllText(installation.ConfigPath).ShouldContain("// shared");
    }

    [Fact(Explicit = true)]
    public void Imports_into_a_shared_store()
    {
        string home = Environment.GetEnvironmentVariable(HomeToImportInto) ?? throw new InvalidOperationException($"{HomeToImportInto} is not set.");
        string name = Environment.GetEnvironmentVariable(ImporterName)!;
        ProcessEnvironment environment = new() { HomeDirectory = home, WorkingDirectory = home };
        for (int import = 0; import < ImportsOfEach; import++)
        {
            TokenImport token = new() { Provider = ProviderId.Parse("zai"), ProfileId = IdOf(name, import) };
            MoltbotInstallation.Open(environment).MainAgent.Profiles.ImportToken(token, new Secret($"FAKE-{name}-{import}"), TestContext.Current.CancellationToken);
        }
    }

    private async Task ImportInProcess(int process)
    {
        string program = Path.Combine(AppContext.BaseDirectory, typeof(ImportsTogetherTests).Assembly.GetName().Name + (OperatingSystem.IsWindows() ? ".exe" : ""));
        ProcessStartInfo start = new(program)
        {
            ArgumentList = { "-method", $"{typeof(ImportsTogetherTests).FullName}.{nameof(Imports_into_a_shared_store)}", "-explicit", "only" },
            Environment = { [HomeToImportInto] = installation.Home.Path, [ImporterName] = process.ToString(CultureInfo.InvariantCulture) },
            RedirectStandardOutput = true,
        };
        using Process importer = Process.Start(start)!;
        string output = await importer.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await importer.WaitForExitAsync(TestContext.Current.CancellationToken);
        importer.ExitCode.ShouldBe(0, output);
    }

    private static IEnumerable<string> AllIds() => Enumerable.Range(0, Processes)
        .SelectMany(process => Enumerable.Range(0, ImportsOfEach).Select(import => IdOf(process.ToString(CultureInfo.InvariantCulture), import)));

    private static string IdOf(string process, int import) => $"zai:p{process}-{import}";
}
