using Moltbot.Core.Auditing;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Health;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Sessions;
using Moltbot.Core.Tests.Files;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Installation;

/// <summary>
/// What becomes of an installation that a gateway of today has taken over: what it keeps is read and changed where it keeps it,
/// and no file of January's appears, each of which would stop it.
/// </summary>
public sealed class MigratedInstallationTests : IDisposable
{
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");
    private static readonly Secret Key = new("sk-a-key-that-is-long-enough-for-all");
    private static readonly Secret Token = new("a-token-that-is-long-enough-for-all");

    private static readonly OrderedMap<Action<MoltbotInstallation, FakeVaults>> Operations = new(
    [
        New("set an order", (moltbot, _) => moltbot.MainAgent.SetOrder(Anthropic, ["anthropic:b"])),
        New("clear an order", (moltbot, _) => moltbot.MainAgent.ClearOrder(Anthropic)),
        New("repair the order of a store", (moltbot, _) => Repair(moltbot, isConfigured: false)),
        New("repair the order of the configuration", (moltbot, _) => Repair(moltbot, isConfigured: true)),
        New("say that a profile worked", (moltbot, _) => moltbot.MainAgent.ProfileUsage.Succeeded("anthropic:a")),
        New("say that a profile failed", (moltbot, _) => moltbot.MainAgent.ProfileUsage.Failed("anthropic:a", FailureReason.RateLimit)),
        New("clear a cooldown", (moltbot, _) => moltbot.MainAgent.ProfileUsage.ClearCooldowns(["anthropic:a"], withDisabled: true)),
        New("import a token", (moltbot, _) => moltbot.MainAgent.Profiles.ImportToken(new TokenImport { Provider = ProviderId.Parse("zai") }, Token)),
        New("import a token and leave the configuration alone", (moltbot, _) => moltbot.MainAgent.Profiles.ImportToken(new TokenImport { Provider = ProviderId.Parse("zai"), Options = new ImportOptions { NoConfig = true } }, Token)),
        New("import a token into a vault", (moltbot, vaults) => moltbot.MainAgent.Profiles.ImportToken(new TokenImport { Provider = ProviderId.Parse("zai"), Options = InVault(vaults) }, Token)),
        New("import a token into a vault and leave the configuration alone", (moltbot, vaults) => moltbot.MainAgent.Profiles.ImportToken(new TokenImport { Provider = ProviderId.Parse("zai"), Options = InVault(vaults) with { NoConfig = true } }, Token)),
        New("import a key", (moltbot, _) => moltbot.MainAgent.Profiles.ImportApiKey(KeyOf("zai"), Key)),
        New("import a key into a vault", (moltbot, vaults) => moltbot.MainAgent.Profiles.ImportApiKey(KeyOf("zai") with { Options = InVault(vaults) }, Key)),
        New("import a key for an agent without a store", (moltbot, _) => moltbot.FindAgent("work").Profiles.ImportApiKey(KeyOf("zai"), Key)),
        New("onboard", (moltbot, _) => new Onboarding(AuthChoice.Find("openrouter-api-key", isUnattended: true)).Import(moltbot.MainAgent, Key)),
        New("remove a profile", (moltbot, _) => moltbot.MainAgent.Profiles.Remove("anthropic:a")),
        New("move a secret into a vault", (moltbot, vaults) => moltbot.MainAgent.Profiles.PrepareMove("anthropic:a", new VaultDestination(vaults, "SecretStore"), moltbot.OpenSecrets(vaults)).Run()),
        New("store a secret as a vault", (moltbot, _) => moltbot.MainAgent.Profiles.ImportSecret("zai:new", Key, new SecretDescription())),
        New("describe a secret as a vault", (moltbot, _) => moltbot.MainAgent.Profiles.Describe("anthropic:b", new SecretDescription { SaysExpiry = true, ExpiresAt = TestClock.Now.AddDays(1) })),
        New("set the default model", (moltbot, _) => moltbot.Models.SetPrimary(ModelRole.Text, "openai/gpt-5.2")),
        New("set the image model", (moltbot, _) => moltbot.Models.SetPrimary(ModelRole.Image, "openai/gpt-5.2")),
        New("set an agent's model", (moltbot, _) => moltbot.Models.SetAgentModel(AgentId.Parse("work"), "openai/gpt-5.2")),
        New("add a fallback", (moltbot, _) => moltbot.Models.AddFallback(ModelRole.Text, "openai/gpt-5.2")),
        New("remove a fallback", (moltbot, _) => moltbot.Models.RemoveFallback(ModelRole.Text, "zai/glm-4.7")),
        New("clear the fallbacks", (moltbot, _) => moltbot.Models.ClearFallbacks(ModelRole.Text)),
        New("add an alias", (moltbot, _) => moltbot.Models.AddAlias("new", "openai/gpt-5.2")),
        New("remove an alias", (moltbot, _) => moltbot.Models.RemoveAlias("glm")),
        New("pin a session", (moltbot, _) => moltbot.MainAgent.Sessions.Pin(["agent:main:main"], SessionChoice.Of("anthropic/claude-opus-4-5", "anthropic:b"))),
        New("unpin a session", (moltbot, _) => moltbot.MainAgent.Sessions.Unpin(["agent:main:old"])),
        New("repair a session", (moltbot, _) => moltbot.MainAgent.Sessions.Repair(["agent:main:old"])),
        New("tell the gateway whom to ask for secrets", (moltbot, _) => new GatewaySecretProvider(moltbot.ConfigurationFile).Configure(Path.Combine(Path.GetDirectoryName(moltbot.Paths.StateDirectory)!, "moltbot"), force: true)),
        New("edit the configuration", (moltbot, _) => moltbot.ConfigurationFile.Editor.Apply(_ => [ConfigurationChange.Set(["agents", "defaults", "model", "primary"], "openai/gpt-5.2")])),
    ]);

