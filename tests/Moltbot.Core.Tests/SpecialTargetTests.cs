using Moltbot.Core.Auditing;
using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Models;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Sessions;
using Moltbot.Core.Tests.Secrets;
using Moltbot.Testing;
using static Moltbot.Testing.TestClock;

namespace Moltbot.Core.Tests;

/// <summary>
/// Whatever is in the place of a file that a change is about, or behind a link there: if it is no file, the change is
/// refused at once with what it is, and nothing is different afterwards. A device that is replaced is gone from the system.
/// </summary>
public sealed class SpecialTargetTests : IDisposable
{
    private const string Home = ".clawdbot/";
    private const string Store = Home + "agents/main/agent/auth-profiles.json";
    private const string OtherStore = Home + "agents/ops/agent/auth-profiles.json";
    private const string Legacy = Home + "agents/main/agent/auth.json";
    private const string Configuration = Home + "moltbot.json";
    private const string Included = Home + "agents.json";
    private const string EnvironmentFile = Home + ".env";
    private const string Sessions = Home + "agents/main/sessions/sessions.json";
    private const string SessionLock = Sessions + ".lock";
    private const string Declarations = Home + "secrets.providers.json";

    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");
    private static readonly Secret Key = new("FAKE-key-0123456789");

    private readonly TemporaryInstallation installation = new();

    /// <summary>Every way in which something is written, with the file that it is written to.</summary>
    public static IReadOnlyDictionary<(string Change, string File), Action<MoltbotInstallation>> Changes { get; } = new Dictionary<(string, string), Action<MoltbotInstallation>>
    {
        [("set an order", Store)] = opened => opened.MainAgent.SetOrder(Anthropic, ["anthropic:a"], Cancellation),
        [("set another agent's order", OtherStore)] = opened => opened.GetAgent("ops").SetOrder(Anthropic, ["anthropic:a"], Cancellation),
        [("import an API key where there is no store yet", Legacy)] = ImportKey,
        [("clear an order", Store)] = opened => opened.MainAgent.ClearOrder(Anthropic, Cancellation),
        [("repair orders", Store)] = RepairOrders,
        [("repair orders", Configuration)] = RepairOrders,
        [("import a token", Store)] = ImportToken,
        [("import a token", Configuration)] = ImportToken,
        [("import an API key", Store)] = ImportKey,
        [("import an API key", Configuration)] = ImportKey,
        [("import an API key", EnvironmentFile)] = opened => Import(opened, ApiKeyDestination.EnvironmentFile),
        [("import an API key with its model", Included)] = opened => opened.MainAgent.Profiles.ImportApiKey(KeyOf("openrouter") with { SetDefaultModel = true }, Key, Cancellation),
        [("import into a vault", Store)] = opened => opened.MainAgent.Profiles.ImportApiKey(KeyOf("openai") with { Destination = ApiKeyDestination.Profile, Options = new ImportOptions { Vault = new VaultDestination(new FakeVaults(), "Safe") } }, Key, Cancellation),
        [("move to a vault", Store)] = opened => opened.MainAgent.Profiles.PrepareMove("anthropic:a", new VaultDestination(new FakeVaults(), "Safe"), opened.OpenSecrets(new FakeVaults(), Cancellation)).Run(),
        [("put a secret in as a vault", Store)] = opened => opened.MainAgent.Profiles.ImportSecret("anthropic:a", Key, new SecretDescription(), Cancellation),
        [("put a new secret in as a vault", Configuration)] = opened => opened.MainAgent.Profiles.ImportSecret("openai:new", Key, new SecretDescription(), Cancellation),
        [("describe a secret as a vault", Store)] = opened => opened.MainAgent.Profiles.Describe("anthropic:t", new SecretDescription { ExpiresAt = Now.AddDays(1), SaysExpiry = true }, Cancellation),
        [("remove a profile", Store)] = Remove,
        [("remove a profile", Configuration)] = Remove,
        [("start with a credential", Store)] = Onboard,
        [("start with a credential", Configuration)] = Onboard,
        [("record a success", Store)] = opened => opened.MainAgent.ProfileUsage.Succeeded("anthropic:a", Cancellation),
        [("record a failure", Store)] = opened => opened.MainAgent.ProfileUsage.Failed("anthropic:a", FailureReason.RateLimit, Cancellation),
        [("end cooldowns", Store)] = opened => opened.MainAgent.ProfileUsage.ClearCooldowns(["anthropic:b"], withDisabled: true, Cancellation),
        [("set a variable", EnvironmentFile)] = opened => opened.EnvironmentFile.Set("A", "b", Cancellation),
        [("remove a variable", EnvironmentFile)] = opened => opened.EnvironmentFile.Remove("LEVEL", Cancellation),
        [("set the model", Configuration)] = SetModel,
        [("set the model", Included)] = SetModel,
        [("set an agent's model", Included)] = opened => opened.Models.SetAgentModel(AgentId.Parse("ops"), "openai/gpt-5.2", Cancellation),
        [("add a fallback", Included)] = opened => opened.Models.AddFallback(ModelRole.Text, "openai/gpt-4o", Cancellation),
        [("remove a fallback", Included)] = opened => opened.Models.RemoveFallback(ModelRole.Text, "openai/gpt-5.2", Cancellation),
        [("clear fallbacks", Included)] = opened => opened.Models.ClearFallbacks(ModelRole.Text, Cancellation),
        [("add an alias", Included)] = opened => opened.Models.AddAlias("fast", "openai/gpt-5.2", Cancellation),
        [("remove an alias", Included)] = opened => opened.Models.RemoveAlias("big", Cancellation),
        [("tell a later gateway of the vaults", Configuration)] = opened => new GatewaySecretProvider(opened.ConfigurationFile).Configure(Path.Combine(opened.Environment.HomeDirectory, "moltbot"), force: true, Cancellation),
        [("pin a session", Sessions)] = Pin,
        [("pin a session", SessionLock)] = Pin,
        [("unpin a session", Sessions)] = opened => opened.MainAgent.Sessions.Unpin(["agent:main:pinned"], Cancellation),
        [("repair a session", Sessions)] = opened => opened.MainAgent.Sessions.Repair(["agent:main:stale"], Cancellation),
    };

