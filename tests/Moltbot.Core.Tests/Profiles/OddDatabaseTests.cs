using Moltbot.Core.Databases;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Profiles.Today;
using Moltbot.Core.Providers;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Profiles;

/// <summary>Databases that are not as a gateway makes them are told, never repaired, and nothing is made beside them.</summary>
public sealed class OddDatabaseTests : IDisposable
{
    private const string Credentials = """{"version":1,"profiles":{"zai:a":{"type":"api_key","provider":"zai","key":"a-key-of-zai-0123456789"}}}""";

    private readonly TemporaryHome home = new();
    private readonly InstallationPaths paths;

    public OddDatabaseTests()
    {
        paths = InstallationPaths.At(home[".openclaw"], home.Environment);
        TodayDatabase.MakeState(paths.StateDatabasePath, store: Credentials);
        TodayDatabase.MakeAgent(Path.Combine(paths.AgentDirectory(AgentId.Main), "openclaw-agent.sqlite"), "main");
    }

    public void Dispose() => home.Dispose();

    private static Dictionary<string, Action<string>> Damages => new()
    {
        ["is a text"] = path => File.WriteAllText(path, "SQLite format 4, as it were"),
        ["is empty"] = path => File.WriteAllBytes(path, []),
        ["is cut off"] = path => File.WriteAllBytes(path, File.ReadAllBytes(path)[..5000]),
        ["is of another role"] = path => TodayDatabase.Run(path, "UPDATE schema_meta SET role = 'other'"),
        ["has no version"] = path => TodayDatabase.Run(path, "PRAGMA user_version = 0"),
        ["has lost a table"] = path => TodayDatabase.Run(path, "DROP TABLE config_machine_state"),
        ["says of its place what nobody knows"] = path => TodayDatabase.Run(path, """UPDATE config_machine_state SET value_json = '{"location":"elsewhere"}' WHERE state_key = 'auth.sharedStore'"""),
        ["holds no JSON"] = path => TodayDatabase.Run(path, $"UPDATE config_machine_state SET value_json = '[' WHERE state_key = '{CellReading.StoreKey}'"),
        ["is a directory"] = path =>
        {
            File.Delete(path);
            Directory.CreateDirectory(path);
        },
    };

    public static TheoryData<string> Names => [.. Damages.Keys];

    private IProfileStore Store => new TodayStore(TodayPlaces.Of(paths, paths.AgentDirectory(AgentId.Main)), () => InstallationLayout.Of(paths), TimeProvider.System);

    [Theory]
    [MemberData(nameof(Names))]
    public void One_that_is_not_what_it_should_be_is_an_error_and_stays_as_it_is(string damage)
    {
        Damages[damage](paths.StateDatabasePath);
        string before = home.Fingerprint();

        Should.Throw<MoltbotException>(() => Store.Read().StoreOrThrow()).Path.ShouldBe(paths.StateDatabasePath);
        Should.Throw<MoltbotException>(Change).Path.ShouldBe(paths.StateDatabasePath);

        home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void One_of_a_newer_gateway_is_read_and_not_changed()
    {
        TodayDatabase.Run(paths.StateDatabasePath, $"PRAGMA user_version = {CellReading.KnownStateVersion + 1}");
        string before = home.Fingerprint();

        StoreReading reading = Store.Read();

        reading.Store.Find("zai:a").ShouldNotBeNull();
        reading.MayWrite.Refusal!.Code.ShouldBe(ErrorCode.GatewayTooNew);
        Should.Throw<MoltbotException>(Change).Code.ShouldBe(ErrorCode.GatewayTooNew);
        home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void A_look_makes_nothing_beside_a_database_and_sees_what_a_writer_has_left_there()
    {
        TodayDatabase.Run(paths.StateDatabasePath, "PRAGMA journal_mode = WAL");
        string still = home.Fingerprint();
        Store.Read().Store.Find("zai:a").ShouldNotBeNull();
        home.Fingerprint().ShouldBe(still);

        using DatabaseTransaction writer = DatabaseTransaction.Begin(paths.StateDatabasePath, TimeProvider.System, TestContext.Current.CancellationToken);
        string[] used = Files();
        used.ShouldContain($"{paths.StateDatabasePath}-shm");
        Store.Read().Store.Find("zai:a").ShouldNotBeNull();
        Files().ShouldBe(used);

        string[] Files() => [.. Directory.EnumerateFiles(home.Path, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
    }

    [Fact]
    public void Changes_that_a_dead_writer_left_without_their_index_are_seen()
    {
        string copy = home[".openclaw/copy"];
        TodayDatabase.Run(paths.StateDatabasePath, "PRAGMA journal_mode = WAL");
        using (DatabaseTransaction writer = DatabaseTransaction.Begin(paths.StateDatabasePath, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            Change(writer);
            File.Copy(paths.StateDatabasePath, copy);
            File.Copy($"{paths.StateDatabasePath}-wal", $"{copy}-wal");
        }

        string before = home.Fingerprint();
        TodayDatabase.Ask(copy, $"SELECT value_json FROM config_machine_state WHERE state_key = '{CellReading.StoreKey}'").ShouldBe("{}");
        home.Fingerprint().ShouldBe(before);

        static void Change(DatabaseTransaction writer)
        {
            writer.Database.Run($"UPDATE config_machine_state SET value_json = '{{}}' WHERE state_key = '{CellReading.StoreKey}'");
            writer.Commit();
        }
    }

    /// <summary>Changes that are in the database already, or were never finished, go with their file if somebody tidies up.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_look_leaves_the_files_of_a_dead_writer_although_nothing_in_them_counts(bool hasIndex)
    {
        string copy = home[".openclaw/copy"];
        TodayDatabase.Run(paths.StateDatabasePath, "PRAGMA journal_mode = WAL");
        using (DatabaseTransaction writer = DatabaseTransaction.Begin(paths.StateDatabasePath, TimeProvider.System, TestContext.Current.CancellationToken))
        {
            writer.Database.Run($"UPDATE config_machine_state SET value_json = '{{}}' WHERE state_key = '{CellReading.StoreKey}'");
            writer.Commit();
            writer.Database.Run("PRAGMA wal_checkpoint(PASSIVE)");
            File.Copy(paths.StateDatabasePath, copy);
            File.Copy($"{paths.StateDatabasePath}-wal", $"{copy}-wal");
            if (hasIndex)
                File.Copy($"{paths.StateDatabasePath}-shm", $"{copy}-shm");
            else
                File.WriteAllText($"{copy}-wal", "no changes that anybody could read");
        }

        string before = home.Fingerprint();
        TodayDatabase.Ask(copy, $"SELECT value_json FROM config_machine_state WHERE state_key = '{CellReading.StoreKey}'").ShouldBe("{}");

        home.Files().Keys.ShouldContain(".openclaw/copy-wal");
        home.Files().Keys.Contains(".openclaw/copy-shm").ShouldBe(hasIndex);
        if (!hasIndex)
            home.Fingerprint().ShouldBe(before);
    }

    private void Change() => Store.Commit(StoreChange.Of(own => own.WithOrder(ProviderId.Parse("zai"), ["zai:a"])), TestContext.Current.CancellationToken);
}