    private static readonly OrderedMap<Action<MoltbotInstallation>> VariableOperations = new(
    [
        KeyValuePair.Create<string, Action<MoltbotInstallation>>("import a key into the .env file alone", moltbot => moltbot.MainAgent.Profiles.ImportApiKey(KeyOf("openai") with { Destination = ApiKeyDestination.EnvironmentFile, Options = new ImportOptions { NoConfig = true } }, Key)),
        KeyValuePair.Create<string, Action<MoltbotInstallation>>("set a variable", moltbot => moltbot.EnvironmentFile.Set("OPENAI_API_KEY", Key.Reveal())),
        KeyValuePair.Create<string, Action<MoltbotInstallation>>("remove a variable", moltbot => moltbot.EnvironmentFile.Remove("LEVEL")),
    ]);

    private readonly TemporaryInstallation installation = new();
    private readonly FakeVaults vaults = new();

    public static TheoryData<string> Changes => [.. Operations.Keys];

    public static TheoryData<string> VariableChanges => [.. VariableOperations.Keys];

    /// <summary>Each alone says whose the installation is, even where all files of the older gateway are still there.</summary>
    public static TheoryData<string> Marks => ["name", "openclaw.json", "state/openclaw.sqlite"];

    public static MatrixTheoryData<string, string> MarkedChanges => new(Marks.Select(row => row.Data), Operations.Keys);

    public void Dispose() => installation.Dispose();

    [Theory]
    [MemberData(nameof(Changes))]
    public void A_change_is_made_in_an_installation_of_January(string change)
    {
        LayOutJanuary();
        string before = installation.Home.Trace();

        Operations[change](installation.Open(), vaults);

        installation.Home.Trace().ShouldNotBe(before);
    }

    /// <summary>Rows of today's and files of January's together: the gateway does not run, and nobody knows which of them counts.</summary>
    [Theory]
    [MemberData(nameof(MarkedChanges))]
    public void The_same_change_is_refused_before_anything_is_touched_where_a_newer_gateway_is_half_way(string mark, string change)
    {
        LayOutJanuary();
        Mark(mark);
        vaults.BeforePut = Refuse;
        string before = installation.Home.Trace();

        Should.Throw<MoltbotException>(() => Operations[change](installation.Open(), vaults));

        installation.Home.Trace().ShouldBe(before);
    }

