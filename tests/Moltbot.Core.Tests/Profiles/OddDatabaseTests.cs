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
        ["says of its place more than is known"] = path => TodayDatabase.Run(path, """UPDATE config_machine_state SET value_json = '{"location":"state-db","more":1}' WHERE state_key = 'auth.sharedStore'"""),
        ["names its place without saying so"] = path => TodayDatabase.Run(path, """UPDATE config_machine_state SET value_json = '"state-db"' WHERE state_key = 'auth.sharedStore'"""),
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
    public void An_agents_of_a_newer_gateway_is_read_and_not_changed_either()
    {
        TodayDatabase.Run(AgentDatabase, $"PRAGMA user_version = {CellReading.KnownAgentVersion + 1}");
        string before = home.Fingerprint();

        Store.Read().Store.Find("zai:a").ShouldNotBeNull();
        Should.Throw<MoltbotException>(Change).Code.ShouldBe(ErrorCode.GatewayTooNew);

        home.Fingerprint().ShouldBe(before);
    }

    /// <summary>The gateway's own program was seen to read an agent's, and to refuse every change.</summary>
    [Theory]
    [InlineData("state")]
    [InlineData("agent")]
    public void One_that_the_gateway_has_quarantined_is_read_and_not_changed(string kind)
    {
        string path = kind == "state" ? paths.StateDatabasePath : AgentDatabase;
        TodayDatabase.Run(
            home[".openclaw/state/openclaw-quarantine.sqlite"],
            "CREATE TABLE quarantined_databases (path TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL, quarantined_at INTEGER NOT NULL) STRICT",
            $"INSERT INTO quarantined_databases VALUES ('{path}', '{kind}', 'row 7 missing from index', 1)");
        string before = home.Fingerprint();

        StoreReading reading = Store.Read();

        reading.Store.Find("zai:a").ShouldNotBeNull();
        reading.Warnings.ShouldContain(warning => warning.Path == path && warning.Message.Contains("row 7 missing from index"));
        Should.Throw<MoltbotException>(Change).Message.ShouldContain("is quarantined");
        home.Fingerprint().ShouldBe(before);
    }

    [Fact]
    public void Notes_about_quarantine_that_cannot_be_read_stand_in_nobodys_way()
    {
        home.Write(".openclaw/state/openclaw-quarantine.sqlite", "nothing that is a database, however long it is made to look like one");

        Change();

        Store.Read().Store.Order(ProviderId.Parse("zai")).ShouldBe(["zai:a"]);
    }

    /// <summary>The time that passes here is that of the clock, which leaps.</summary>
    [Fact]
    public void One_that_somebody_holds_for_a_minute_is_read_and_then_an_error_that_says_so()
    {
        using IDisposable held = TodayDatabase.Hold(AgentDatabase, "BEGIN IMMEDIATE");

        Store.Read().Store.Find("zai:a").ShouldNotBeNull();
        MoltbotException busy = Should.Throw<MoltbotException>(() => ChangeAt(new LeapingClock(TimeSpan.FromSeconds(20))));

        busy.Code.ShouldBe(ErrorCode.StoreLocked);
        busy.Path.ShouldBe(AgentDatabase);
        busy.Message.ShouldContain("is busy");
    }

    [Fact]
    public void One_that_is_given_back_meanwhile_is_changed()
    {
        IDisposable held = TodayDatabase.Hold(AgentDatabase, "BEGIN IMMEDIATE");

        ChangeAt(new LeapingClock(TimeSpan.FromSeconds(1), held.Dispose));

        Store.Read().Store.Order(ProviderId.Parse("zai")).ShouldBe(["zai:a"]);
    }

    [Fact]
    public void Pages_that_a_writer_has_not_committed_are_not_seen()
    {
        using IDisposable writer = TodayDatabase.Hold(
            paths.StateDatabasePath,
            "PRAGMA cache_size = 1",
            "BEGIN IMMEDIATE",
            "CREATE TABLE filler (content BLOB)",
            "INSERT INTO filler VALUES (randomblob(500000))",
            $"UPDATE config_machine_state SET value_json = '[' WHERE state_key = '{CellReading.StoreKey}'");
        new FileInfo($"{paths.StateDatabasePath}-wal").Length.ShouldBeGreaterThan(100_000, "the change lies there already");

        Store.Read().Store.Find("zai:a").ShouldNotBeNull();
    }

    [Fact]
    public void One_on_a_disk_that_is_read_only_is_read_and_not_changed()
    {
        string state = home["mounted"];
        Directory.CreateDirectory(state);
        using SmallDisk disk = SmallDisk.MountAt(state, size: 1024 * 1024);
        InstallationPaths mounted = InstallationPaths.At(Path.Combine(state, ".openclaw"), home.Environment);
        TodayDatabase.MakeState(mounted.StateDatabasePath, store: Credentials);
        TodayDatabase.MakeAgent(Path.Combine(mounted.AgentDirectory(AgentId.Main), "openclaw-agent.sqlite"), "main");
        disk.MakeReadOnly();
        TodayStore store = new(TodayPlaces.Of(mounted, mounted.AgentDirectory(AgentId.Main)), () => InstallationLayout.Of(mounted), TimeProvider.System);

        store.Read().Store.Find("zai:a").ShouldNotBeNull();
        MoltbotException refusal = Should.Throw<MoltbotException>(() => store.Commit(Order, TestContext.Current.CancellationToken));

        refusal.Code.ShouldBe(ErrorCode.WriteFailed);
        refusal.Message.ShouldContain("read-only");
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

    private string AgentDatabase => Path.Combine(paths.AgentDirectory(AgentId.Main), "openclaw-agent.sqlite");

    private static StoreChange Order => StoreChange.Of(own => own.WithOrder(ProviderId.Parse("zai"), ["zai:a"]));

    private void Change() => Store.Commit(Order, TestContext.Current.CancellationToken);

    private void ChangeAt(TimeProvider time) => new TodayStore(TodayPlaces.Of(paths, paths.AgentDirectory(AgentId.Main)), () => InstallationLayout.Of(paths), time).Commit(Order, TestContext.Current.CancellationToken);

    /// <summary>A clock that leaps with each look at it, and does something at the second.</summary>
    private sealed class LeapingClock(TimeSpan leap, Action? second = null) : TimeProvider
    {
        private int looks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            if (++looks == 2)
                second?.Invoke();

            return leap.Ticks * looks;
        }
    }
}