    /// <summary>Every look at a file that has to say when it cannot be read.</summary>
    public static IReadOnlyDictionary<(string Look, string File), Action<MoltbotInstallation>> Looks { get; } = new Dictionary<(string, string), Action<MoltbotInstallation>>
    {
        [("orders", Store)] = opened => opened.MainAgent.GetOrders(),
        [("orders of an agent that inherits", Store)] = opened => opened.GetAgent("ops").GetOrders(),
        [("variables", EnvironmentFile)] = opened => _ = opened.EnvironmentFile.Variables,
        [("configuration", Configuration)] = opened => opened.RequireUsableConfiguration(),
        [("configuration", Included)] = opened => opened.RequireUsableConfiguration(),
        [("sessions", Sessions)] = opened => opened.MainAgent.Sessions.Read(),
        [("a declared secret", Declarations)] = opened => Fetch(opened, "elsewhere"),
        [("a secret in a file", Home + "key.txt")] = opened => Fetch(opened, "file"),
    };

    public static TheoryData<string, string, string> ChangesOfEverything => new(
        from change in Changes.Keys
        from kind in SpecialFile.Kinds
        select (change.Change, change.File, kind));

    public static TheoryData<string, string, string> LooksAtEverything => new(
        from look in Looks.Keys
        from kind in SpecialFile.Kinds
        select (look.Look, look.File, kind));

    public static TheoryData<string, string> LookAtEverything => new(Looks.Keys);

    public static TheoryData<string, string> ChangesOfFiles => new(
        from change in Changes.Keys
        where change.File is not (SessionLock or Legacy)
        select (change.Change, change.File));

    /// <summary>Every file that is looked at, also those that a look does without.</summary>
    public static TheoryData<string, string, string> FilesOfEveryKind => new(
        from file in new[] { Store, OtherStore, Legacy, Configuration, Included, EnvironmentFile, ".env", Sessions, Declarations, Home + "credentials/oauth.json", Home + "agents/main/agent/models.json", ".qwen/oauth_creds.json", Store + ".bak", Configuration + ".bak" }
        from kind in SpecialFile.Kinds
        from look in WideLooks.Keys
        select (file, kind, look));

