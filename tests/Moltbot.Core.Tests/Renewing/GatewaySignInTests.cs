using Moltbot.Core.Diagnosing;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.Monitoring;
using Moltbot.Core.Probing;
using Moltbot.Core.Providers;
using Moltbot.Core.Renewing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Rotating;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Renewing;

/// <summary>The sign-ins of a gateway of today are shown as what they are. Nobody else sends or renews them, by whatever way.</summary>
public sealed class GatewaySignInTests : IDisposable
{
    private const string Access = "access-INVENTED-single-use";
    private const string Refresh = "refresh-INVENTED-single-use";
    private static readonly string[] Ids = ["openai:expired", "openai:soon", "openai:fresh", "openai:renewing", "openai:failed"];

    /// <summary>Every way of ours that uses or renews a credential.</summary>
    private static readonly OrderedMap<Func<MoltbotInstallation, HttpMessageHandler, Task>> All = new(
    [
        New("status", (moltbot, _) => Done(moltbot.MainAgent.GetModelStatus().ExitCodeOnceRenewed)),
        New("list", (moltbot, _) => Done(moltbot.MainAgent.ListAsToday()!.ToString())),
        New("candidates", (moltbot, _) => Done(moltbot.MainAgent.ExplainCandidates(ProviderId.Parse("openai"), SecretResolver.None))),
        New("refresh what expires soon", (moltbot, network) => RefreshAsync(moltbot, network, TimeSpan.FromHours(1))),
        New("refresh all", (moltbot, network) => RefreshAsync(moltbot, network, within: null)),
        New("a credential of a provider", (moltbot, network) => UseAsync(moltbot, network, ["openai"], [])),
        New("credentials of profiles", (moltbot, network) => UseAsync(moltbot, network, [], Ids)),
        New("the vault", (moltbot, _) => Done(Ids.Select(id => moltbot.MainAgent.FindSecret(id, SecretResolver.None)!.Error!.Code).ToArray())),
        New("a probe", (moltbot, network) => ProbeAsync(moltbot, network)),
        New("what is left of a plan", async (moltbot, network) =>
        {
            using AgentUsage usage = moltbot.MainAgent.OpenUsage(new UsageOptions(), SecretResolver.None, network);
            await usage.AskAsync(Cancellation);
        }),
        New("a glance at what is left", (moltbot, network) => moltbot.MainAgent.GlanceAtUsageAsync(provider: null, network)),
        New("a pass of the monitoring", (moltbot, network) => moltbot.OpenMonitor(new MonitorSurroundings(SecretResolver.None) { Network = network }).RunAsync(new MonitorOptions { Probe = true, RefreshWithin = TimeSpan.FromDays(2) }, Cancellation)),
        New("a rotation", (moltbot, network) => Done(Should.Throw<MoltbotException>(() => moltbot.OpenRotations(vaults: null, network).Require(moltbot.MainAgent, new RotationRequest("openai:expired"))).Code)),
        New("doctor with all repairs", async (moltbot, network) =>
        {
            InstallationDoctor doctor = moltbot.OpenDoctor(new ExaminationOptions(), opened => opened.OpenSecrets(vaults: null), network);
            await doctor.ProbeAsync(_ => Task.FromResult<IReadOnlyList<FetchedSecret>>([]), Cancellation);
            await doctor.TreatAsync(_ => Task.FromResult(true), Cancellation);
        }),
        New("the end of a sign-in", async (moltbot, network) =>
        {
            using InstallationSignIns signIns = moltbot.OpenSignIns(network);
            (await Should.ThrowAsync<MoltbotException>(() => signIns.RevokeAsync(moltbot.MainAgent, "openai:fresh", isGivenUp: false, Cancellation))).Code.ShouldBe(ErrorCode.SignInOfGateway);
        }),
    ]);

    private readonly TemporaryInstallation installation = new();
    private readonly Trap trap = new();

    public GatewaySignInTests() => GatewayHome.LayOut(
        installation.Home,
        new StoreBuilder()
            .OAuth("openai:expired", Access, Refresh, TestClock.Now.AddHours(-1))
            .OAuth("openai:soon", Access, Refresh, TestClock.Now.AddMinutes(30))
            .OAuth("openai:fresh", Access, Refresh, TestClock.Now.AddDays(3))
            .Profile("openai:renewing", GatewayHome.FenceOf("openai", hasFailed: false))
            .Profile("openai:failed", GatewayHome.FenceOf("openai", hasFailed: true)),
        """{"agents":{"defaults":{"model":{"primary":"openai/gpt-6-astra"}}}}""");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ways => [.. All.Keys];

