using Moltbot.Core.Probing;
using Moltbot.Core.Resolving;
using Moltbot.Core.Tests.Http;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Probing;

/// <summary>Proxies that the environment names.</summary>
public sealed class ProbeProxyTests : IDisposable
{
    private readonly TemporaryInstallation installation = new();

    public void Dispose() => installation.Dispose();

    [Fact]
    public async Task A_proxy_that_refuses_is_told_as_such_without_its_password()
    {
        await using RawHost proxy = RawHost.Saying("HTTP/1.1 407 Who\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        CredentialProbe result = await ProbeAsync($"http://ada:s-cret-of-the-proxy@127.0.0.1:{proxy.Port}");

        $"{result.State.ToName()} {result.ReasonCode}".ShouldBe("network proxy");
        proxy.Requests.First().ShouldStartWith("CONNECT api.groq.com:443 ");
        proxy.Requests.ShouldAllBe(request => !request.Contains("key-of-the-profile"));
        result.Message!.ShouldNotContain("s-cret");
    }

    [Fact]
    public async Task Nothing_goes_through_a_proxy_to_a_host_that_is_excepted()
    {
        await using RawHost proxy = RawHost.Saying("HTTP/1.1 407 Who\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        installation.Variable("NO_PROXY", "no-such-host.invalid")
            .Configuration("""{ models: { providers: { groq: { baseUrl: "https://no-such-host.invalid/v1", models: [] } } } }""");

        CredentialProbe result = await ProbeAsync($"http://127.0.0.1:{proxy.Port}");

        $"{result.State.ToName()} {result.ReasonCode}".ShouldBe("network dns");
        proxy.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_sent_where_the_environment_says_that_there_is_no_network()
    {
        installation.Variable("MOLTBOT_OFFLINE", "1");

        CredentialProbe result = await ProbeAsync("http://127.0.0.1:9");

        $"{result.State.ToName()} {result.ReasonCode}".ShouldBe("network offline");
    }

    [Fact]
    public async Task A_proxy_that_makes_no_sense_is_told_as_such()
    {
        CredentialProbe result = await ProbeAsync("gopher://nowhere");

        $"{result.State.ToName()} {result.ReasonCode}".ShouldBe("network proxy");
        result.Message!.ShouldContain("HTTPS_PROXY");
    }

    private async Task<CredentialProbe> ProbeAsync(string proxy)
    {
        installation.Variable("HTTPS_PROXY", proxy).Store(new StoreBuilder().ApiKey("groq:a", "key-of-the-profile"));
        MoltbotInstallation opened = MoltbotInstallation.Open(installation.Environment);
        using InstallationProbes probes = opened.OpenProbes();
        ProbeReport report = await probes.ProbeAsync(
            opened.GetAgent(null),
            new ProbeSelection(),
            new ProbeOptions { Timeout = TimeSpan.FromSeconds(30) },
            _ => Task.FromResult<IReadOnlyList<FetchedSecret>>([]),
            cancellation: TestContext.Current.CancellationToken);
        return report.Results.Single();
    }
}
