using Moltbot.Core.Diagnosing;
using Moltbot.Core.Files;
using Moltbot.Core.Importing;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Rotating;
using Moltbot.Core.Secrets;
using Moltbot.Core.Sessions;
using Moltbot.Testing;

namespace Moltbot.Core.Tests;

/// <summary>One operation reads each file once, so that its answer is about one moment.</summary>
public sealed class OneReadingTests : IDisposable
{
    private static readonly ProviderId Anthropic = ProviderId.Parse("anthropic");

    private static readonly Dictionary<string, Action<MoltbotInstallation>> Operations = new()
    {
        ["status"] = opened => opened.GetAgent("work").GetModelStatus(),
        ["status of main"] = opened => opened.MainAgent.GetModelStatus(),
        ["list"] = opened => opened.GetAgent("work").GetProfiles(),
        ["models"] = opened => opened.GetAgent("work").GetModels(),
        ["candidates"] = opened => opened.GetAgent("work").ExplainCandidates(Anthropic, SecretResolver.None),
        ["order get"] = opened => opened.GetAgent("work").GetOrder(Anthropic),
        ["sessions"] = opened => opened.GetAgent("work").Sessions.Read().GetAll(),
        ["sessions of main"] = opened => opened.MainAgent.Sessions.Read().GetAll(),
        ["check of a session's choice"] = opened => opened.GetAgent("work").Sessions.Check(SessionChoice.Of("anthropic/claude-opus-4-5", "anthropic:work")),
        ["session choices"] = opened => opened.GetAgent("work").Sessions.GetSelectable("agent:work:a"),
        ["credential"] = opened => opened.GetAgent("work").OpenCredentials(SecretResolver.None).OfProvider("anthropic"),
        ["broken orders"] = opened => opened.GetAgent("work").FindBrokenOrders(),
        ["check of a removal"] = opened => opened.GetAgent("work").Profiles.CheckRemoval("anthropic:work"),
        ["check of an import"] = opened => opened.GetAgent("work").Profiles.CheckToken(new TokenImport { Provider = Anthropic }, new Secret("sk-ant-oat01-token")),
        ["quotas"] = opened => opened.GetAgent("work").OpenUsage(new UsageOptions(), SecretResolver.None).Dispose(),
        ["quotas at a glance"] = opened => opened.GetAgent("work").GlanceAtUsageAsync(ProviderId.Parse("zai")).GetAwaiter().GetResult(),
        ["rotations"] = opened => opened.OpenRotations().All(),
        ["check of a rotation"] = opened => opened.OpenRotations().Check(opened.GetAgent("work"), new RotationRequest("anthropic:work") { AllAgents = true }, new Secret("sk-a-new-key-0123456789")),
        ["doctor"] = opened => opened.OpenDoctor(new ExaminationOptions { Deep = true }, _ => SecretResolver.None).Examine(),
        ["audit"] = opened => opened.AuditSecrets(SecretResolver.None),
    };

    /// <summary>What else a database of today is opened for than its credentials: its sessions, what is left of deleted rows, variables and other cells.</summary>
    private static readonly Dictionary<string, int> OtherLooks = new()
    {
        ["sessions"] = 1,
        ["sessions of main"] = 1,
        ["session choices"] = 1,
        ["check of a removal"] = 1,
        ["audit"] = 2,
        ["doctor"] = 2,
    };

    private readonly TemporaryInstallation installation = new TemporaryInstallation()
        .Configuration("{ auth: { order: { anthropic: ['anthropic:main', 'anthropic:work'] } }, models: { $include: './models.json5' } }")
        .File(".clawdbot/models.json5", "{}")
        .File(".clawdbot/.env", "ZAI_API_KEY=k")
        .Store(new StoreBuilder().Token("anthropic:main").Order("anthropic", "anthropic:main"))
        .Store(new StoreBuilder().ApiKey("anthropic:work"), "work")
        .File(".clawdbot/credentials/oauth.json", """{ "openai-codex": { "access": "a", "refresh": "r", "expires": 5 } }""")
        .File(".qwen/oauth_creds.json", """{ "access_token": "a", "refresh_token": "r", "expiry_date": 4102444800000 }""")
        .File(".clawdbot/agents/work/agent/models.json", "{}")
        .File(".clawdbot/agents/work/sessions/sessions.json", """{ "agent:work:a": { "authProfileOverride": "anthropic:main" }, "agent:work:b": {} }""")
        .File(".clawdbot/agents/main/sessions/sessions.json", """{ "agent:main:a": {} }""");

    public static TheoryData<string> Names => [.. Operations.Keys];

    public void Dispose() => installation.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_reads_each_file_once(string operation) => ReadsOnce(installation, operation);

    [Theory]
    [MemberData(nameof(Names))]
    public void An_operation_reads_each_database_of_today_once(string operation)
    {
        using TemporaryInstallation today = new();
        MigratedHome.LayOut(today.Home);
        TodayDatabase.AddSession(today.Home[$"{MigratedHome.Directory}/agents/work/agent/openclaw-agent.sqlite"], "agent:work:a", """{"sessionId":"a","updatedAt":1}""");

        ReadsOnce(today, operation, 1 + OtherLooks.GetValueOrDefault(operation));
    }

    private static void ReadsOnce(TemporaryInstallation installation, string operation, int most = 1)
    {
        using FileReads reads = new();

        Operations[operation](installation.Open());

        reads.Paths.ShouldNotBeEmpty();
        reads.Paths.GroupBy(path => path).Where(path => path.Count() > most).Select(path => $"{Path.GetRelativePath(installation.Home.Path, path.Key)}: {path.Count()}").ShouldBeEmpty();
    }
}