    public void Dispose()
    {
        trap.Dispose();
        installation.Dispose();
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task No_way_sends_or_renews_one(string way)
    {
        string before = Stored();

        await All[way](installation.Open(), trap);

        trap.Sent.ShouldNotContain(text => text.Contains(Access, StringComparison.Ordinal) || text.Contains(Refresh, StringComparison.Ordinal) || text.Contains(GatewayHome.Fence, StringComparison.Ordinal));
        Stored().ShouldBe(before);
        Directory.Exists(installation.Home[".openclaw/locks"]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("openai:expired", "so does `openclaw models status`")]
    [InlineData("openai:renewing", "is renewing the sign-in")]
    [InlineData("openai:failed", "`openclaw models auth login --provider openai --profile-id 'openai:failed'`")]
    public async Task A_refresh_says_whose_it_is_and_names_the_gateways_command(string id, string words)
    {
        using InstallationSignIns signIns = installation.Open().OpenSignIns(trap);
        IReadOnlyList<StoredSignIn> found = signIns.Find(agent: null, provider: null, [id], InstallationSignIns.SoonExpiring);

        RenewedSignIn signIn = (await signIns.RenewAsync(found, InstallationSignIns.SoonExpiring, Cancellation)).ShouldHaveSingleItem();

        (signIn.Outcome, signIn.ToError()!.Code).ShouldBe((RenewalOutcome.Failed, ErrorCode.SignInOfGateway));
        signIn.Reason!.ShouldContain(words);
    }

    [Fact]
    public async Task One_that_lasts_needs_nothing()
    {
        using InstallationSignIns signIns = installation.Open().OpenSignIns(trap);
        IReadOnlyList<StoredSignIn> found = signIns.Find(agent: null, provider: null, ["openai:expired", "openai:fresh"], InstallationSignIns.SoonExpiring);

        (await signIns.RenewAsync(found, InstallationSignIns.SoonExpiring, Cancellation)).Select(signIn => signIn.Outcome).ShouldBe([RenewalOutcome.Failed, RenewalOutcome.Current]);
    }

    [Fact]
    public void They_are_shown_as_what_they_are()
    {
        Agent main = installation.Open().MainAgent;

        main.GetProfiles().Profiles.Select(profile => (profile.ProfileId, profile.RenewsItself, profile.MaskedValue.StartsWith('(') ? profile.MaskedValue : "")).ShouldBe(
        [
            ("openai:expired", true, ""), ("openai:soon", true, ""), ("openai:fresh", false, ""), ("openai:renewing", true, "(being renewed)"), ("openai:failed", false, "(renewal failed)"),
        ]);
        main.GetModelStatus().Reasons.ShouldContain("openai:failed has expired, and its gateway could not renew it; sign in again");
        main.GetModelStatus().Reasons.ShouldContain("openai:renewing has expired, and its gateway is renewing it");
    }

    [Fact]
    public async Task A_pass_of_the_monitoring_tells_only_of_the_one_that_nobody_renews_any_more()
    {
        MonitorPass pass = await installation.Open().OpenMonitor(new MonitorSurroundings(SecretResolver.None) { Network = trap }).RunAsync(new MonitorOptions(), Cancellation);

        pass.Errors.ShouldBeEmpty();
        MonitorEvent told = pass.Findings.ShouldHaveSingleItem();
        (told.ProfileId, told.Kind).ShouldBe(("openai:failed", MonitorEventKind.Refused));
        told.Message.ShouldContain("The gateway could not renew");
        MigratedHome.FilesOfJanuary(installation.Home).ShouldBeEmpty();
    }

    private string Stored() => TodayDatabase.Ask(installation.Home[GatewayHome.Database], "SELECT value_json FROM config_machine_state WHERE state_key = 'authProfiles.store'")!;

    private static async Task RefreshAsync(MoltbotInstallation moltbot, HttpMessageHandler network, TimeSpan? within)
    {
        using InstallationSignIns signIns = moltbot.OpenSignIns(network);
        await signIns.RenewAsync(signIns.Find(agent: null, provider: null, profileIds: null, within), within, Cancellation);
    }

    private static async Task UseAsync(MoltbotInstallation moltbot, HttpMessageHandler network, IReadOnlyCollection<string> providers, IReadOnlyCollection<string> ids)
    {
        using InstallationSignIns signIns = moltbot.OpenSignIns(network);
        AgentCredentials credentials = moltbot.MainAgent.OpenCredentials(SecretResolver.None);
        await signIns.RenewForUseAsync(credentials, providers, ids, Cancellation);
        foreach (string provider in providers)
            Should.Throw<MoltbotException>(() => credentials.OfProvider(provider)).Code.ShouldBe(ErrorCode.SignInOfGateway);
        foreach (string id in ids)
            Should.Throw<MoltbotException>(() => credentials.OfProfile(id));
    }

    private static async Task ProbeAsync(MoltbotInstallation moltbot, HttpMessageHandler network)
    {
        using InstallationProbes probes = moltbot.OpenProbes(network);
        await probes.ProbeAsync(moltbot.MainAgent, new ProbeSelection(), new ProbeOptions(), _ => Task.FromResult<IReadOnlyList<FetchedSecret>>([]), cancellation: Cancellation);
    }

    private static KeyValuePair<string, Func<MoltbotInstallation, HttpMessageHandler, Task>> New(string name, Func<MoltbotInstallation, HttpMessageHandler, Task> way) => new(name, way);

    private static Task Done(object? looked)
    {
        looked.ShouldNotBeNull();
        return Task.CompletedTask;
    }

    /// <summary>A network that notes all that is sent, and answers nothing.</summary>
    private sealed class Trap : HttpMessageHandler
    {
        public List<string> Sent { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
            lock (Sent)
                Sent.Add($"{request.RequestUri}\n{request.Headers}\n{body}");

            return new HttpResponseMessage(System.Net.HttpStatusCode.ServiceUnavailable);
        }
    }
}
