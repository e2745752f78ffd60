using Moltbot.Core.Diagnosing;
using Moltbot.Core.Json;
using Moltbot.Core.Resolving;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Diagnosing;

/// <summary>What can be wrong with an installation of today's gateway is found where it is, and mended only where that is safe.</summary>
public sealed class TodayChecksTests : IDisposable
{
    private const string Configuration = """{"agents":{"ownership":"explicit","entries":{"main":{},"ops":{}},"defaults":{"model":{"primary":"openai/gpt-6-astra"}}},"auth":{"profiles":{"openai:main":{"provider":"openai","mode":"api_key"}}},"meta":{"lastTouchedVersion":"2026.9.6"}}""";
    private const string Key = "sk-of-the-main-agent-0123456789";
    private const string Row = "UPDATE config_machine_state SET value_json = ";

    /// <summary>Ways to damage it: the finding that each makes, what else tells them apart, and what it takes to mend it.</summary>
    internal static readonly OrderedMap<Damage> All = new(
    [
        New("INSTALLATION_HALF_WAY by an empty store", scene => Write(scene, "agents/main/agent/auth-profiles.json", new StoreBuilder().ToText()), RepairConsent.Asked),
        New("INSTALLATION_HALF_WAY by a store of what the rows have", scene => Write(scene, "agents/ops/agent/auth-profiles.json", new StoreBuilder().ApiKey("openai:old", Key).ToText()), RepairConsent.Asked),
        New("INSTALLATION_HALF_WAY by a store of more than the rows have", scene => Write(scene, "agents/main/agent/auth-profiles.json", new StoreBuilder().ApiKey("zai:lost", "sk-nowhere-else-0123456789").ToText())),
        New("INSTALLATION_HALF_WAY by a store that cannot be read", scene => Write(scene, "agents/main/agent/auth-profiles.json", "{ \"profiles\"")),
        New("INSTALLATION_HALF_WAY by an older layout", scene => Write(scene, "agents/main/agent/auth.json", "{}")),
        New("INSTALLATION_HALF_WAY by another place", scene => Write(scene, "credentials/oauth.json", "{}")),
        New("INSTALLATION_HALF_WAY by sessions", scene => Write(scene, "agents/main/sessions/sessions.json", "{}")),
        New("DATABASE_TOO_NEW", scene => TodayDatabase.Run(scene.Home[GatewayHome.Database], "PRAGMA user_version=19")),
        New("DATABASE_QUARANTINED", scene =>
        {
            string path = scene.Home[".openclaw/state/openclaw-quarantine.sqlite"];
            TodayDatabase.Run(path, "CREATE TABLE quarantined_databases (path TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, reason TEXT NOT NULL) STRICT", "INSERT INTO quarantined_databases VALUES ('/gone/openclaw-agent.sqlite', 'agent', 'integrity check failed')");
        }),
        New("STORE_UNREADABLE because it is damaged", scene => Write(scene, "state/openclaw.sqlite", "no database, but long enough to look like one at first sight")),
        New("STORE_UNREADABLE because it is empty", scene => Write(scene, "state/openclaw.sqlite", "")),
        New("STORE_UNREADABLE because a row is no JSON", scene => TodayDatabase.Run(scene.Home[GatewayHome.Database], $"{Row}'{{' WHERE state_key = 'authProfiles.store'")),
        New("STORE_UNREADABLE of another agent", scene => Write(scene, "agents/ops/agent/openclaw-agent.sqlite", "no database, but long enough to look like one at first sight")),
        New("CONFIG_LEFT_BEHIND", scene => Write(scene, "clawdbot.json", "{}")),
        New("CONFIG_LEFT_BEHIND and lost", scene => Write(scene, "moltbot.json", "{}")),
        New("MIGRATION_ARCHIVE of what the rows have", scene => Write(scene, "agents/main/agent/auth-profiles.json.migrated-2026-11-26T15-57-44.520Z-0a1b", new StoreBuilder().ApiKey("openai:main", Key).ToText()), RepairConsent.Asked),
        New("MIGRATION_ARCHIVE of more than the rows have", scene => Write(scene, "agents/main/agent/auth-profiles.json.migrated-2026-11-26T15-57-44.520Z-0a1b", new StoreBuilder().ApiKey("openai:old", "sk-nowhere-else-0123456789").ToText()), RepairConsent.Forced),
        New("MIGRATION_ARCHIVE of sessions", scene => Write(scene, "agents/main/session-sqlite-import-archive/legacy-store.sessions.json.imported-1", "{}"), RepairConsent.Forced),
        New("SIGN_IN_RENEWAL_FAILED", scene => Keep(scene, new StoreBuilder().ApiKey("openai:main", Key).Profile("openai:me", GatewayHome.FenceOf("openai", hasFailed: true)))),
        New("SIGN_IN_BEING_RENEWED", scene => Keep(scene, new StoreBuilder().ApiKey("openai:main", Key).Profile("openai:me", GatewayHome.FenceOf("openai", hasFailed: false)))),
        New("LOCK_STALE of a renewal", scene => Write(scene, "locks/oauth-refresh/lock-00112233445566778899aabbccddeeff.lock", "{}", TestClock.Now.AddHours(-1))),
        New("AUTH_PROFILE_EXPIRED of a sign-in that the gateway renews", scene => Keep(scene, new StoreBuilder().ApiKey("openai:main", Key).OAuth("openai:me", "access-0123456789", "refresh-0123456789", TestClock.Now.AddHours(-1)))),
        New("AUTH_PROFILE_EXPIRED of a token", scene => Keep(scene, new StoreBuilder().ApiKey("openai:main", Key).Token("anthropic:t", "sk-ant-oat01-0123456789012345", TestClock.Now.AddHours(-1)))),
        New("PERMISSIONS_TOO_OPEN of a database", scene => Unix.SetMode(scene.Home[GatewayHome.Database], "644"), RepairConsent.Unasked, needsUnix: true),
        New("PERMISSIONS_TOO_OPEN beside a database", scene => Unix.SetMode(Write(scene, "agents/ops/agent/openclaw-agent.sqlite-wal", ""), "644"), RepairConsent.Unasked, needsUnix: true),
        New("FILE_UNREADABLE by its owner", scene => Unix.SetMode(scene.Home[GatewayHome.AgentDatabase("ops")], "400"), RepairConsent.Unasked, needsUnix: true),
        New("STATE_DIRECTORY_OPEN", scene => Unix.SetMode(scene.Home[".openclaw"], "755"), RepairConsent.Asked, needsUnix: true),
        New("CONFIG_INVALID", scene => Write(scene, "openclaw.json", """{"auth":{"cooldowns":{}}}""")),
        New("CONFIG_PROFILE_NOT_STORED", scene => Write(scene, "openclaw.json", """{"auth":{"profiles":{"openai:main":{"provider":"openai","mode":"api_key"},"openai:gone":{"provider":"openai","mode":"api_key"}}}}"""), RepairConsent.Asked),
        New("ORDER_NAMES_UNKNOWN_PROFILE", scene => Keep(scene, new StoreBuilder().ApiKey("openai:main", Key).Order("openai", "openai:main", "openai:gone")), RepairConsent.Unasked),
        New("USAGE_OF_UNKNOWN_PROFILE", scene => Keep(scene, new StoreBuilder().ApiKey("openai:main", Key).Usage("openai:gone", errorCount: 1)), RepairConsent.Unasked),
        New("AUTH_PROFILE_COOLDOWN_TOO_LONG", scene => Keep(scene, new StoreBuilder().ApiKey("openai:main", Key).Usage("openai:main", cooldownUntil: TestClock.Now.AddDays(9), errorCount: 1)), RepairConsent.Asked),
        New("BACKUP_HOLDS_REMOVED_SECRET", scene => Write(scene, ".env.bak", "ZAI_API_KEY=sk-gone-0123456789\n"), RepairConsent.Forced),
    ]);

