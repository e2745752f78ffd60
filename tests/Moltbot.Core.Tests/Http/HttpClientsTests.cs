using System.Net;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Http;

public sealed class HttpClientsTests : IDisposable
{
    private static readonly HttpLimits Short = HttpLimits.SmallAnswer with { Whole = TimeSpan.FromMilliseconds(500) };

    private readonly TemporaryHome home = new();

    public void Dispose() => home.Dispose();

    [Fact]
    public async Task A_request_says_who_we_are()
    {
        await using RawHost host = RawHost.Saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

        (await Get(host.Address)).StatusCode.ShouldBe(HttpStatusCode.OK);

        host.Requests.ShouldHaveSingleItem().ShouldMatch("User-Agent: moltbot-powershell/[0-9]");
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        await using RawHost other = RawHost.Saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
        await using RawHost host = RawHost.Saying($"HTTP/1.1 302 Found\r\nLocation: {other.Address}\r\nContent-Length: 0\r\n\r\n");

        (await Get(host.Address)).StatusCode.ShouldBe(HttpStatusCode.Found);

        other.Requests.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_answer_of_a_hundred_megabytes_is_refused()
    {
        await using RawHost host = new(async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\n\r\n"u8.ToArray(), cancellation);
            for (int megabyte = 0; megabyte < 100; megabyte++)
                await stream.WriteAsync(new byte[1024 * 1024], cancellation);
        });

        (await Failure(() => Get(host.Address))).Code.ShouldBe(ErrorCode.AnswerTooLarge);
    }

    [Fact]
    public async Task An_answer_that_trickles_is_waited_for_no_longer_than_the_limit()
    {
        await using RawHost host = new(async (stream, cancellation) =>
        {
            await stream.WriteAsync("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n"u8.ToArray(), cancellation);
            while (true)
            {
                await stream.WriteAsync(" "u8.ToArray(), cancellation);
                await Task.Delay(20, cancellation);
            }
        });

        (await Failure(() => Get(host.Address, limits: Short))).Code.ShouldBe(ErrorCode.NoAnswer);
    }

    [Fact]
    public async Task A_cancellation_stays_one()
    {
        await using RawHost host = new((_, cancellation) => Task.Delay(Timeout.Infinite, cancellation));
        using CancellationTokenSource stop = new(TimeSpan.FromMilliseconds(100));

        await Should.ThrowAsync<OperationCanceledException>(() => Get(host.Address, cancellation: stop.Token));
    }

    [Theory]
    [InlineData("http://auth.example/token")]
    [InlineData("http://10.0.0.1/token")]
    public async Task What_others_could_read_on_its_way_is_not_sent(string address)
    {
        MoltbotException error = await Failure(() => Get(new Uri(address)));

        error.Code.ShouldBe(ErrorCode.AddressNotProtected);
        error.Message.ShouldContain("https://");
    }