    [Theory]
    [MemberData(nameof(VariableChanges))]
    public void The_variables_of_a_newer_gateway_are_in_the_same_file(string change)
    {
        LayOutJanuary();
        Mark("name");
        string[] before = [.. MigratedHome.FilesOfJanuary(installation.Home)];

        VariableOperations[change](installation.Open());

        MigratedHome.FilesOfJanuary(installation.Home).ShouldBe(before);
        File.ReadAllText(installation.Home[".openclaw/.env"]).ShouldNotBe("LEVEL=debug\n");
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void The_same_change_makes_no_file_of_January_in_what_the_newer_gateways_doctor_leaves(string change)
    {
        MigratedHome.LayOut(installation.Home);
        string[] before = [.. MigratedHome.FilesOfJanuary(installation.Home)];
        string configuration = File.ReadAllText(installation.Home[".openclaw/clawdbot.json"]);

        Record.Exception(() => Operations[change](installation.Open(), vaults))?.ShouldBeOfType<MoltbotException>();

        MigratedHome.FilesOfJanuary(installation.Home).ShouldBe(before);
        File.ReadAllText(installation.Home[".openclaw/clawdbot.json"]).ShouldBe(configuration);
        foreach (string database in new[] { ".openclaw/state/openclaw.sqlite", ".openclaw/agents/main/agent/openclaw-agent.sqlite", ".openclaw/agents/work/agent/openclaw-agent.sqlite" })
            TodayDatabase.Ask(installation.Home[database], "PRAGMA integrity_check").ShouldBe("ok");
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public void The_same_change_is_refused_where_it_cannot_be_told_whose_the_installation_is(string change)
    {
        LayOutJanuary();
        Directory.CreateDirectory(installation.Home[".clawdbot/state"]);
        Unix.SetMode(installation.Home.Path, "755");
        Unix.SetMode(installation.Home[".clawdbot/state"], "0");
        vaults.BeforePut = Refuse;
        string before = installation.Home.Trace();

        // Root sees everything, so the files are made readable to whoever is left without that.
        MoltbotException error = Should.Throw<MoltbotException>(() => Unprivileged.Run(() => Operations[change](installation.Open(), vaults)));

        error.Code.ShouldBe(ErrorCode.InstallationUnreadable);
        installation.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void An_installation_that_is_taken_over_while_it_is_open_is_not_changed_either()
    {
        LayOutJanuary();
        MoltbotInstallation open = installation.Open();
        Agent agent = open.MainAgent;
        agent.GetOrders();
        Mark("openclaw.json");
        string before = installation.Home.Trace();

        Should.Throw<MoltbotException>(() => agent.SetOrder(Anthropic, ["anthropic:b"])).Code.ShouldBe(ErrorCode.InstallationNotServed);

        installation.Home.Trace().ShouldBe(before);
    }

    [Fact]
    public void A_directory_of_a_newer_gateway_beside_it_takes_nothing_away()
    {
        LayOutJanuary();
        installation.File(".openclaw/openclaw.json", "{}");

        installation.Open().MainAgent.SetOrder(Anthropic, ["anthropic:b"], TestContext.Current.CancellationToken).ProfileId.ShouldBe(["anthropic:b"]);
    }

    [Theory]
    [MemberData(nameof(Marks))]
    public void Where_it_is_half_way_a_status_says_so_and_calls_nothing_fine(string mark)
    {
        LayOutJanuary();
        Mark(mark);

        ModelStatus status = installation.Open().MainAgent.GetModelStatus();

        status.ExitCode.ShouldBe(1);
        status.Errors.ShouldContain(error => error.Code == ErrorCode.MigrationPending);
        status.Providers.ShouldAllBe(provider => provider.Profiles.Count == 0);
    }

    [Fact]
    public void What_the_newer_gateway_keeps_is_seen()
    {
        MigratedHome.LayOut(installation.Home);

        Agent agent = installation.Open().MainAgent;

        agent.ReadStore().StoreOrThrow().Profiles.Select(profile => profile.Id).ShouldBe(["anthropic:main", "anthropic:b"]);
        agent.GetOrder(Anthropic).ProfileId.ShouldBe(["anthropic:main", "anthropic:b", "anthropic:gone"]);
        installation.Open().FindAgent("work").ReadStore().StoreOrThrow().Profiles.Select(profile => profile.Id).ShouldBe(["anthropic:work", "anthropic:main", "anthropic:b"]);
    }

    [Fact]
    public void Sessions_are_seen_and_those_that_wait_for_the_newer_gateways_doctor_are_not_taken_for_none()
    {
        MigratedHome.LayOut(installation.Home);

        installation.Open().MainAgent.Sessions.Read().Keys.ShouldBe(["agent:main:main"]);

        installation.File(".openclaw/agents/main/sessions/sessions.json", "{}");
        Should.Throw<MoltbotException>(() => installation.Open().MainAgent.Sessions.Read()).Code.ShouldBe(ErrorCode.MigrationPending);
    }

    [Fact]
    public void An_audit_finds_the_secrets_of_the_newer_gateway_and_what_was_left_behind()
    {
        MigratedHome.LayOut(installation.Home);

        SecretExposure exposure = Audit();

        exposure.Errors.ShouldBeEmpty();
        exposure.Findings.Where(finding => finding.Code == SecretFindingCode.PlaintextFound).Select(finding => finding.Entry)
            .ShouldBe(["profiles.anthropic:main.key", "profiles.anthropic:b.key", "profiles.anthropic:main.key", "profiles.anthropic:work.key", "profiles.anthropic:work.key", "XAI_API_KEY"], ignoreOrder: true);
        exposure.Files.ShouldContain(installation.Home[".openclaw/clawdbot.json"]);
    }

    [Fact]
    public void An_audit_also_looks_into_the_variables_that_the_newer_gateway_has_elsewhere()
    {
        MigratedHome.LayOut(installation.Home);
        string elsewhere = installation.Home.Write(".config/openclaw/gateway.env", "GROQ_API_KEY=gsk_INVENTED-KEY-0000005\n");

        Audit().Findings.ShouldContain(finding => finding.Path == elsewhere && finding.Entry == "GROQ_API_KEY");
    }

    [Fact]
    public void The_env_file_and_the_agents_are_shown()
    {
        MigratedHome.LayOut(installation.Home);

        MoltbotInstallation open = installation.Open();

        open.EnvironmentFile.Variables.ShouldHaveSingleItem().Name.ShouldBe("XAI_API_KEY");
        open.Warnings.ShouldBeEmpty();
        open.AgentIds.Select(id => id.Value).ShouldBe(["main", "work"]);
    }

    [Fact]
    public void Where_nobody_can_tell_whose_it_is_what_can_be_read_is_shown_and_nothing_is_called_fine()
    {
        LayOutJanuary();
        Directory.CreateDirectory(installation.Home[".clawdbot/state"]);
        Unix.SetMode(installation.Home.Path, "755");
        Unix.SetMode(installation.Home[".clawdbot/state"], "0");

        ModelStatus status = Unprivileged.Run(() => installation.Open().MainAgent.GetModelStatus(Anthropic));

        status.Providers.ShouldHaveSingleItem().Profiles.Count.ShouldBe(2);
        (status.ExitCode, status.Errors.ShouldHaveSingleItem().Code).ShouldBe((1, ErrorCode.InstallationUnreadable));
    }

    private static KeyValuePair<string, Action<MoltbotInstallation, FakeVaults>> New(string name, Action<MoltbotInstallation, FakeVaults> change) => new(name, change);

    private static ApiKeyImport KeyOf(string provider) => new() { Provider = ProviderId.Parse(provider) };

    private static ImportOptions InVault(FakeVaults vaults) => new() { Vault = new VaultDestination(vaults, "SecretStore") };

    private static void Refuse(VaultSecret secret) => throw new InvalidOperationException($"{secret} is put into a vault before it is clear that its profile can be written.");

    private static void Repair(MoltbotInstallation moltbot, bool isConfigured) =>
        moltbot.MainAgent.RepairOrder(moltbot.MainAgent.FindBrokenOrders().First(order => order.IsConfigured == isConfigured));

    private SecretExposure Audit(string? stateDirectory = null)
    {
        MoltbotInstallation open = installation.Open(stateDirectory);
        return open.AuditSecrets(open.OpenSecrets(vaults));
    }

    /// <summary>Something for every operation to change. Everybody may read it, because some tests are not root's.</summary>
    private void LayOutJanuary()
    {
        installation
            .Configuration(new ConfigurationBuilder()
                .Agent("main").Agent("work")
                .Model("anthropic/claude-opus-4-5", "zai/glm-4.7").Allow("anthropic/claude-opus-4-5").Allow("zai/glm-4.7", "glm")
                .Order("anthropic", "anthropic:a", "anthropic:b", "anthropic:gone"))
            .Store(new StoreBuilder().ApiKey("anthropic:a").Token("anthropic:b").Order("anthropic", "anthropic:a", "anthropic:gone").Usage("anthropic:a", cooldownUntil: TestClock.Now.AddHours(1), errorCount: 2))
            .File(".clawdbot/.env", "LEVEL=debug\n")
            .File(".clawdbot/agents/main/sessions/sessions.json", """{"agent:main:main":{"sessionId":"s1","updatedAt":1},"agent:main:old":{"sessionId":"s2","updatedAt":2,"authProfileOverride":"anthropic:gone","authProfileOverrideSource":"user"}}""");
        string program = installation.Home.Write("moltbot", "");
        if (!OperatingSystem.IsWindows())
            Unix.SetMode(program, "755");
    }

    private void Mark(string mark)
    {
        if (mark != "name")
        {
            installation.File($".clawdbot/{mark}", "");
            return;
        }

        Directory.Move(installation.Home[".clawdbot"], installation.Home[".openclaw"]);
        SymbolicLink.Make(installation.Home[".clawdbot"], installation.Home[".openclaw"]);
    }
}