    /// <summary>The looks that show what they can.</summary>
    private static Dictionary<string, Action<MoltbotInstallation>> WideLooks { get; } = new(StringComparer.Ordinal)
    {
        ["status"] = opened => opened.MainAgent.GetModelStatus().ToJson(),
        ["status of another agent"] = opened => opened.GetAgent("ops").GetModelStatus(),
        ["audit"] = opened => opened.AuditSecrets(opened.OpenSecrets(new FakeVaults(), Cancellation)),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => installation.Dispose();

    [Theory]
    [MemberData(nameof(ChangesOfEverything))]
    public async Task A_change_is_refused_and_changes_nothing(string change, string file, string kind)
    {
        LayOut();
        if (file == Legacy)
            File.Delete(installation.StorePath());
        string path = installation.Home.PutSpecialFile(kind, file);
        string before = installation.Home.Fingerprint();

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => AtOnce(Changes[(change, file)]));

        error.Code.ShouldBeOneOf(ErrorCode.StoreUnreadable, ErrorCode.ConfigUnreadable, ErrorCode.WriteFailed);
        error.Message.ShouldContain(path);
        error.Message.ShouldContain(kind);
        installation.Home.Fingerprint().ShouldBe(before);
        SpecialFile.IsAt(kind, path).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(LooksAtEverything))]
    public async Task A_look_says_what_is_there(string look, string file, string kind)
    {
        LayOut();
        string path = installation.Home.PutSpecialFile(kind, file);

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => AtOnce(Looks[(look, file)]));

        error.Message.ShouldContain(path);
        error.Message.ShouldContain(kind);
    }

    /// <summary>Three gigabytes that take no place on the disk.</summary>
    [Theory]
    [MemberData(nameof(LookAtEverything))]
    public async Task A_file_that_is_longer_than_any_is_not_read(string look, string file)
    {
        LayOut();
        using (FileStream sparse = new(installation.Home[file], FileMode.Create))
            sparse.SetLength(3L << 30);
        Unix.SetMode(installation.Home[file], "600");
        long before = GC.GetTotalAllocatedBytes();

        MoltbotException error = await Should.ThrowAsync<MoltbotException>(() => AtOnce(Looks[(look, file)]));

        error.Message.ShouldContain(installation.Home[file]);
        error.Message.ShouldContain("longer than");
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(1L << 30);
    }

    [Theory]
    [MemberData(nameof(FilesOfEveryKind))]
    public async Task No_look_waits_for_it_or_changes_it(string file, string kind, string look)
    {
        LayOut();
        if (file == Legacy)
            File.Delete(installation.StorePath());
        string path = installation.Home.PutSpecialFile(kind, file);
        string before = installation.Home.Fingerprint();

        await AtOnce(WideLooks[look]);

        installation.Home.Fingerprint().ShouldBe(before);
        SpecialFile.IsAt(kind, path).ShouldBeTrue();
    }

    [Theory]
    [InlineData(Store)]
    [InlineData(Configuration)]
    [InlineData(EnvironmentFile)]
    [InlineData(Configuration + ".bak")]
    public void An_audit_does_not_call_it_fine(string file)
    {
        installation.Home.PutSpecialFile("a named pipe", file);

        SecretExposure exposure = installation.Open().AuditSecrets(SecretResolver.None);

        exposure.Findings.ShouldHaveSingleItem().Message.ShouldBe($"{installation.Home[file]} is a named pipe, not a file. Move the named pipe away.");
    }

    /// <summary>Without this the refusals above would prove nothing.</summary>
    [Theory]
    [MemberData(nameof(ChangesOfFiles))]
    public void The_same_change_of_a_file_is_made(string change, string file)
    {
        LayOut();
        byte[] before = File.Exists(installation.Home[file]) ? File.ReadAllBytes(installation.Home[file]) : [];

        Changes[(change, file)](installation.Open());

        File.ReadAllBytes(installation.Home[file]).ShouldNotBe(before);
    }

    [Theory]
    [InlineData(Store)]
    [InlineData(Configuration)]
    [InlineData(EnvironmentFile)]
    public void What_a_dangling_link_leads_to_is_not_made(string file)
    {
        installation.File(Home + "agents/main/agent/models.json", "{}");
        SymbolicLink.Make(installation.Home[file], installation.Home["elsewhere"]);
        MoltbotInstallation opened = installation.Open();

        Action change = file switch
        {
            Store => () => ImportKey(opened),
            Configuration => () => SetModel(opened),
            _ => () => opened.EnvironmentFile.Set("A", "b", Cancellation),
        };

        Should.Throw<MoltbotException>(change).Message.ShouldContain("Remove or correct the link");

        File.Exists(installation.Home["elsewhere"]).ShouldBeFalse();
    }

    private static void RepairOrders(MoltbotInstallation opened)
    {
        opened.RequireUsableConfiguration();
        foreach (AuthOrder order in opened.MainAgent.FindBrokenOrders())
            opened.MainAgent.RepairOrder(order, Cancellation);
    }

    private static void ImportToken(MoltbotInstallation opened) => opened.MainAgent.Profiles.ImportToken(new TokenImport { ProfileId = "anthropic:new" }, new Secret("FAKE-token-0123456789"), Cancellation);

    private static void ImportKey(MoltbotInstallation opened) => Import(opened, ApiKeyDestination.Profile);

    private static void Import(MoltbotInstallation opened, ApiKeyDestination destination) =>
        opened.MainAgent.Profiles.ImportApiKey(KeyOf("openai") with { Destination = destination }, Key, Cancellation);

    private static ApiKeyImport KeyOf(string provider) => new() { Provider = ProviderId.Parse(provider) };

    private static void Remove(MoltbotInstallation opened) => opened.MainAgent.Profiles.Remove("anthropic:a", Cancellation);

    private static void Onboard(MoltbotInstallation opened) =>
        new Onboarding(AuthChoice.Find("openrouter-api-key", isUnattended: true)).Import(opened.MainAgent, Key, Cancellation);

    private static void SetModel(MoltbotInstallation opened) => opened.Models.SetPrimary(ModelRole.Text, "openai/gpt-5.2", Cancellation);

    private static void Pin(MoltbotInstallation opened) => opened.MainAgent.Sessions.Pin(["agent:main:main"], SessionChoice.Of("openai/gpt-5.2", null), Cancellation);

    private static void Fetch(MoltbotInstallation opened, string provider)
    {
        SecretReference reference = SecretReference.Create(SecretReferenceSource.File, provider, "value");
        if (opened.OpenSecrets(new FakeVaults(), Cancellation).Resolve([reference])[0].Error is { } error)
            throw error;
    }

    private Task AtOnce(Action<MoltbotInstallation> act) =>
        Task.Run(() => act(installation.Open()), Cancellation).WaitAsync(TimeSpan.FromSeconds(30), Cancellation);

    private void LayOut() => LayOut(installation);

    /// <summary>Has every file that is changed.</summary>
    internal static void LayOut(TemporaryInstallation installation)
    {
        installation
            .File(Configuration, """{ agents: { $include: "./agents.json" }, auth: { profiles: { "anthropic:a": { provider: "anthropic", mode: "api_key" } }, order: { openai: ["openai:gone", "openai:x"] } }, secrets: { providers: { file: { source: "file", path: "~/.clawdbot/key.txt", mode: "singleValue" } } } }""")
            .File(Included, """{ defaults: { model: { primary: "anthropic/claude-opus-4-5", fallbacks: ["openai/gpt-5.2"] }, models: { "anthropic/claude-opus-4-5": { alias: "big" }, "openai/gpt-5.2": {} } }, list: [{ id: "main" }, { id: "ops" }] }""")
            .Store(new StoreBuilder()
                .ApiKey("anthropic:a")
                .ApiKey("anthropic:b")
                .ApiKey("openai:x")
                .Token("anthropic:t")
                .Order("anthropic", "anthropic:gone", "anthropic:b")
                .Usage("anthropic:b", cooldownUntil: Now.AddHours(1)))
            .Store(new StoreBuilder().ApiKey("anthropic:ops"), "ops")
            .File(EnvironmentFile, "LEVEL=debug\n")
            .File(Sessions, """{ "agent:main:main": { "sessionId": "a" }, "agent:main:pinned": { "modelOverride": "gpt-5.2", "providerOverride": "openai" }, "agent:main:stale": { "authProfileOverride": "anthropic:gone" } }""")
            .File("moltbot", "");
        Unix.SetMode(installation.Home["moltbot"], "755");
    }
}