    [Fact]
    public async Task A_host_that_does_not_listen_is_told()
    {
        int port;
        await using (RawHost gone = RawHost.Saying(""))
            port = gone.Port;

        MoltbotException error = await Failure(() => Get(new Uri($"http://127.0.0.1:{port}/")));

        error.Code.ShouldBe(ErrorCode.HostUnreachable);
        error.Message.ShouldContain("127.0.0.1");
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_told() =>
        (await Failure(() => Get(new Uri("https://no-such-host.invalid/")))).Code.ShouldBe(ErrorCode.HostUnreachable);

    [Fact]
    public async Task A_request_that_may_have_arrived_is_not_sent_again()
    {
        await using RawHost host = RawHost.Saying("");

        (await Failure(() => Send(HttpMethod.Post, host.Address))).Code.ShouldBe(ErrorCode.NoAnswer);

        host.Requests.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_request_that_never_arrived_is_sent_again()
    {
        Scripted network = new(
            () => throw new HttpRequestException(HttpRequestError.ConnectionError),
            () => throw new HttpRequestException(HttpRequestError.NameResolutionError),
            () => new HttpResponseMessage(HttpStatusCode.OK));

        (await network.Send(HttpMethod.Post)).StatusCode.ShouldBe(HttpStatusCode.OK);

        network.Sent.ShouldBe(3);
    }

    [Fact]
    public async Task A_question_is_asked_again_where_the_host_is_busy_for_a_moment()
    {
        Scripted network = new(() => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable), () => new HttpResponseMessage(HttpStatusCode.OK));

        (await network.Send(HttpMethod.Get)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_busy_host_does_not_get_a_form_twice()
    {
        Scripted network = new(() => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));

        (await network.Send(HttpMethod.Post)).StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);

        network.Sent.ShouldBe(1);
    }

    [Fact]
    public async Task The_third_failure_is_the_answer()
    {
        Func<HttpResponseMessage> fails = () => throw new HttpRequestException(HttpRequestError.ConnectionError);
        Scripted network = new(fails, fails, fails);

        await Should.ThrowAsync<HttpRequestException>(() => network.Send(HttpMethod.Get));

        network.Sent.ShouldBe(3);
    }

    [Fact]
    public async Task A_proxy_gets_its_name_and_password()
    {
        int asked = 0;
        await using RawHost proxy = new(async (stream, cancellation) => await stream.WriteAsync(
            Encoding.ASCII.GetBytes(Interlocked.Increment(ref asked) == 1
                ? "HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm=\"r\"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                : "HTTP/1.1 403 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
            cancellation));

        MoltbotException error = await Failure(() => Get(new Uri("https://auth.example/"), ("HTTPS_PROXY", $"http://ada:s%40cret@127.0.0.1:{proxy.Port}")));

        error.Code.ShouldBe(ErrorCode.ProxyRefused);
        error.ToString().ShouldNotContain("s%40cret");
        error.ToString().ShouldNotContain("s@cret");
        proxy.Requests.Last().ShouldContain($"Proxy-Authorization: Basic {Convert.ToBase64String("ada:s@cret"u8)}");
        proxy.Requests.ShouldAllBe(request => request.StartsWith("CONNECT auth.example:443", StringComparison.Ordinal));
    }

    [Fact]
    public async Task This_machine_is_not_reached_through_a_proxy()
    {
        await using RawHost proxy = RawHost.Saying("HTTP/1.1 502 No\r\nContent-Length: 0\r\n\r\n");
        await using RawHost host = RawHost.Saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");

        (await Get(host.Address, ("http_proxy", proxy.Address.AbsoluteUri))).StatusCode.ShouldBe(HttpStatusCode.OK);

        proxy.Requests.ShouldBeEmpty();
    }

    private Task<HttpResponseMessage> Get(Uri address, (string Name, string Value)? variable = null, HttpLimits? limits = null, CancellationToken? cancellation = null) =>
        Send(HttpMethod.Get, address, variable, limits, cancellation);

    private async Task<HttpResponseMessage> Send(HttpMethod method, Uri address, (string Name, string Value)? variable = null, HttpLimits? limits = null, CancellationToken? cancellation = null)
    {
        ProcessEnvironment environment = variable is { } set ? home.Environment.With(set.Name, set.Value) : home.Environment;
        using HttpClient client = HttpClients.Open(environment, TimeProvider.System, limits ?? HttpLimits.SmallAnswer);
        using HttpRequestMessage request = new(method, address) { Content = method == HttpMethod.Post ? new StringContent("grant_type=refresh_token") : null };
        return await Explained.Send(() => client.SendAsync(request, cancellation ?? TestContext.Current.CancellationToken), address, environment);
    }

    private static Task<MoltbotException> Failure(Func<Task> send) => Should.ThrowAsync<MoltbotException>(send);

    /// <summary>A network that answers what it is told to, in order.</summary>
    private sealed class Scripted(params Func<HttpResponseMessage>[] answers) : HttpMessageHandler
    {
        public int Sent { get; private set; }

        public async Task<HttpResponseMessage> Send(HttpMethod method)
        {
            ManualTimeProvider clock = new(DateTimeOffset.UnixEpoch);
            using HttpClient client = HttpClients.Over(this, clock, HttpLimits.SmallAnswer);
            using HttpRequestMessage request = new(method, "https://auth.example/");
            Task<HttpResponseMessage> sending = client.SendAsync(request, TestContext.Current.CancellationToken);
            while (!sending.IsCompleted)
            {
                clock.Advance(TimeSpan.FromSeconds(1));
                await Task.Yield();
            }

            return await sending;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answers[Sent++]());
    }
}