    private readonly TemporaryInstallation installation = new();

    public TodayChecksTests()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().ApiKey("openai:main", Key), Configuration);
        Settle();
    }

    public static TheoryData<string> Names => [.. All.Keys];

    public static TheoryData<string> Repairable => [.. All.Where(damage => damage.Value.Repair is not null).Select(damage => damage.Key)];

    public void Dispose() => installation.Dispose();

    [Fact]
    public void Nothing_is_found_in_a_healthy_installation_but_how_the_gateway_keeps_secrets() =>
        Examine().Select(finding => (finding.Id, finding.Entry)).ShouldBe([("PLAINTEXT_FOUND", "profiles.openai:main.key")]);

    [Theory]
    [MemberData(nameof(Names))]
    public void A_damage_is_found_and_looking_changes_nothing(string name)
    {
        Damage damage = Inflict(name);
        string before = installation.Home.Trace();

        IReadOnlyList<Finding> found = Examine();

        Finding? finding = found.FirstOrDefault(one => one.Id == KindOf(name) && one.ToRepair()?.Consent == damage.Repair);
        finding.ShouldNotBeNull(string.Join('\n', found.Select(one => $"{one.Id} {one.ToRepair()?.Consent}: {one.Message}")));
        found.ShouldAllBe(one => !one.Message.Contains(Key, StringComparison.Ordinal) && !one.Message.Contains(GatewayHome.Fence, StringComparison.Ordinal));
        installation.Home.Trace().ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(Repairable))]
    public async Task A_repair_mends_it_and_makes_no_file_that_stops_the_gateway(string name)
    {
        Damage damage = Inflict(name);

        Treatment treatment = await Doctor().TreatAsync(finding => Task.FromResult(finding.Id == KindOf(name) && finding.ToRepair()!.Consent <= damage.Repair), TestContext.Current.CancellationToken);

        treatment.Repairs.Select(repair => $"{repair.Result} {repair.Reason}".Trim()).ShouldBe(["Repaired"]);
        treatment.Remaining.ShouldNotContain(finding => finding.Id == KindOf(name));
        MigratedHome.FilesOfJanuary(installation.Home).ShouldBeEmpty();
        TodayDatabase.Ask(installation.Home[GatewayHome.Database], "PRAGMA integrity_check").ShouldBe("ok");
        GatewayHome.Entry(installation.Home, "openai:main").ShouldNotBeNull();
    }

    [Fact]
    public async Task Whatever_is_found_no_repair_makes_a_file_that_stops_the_gateway()
    {
        foreach (string name in All.Keys.Where(name => KindOf(name) is not ("STORE_UNREADABLE" or "INSTALLATION_HALF_WAY" or "DATABASE_TOO_NEW" or "CONFIG_LEFT_BEHIND") && (!All[name].NeedsUnix || !OperatingSystem.IsWindows())))
            All[name].Inflict(installation);

        await Doctor().TreatAsync(_ => Task.FromResult(true), TestContext.Current.CancellationToken);

        MigratedHome.FilesOfJanuary(installation.Home).ShouldBeEmpty();
        TodayDatabase.Ask(installation.Home[GatewayHome.Database], "PRAGMA integrity_check").ShouldBe("ok");
    }

    private static string KindOf(string name) => name.Split(' ')[0];

    private Damage Inflict(string name)
    {
        Damage damage = All[name];
        SkipReason.OperatingSystem.Require(!damage.NeedsUnix || !OperatingSystem.IsWindows(), "Windows has access lists.");
        damage.Inflict(installation);
        return damage;
    }

    private InstallationDoctor Doctor() => installation.Open().OpenDoctor(new ExaminationOptions(), _ => SecretResolver.None);

    private IReadOnlyList<Finding> Examine() => Doctor().Examine();

    private void Settle()
    {
        foreach (string entry in Directory.EnumerateFileSystemEntries(installation.Home[".openclaw"], "*", SearchOption.AllDirectories).Append(installation.Home[".openclaw"]))
            Protect(entry, TestClock.Now);
    }

    private static void Protect(string entry, DateTimeOffset at)
    {
        bool isDirectory = Directory.Exists(entry);
        if (!OperatingSystem.IsWindows())
            Unix.SetMode(entry, isDirectory ? "700" : "600");
        if (!isDirectory)
            File.SetLastWriteTimeUtc(entry, at.UtcDateTime);
    }

    private static string Write(TemporaryInstallation installation, string path, string text, DateTimeOffset? at = null)
    {
        string full = installation.Home.Write($".openclaw/{path}", text);
        Protect(full, at ?? TestClock.Now);
        return full;
    }

    private static void Keep(TemporaryInstallation installation, StoreBuilder store)
    {
        TodayDatabase.Run(
            installation.Home[GatewayHome.Database],
            "INSERT OR REPLACE INTO config_machine_state VALUES ('authProfiles.store', '{}', 1), ('authProfiles.state', '{}', 1)",
            $"{Row}'{store.ToText()}' WHERE state_key LIKE 'authProfiles.st%'");
        Protect(installation.Home[GatewayHome.Database], TestClock.Now);
    }

    private static KeyValuePair<string, Damage> New(string name, Action<TemporaryInstallation> inflict, RepairConsent? repair = null, bool needsUnix = false) => new(name, new Damage(inflict, repair) { NeedsUnix = needsUnix });

    /// <summary>A way to damage an installation of today's.</summary>
    /// <param name="Inflict">Damages a healthy one.</param>
    /// <param name="Repair">What it takes for the repair; <see langword="null"/> when a person or the gateway has to do it.</param>
    internal sealed record Damage(Action<TemporaryInstallation> Inflict, RepairConsent? Repair)
    {
        public bool NeedsUnix { get; init; }
    }
}
