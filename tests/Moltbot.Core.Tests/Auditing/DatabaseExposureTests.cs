using Moltbot.Core.Auditing;
using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Auditing;

/// <summary>An audit of today's databases looks at more than the rows of credentials, and calls nothing clean that it did not read.</summary>
public sealed class DatabaseExposureTests : IDisposable
{
    private const string Replaced = "sk-INVENTED-replaced-key-0123456789";
    private const string Current = "sk-INVENTED-current-key-0123456789";

    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public void Credentials_in_rows_are_told_once_and_where_they_are()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().ApiKey("openai:a", Current).OAuth("openai:me", "access-INVENTED-0123456789", "refresh-INVENTED-0123456789").Profile("openai:f", GatewayHome.FenceOf("openai", hasFailed: true)));
        TodayDatabase.Run(installation.Home[GatewayHome.AgentDatabase("main")], $"INSERT INTO auth_profile_store VALUES ('primary', '{new StoreBuilder().ApiKey("zai:own", "sk-INVENTED-own-key-0123456789").ToText()}', 1)");

        SecretExposure exposure = Audit();

        exposure.Errors.ShouldBeEmpty();
        exposure.Findings.Select(finding => (Path.GetFileName(finding.Path), finding.Entry)).ShouldBe([("openclaw.sqlite", "profiles.openai:a.key"), ("openclaw-agent.sqlite", "profiles.zai:own.key")], ignoreOrder: true);
        exposure.Files.Distinct().Count().ShouldBe(exposure.Files.Count);
    }

    [Fact]
    public void A_secret_that_a_row_held_before_is_found_where_the_row_was()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().ApiKey("openai:a", Replaced));
        TodayDatabase.Run(installation.Home[GatewayHome.Database], "PRAGMA secure_delete=OFF", "DELETE FROM config_machine_state WHERE state_key = 'authProfiles.store'");

        SecretFinding finding = Audit().Findings.ShouldHaveSingleItem();

        (finding.Code, finding.Path, finding.Entry).ShouldBe((SecretFindingCode.PlaintextFound, installation.Home[GatewayHome.Database], null));
        finding.Message.ShouldStartWith("A text in it looks like a secret");
        finding.Message.ShouldNotContain("INVENTED");
    }

    [Theory]
    [InlineData("-wal")]
    [InlineData("-journal")]
    public void Changes_beside_a_database_are_looked_through(string ending)
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder());
        installation.Home.Write(GatewayHome.AgentDatabase("ops") + ending, """{"profiles":{"openai:a":{"type":"token","provider":"openai","token":"an-INVENTED-token-of-no-shape"}}}""");

        SecretExposure exposure = Audit();

        exposure.Findings.Select(finding => Path.GetFileName(finding.Path)).ShouldBe([$"openclaw-agent.sqlite{ending}"], string.Join('\n', exposure.Files.Concat(installation.Home.Files().Keys)));
    }

    [Fact]
    public void A_copy_of_a_database_holds_what_the_database_holds()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder().ApiKey("openai:a", Current));
        File.Copy(installation.Home[GatewayHome.Database], installation.Home[$"{GatewayHome.Database}.bak"]);

        Audit().Findings.Select(finding => Path.GetFileName(finding.Path)).ShouldBe(["openclaw.sqlite", "openclaw.sqlite.bak"], ignoreOrder: true);
    }

    [Fact]
    public void A_value_that_others_refer_to_is_told_by_its_name()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder());
        TodayDatabase.Run(installation.Home[GatewayHome.Database], "CREATE TABLE secret_store_entries (name TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL, kind TEXT NOT NULL) STRICT", $"INSERT INTO secret_store_entries VALUES ('ACME_KEY', '{Current}', 'secret')");

        Audit().Findings.ShouldHaveSingleItem().Entry.ShouldBe("secret_store_entries.ACME_KEY");
    }

    [Fact]
    public void What_a_migration_has_set_aside_is_found()
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder());
        installation.Home.Write(".openclaw/agents/main/agent/auth-profiles.json.migrated-2026-11-26T15-57-44.520Z-0a1b", new StoreBuilder().ApiKey("openai:a", Replaced).ToText());
        installation.Home.Write(".openclaw/agents/main/session-sqlite-import-archive/legacy-store.sessions.json.imported-1", "{}");
        installation.Home.Write(".openclaw/agents/main/agent/auth.json", "{}");

        Audit().Findings.Select(finding => (finding.Code, Path.GetFileName(finding.Path).Split('.')[0])).ShouldBe(
            [(SecretFindingCode.PlaintextFound, "auth-profiles"), (SecretFindingCode.LegacyResidue, "legacy-store"), (SecretFindingCode.LegacyResidue, "auth")], ignoreOrder: true);
    }

    [Theory]
    [InlineData(".openclaw/state/openclaw.sqlite")]
    [InlineData(".openclaw/state/openclaw.sqlite.bak")]
    [InlineData(".openclaw/agents/ops/agent/openclaw-agent.sqlite-wal")]
    public void What_cannot_be_read_is_not_called_clean(string path)
    {
        GatewayHome.LayOut(installation.Home, new StoreBuilder());
        File.Delete(installation.Home[path]);
        SymbolicLink.Make(installation.Home[path], installation.Home["nowhere"]);

        SecretExposure exposure = Audit();

        exposure.Errors.ShouldContain(error => error.Path == installation.Home[path] || error.Code == ErrorCode.StoreUnreadable);
        exposure.Status.ShouldBe("incomplete");
    }

    [Fact]
    public void What_others_may_read_is_found_also_beside_a_database()
    {
        SkipReason.OperatingSystem.Require(!OperatingSystem.IsWindows(), "Windows has access lists.");
        GatewayHome.LayOut(installation.Home, new StoreBuilder());
        installation.Home.Write($"{GatewayHome.Database}-wal", "");

        Audit("openclaw.sqlite", "openclaw.sqlite-wal").Findings.Where(finding => finding.Code == SecretFindingCode.PermissionsTooOpen).Select(finding => Path.GetFileName(finding.Path)).ShouldBe(["openclaw.sqlite", "openclaw.sqlite-wal"], ignoreOrder: true);
    }

    private SecretExposure Audit(params string[] open)
    {
        if (!OperatingSystem.IsWindows())
        {
            foreach (string entry in Directory.EnumerateFileSystemEntries(installation.Home[".openclaw"], "*", SearchOption.AllDirectories).Where(entry => new FileInfo(entry).LinkTarget is null))
                Unix.SetMode(entry, Directory.Exists(entry) ? "700" : Array.Exists(open, ending => entry.EndsWith(ending, StringComparison.Ordinal)) ? "644" : "600");
        }

        return installation.Open().AuditSecrets(SecretResolver.None);
    }
}
