using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.OAuth;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.OAuth;

public sealed class LoopbackListenerTests : IAsyncLifetime
{
    private const string Page = "<p>Done</p>";

    private readonly int port = FreePort.Find();
    private readonly List<string> asked = [];
    private readonly ManualTimeProvider clock = ManualTimeProvider.AtUnixMilliseconds(0);
    private IAsyncDisposable listening = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync()
    {
        listening = new LoopbackListener(clock).Open(port, Answer);
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync() => listening.DisposeAsync();

    [Fact]
    public async Task A_browser_gets_its_page_and_nothing_is_kept_of_it()
    {
        using HttpClient browser = new();

        using HttpResponseMessage reply = await browser.GetAsync(new Uri($"http://127.0.0.1:{port}/right?code=c"), Cancellation);

        reply.StatusCode.ShouldBe(HttpStatusCode.OK);
        reply.Content.Headers.ContentType!.ToString().ShouldBe("text/html; charset=utf-8");
        (await reply.Content.ReadAsStringAsync(Cancellation)).ShouldBe(Page);
        reply.Headers.CacheControl!.NoStore.ShouldBeTrue();
        reply.Headers.GetValues("Content-Security-Policy").ShouldBe(["default-src 'none'"]);
        reply.Headers.GetValues("Referrer-Policy").ShouldBe(["no-referrer"]);
        asked.ShouldBe(["/right?code=c"]);
    }

    [Fact]
    public void This_machine_alone_is_listened_to() => IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners()
        .Where(endpoint => endpoint.Port == port)
        .Select(endpoint => endpoint.Address)
        .ShouldBe([IPAddress.Loopback]);

    [Theory]
    [InlineData("POST /right HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 0\r\n\r\n", "405")]
    [InlineData("GET /right HTTP/1.1\r\nHost: evil.example.org\r\n\r\n", "400")]
    [InlineData("GET /right HTTP/1.1\r\nHost: localhost.evil.example.org\r\n\r\n", "400")]
    [InlineData("GET /right HTTP/1.1\r\n\r\n", "400")]
    [InlineData("GET http://127.0.0.1/right HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", "400")]
    [InlineData("rubbish\r\n\r\n", "400")]
    [InlineData("HEAD /right HTTP/1.1\r\nHost: localhost\r\n\r\n", "200")]
    public async Task What_no_browser_says_brings_nothing(string request, string status)
    {
        (await Say(request)).ShouldStartWith($"HTTP/1.1 {status} ");

        asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_request_without_end_is_cut_off()
    {
        (await Say($"GET /right HTTP/1.1\r\nHost: localhost\r\nX: {new string('x', 20_000)}")).ShouldStartWith("HTTP/1.1 400 ");

        asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_is_slow_keeps_nobody_from_signing_in()
    {
        List<TcpClient> slow = [];
        for (int count = 0; count < 100; count++)
        {
            TcpClient client = new();
            await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
            await client.GetStream().WriteAsync("G"u8.ToArray(), Cancellation);
            slow.Add(client);
        }

        (await Say("GET /right HTTP/1.1\r\nHost: localhost\r\n\r\n")).ShouldStartWith("HTTP/1.1 200 ");

        slow.ForEach(client => client.Dispose());
    }

    [Fact]
    public async Task Who_is_slow_is_let_go()
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        await client.GetStream().WriteAsync("GET"u8.ToArray(), Cancellation);
        while (clock.PendingTimers == 0)
            await Task.Yield();

        clock.Advance(TimeSpan.FromSeconds(6));

        byte[] buffer = new byte[1];
        (await Ended(client.GetStream(), buffer)).ShouldBeTrue();
    }

    [Fact]
    public async Task Ten_thousand_callbacks_of_others_change_nothing()
    {
        using HttpClient browser = new(new SocketsHttpHandler { MaxConnectionsPerServer = 50, UseProxy = false });
        await Parallel.ForAsync(0, 10_000, new ParallelOptions { MaxDegreeOfParallelism = 50, CancellationToken = Cancellation }, async (_, cancellation) =>
        {
            using HttpResponseMessage reply = await browser.GetAsync(new Uri($"http://127.0.0.1:{port}/wrong"), cancellation);
            reply.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        });

        (await browser.GetAsync(new Uri($"http://127.0.0.1:{port}/right"), Cancellation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void A_port_that_is_taken_is_said()
    {
        MoltbotException error = Should.Throw<MoltbotException>(() => new LoopbackListener(clock).Open(port, Answer));

        error.Code.ShouldBe(ErrorCode.PortTaken);
        error.Message.ShouldContain($"The port {port} of this machine is taken");
    }

    [Fact]
    public async Task After_the_end_nobody_answers()
    {
        await listening.DisposeAsync();
        using TcpClient client = new();

        await Should.ThrowAsync<SocketException>(async () => await client.ConnectAsync(IPAddress.Loopback, port, Cancellation));

        listening = new LoopbackListener(clock).Open(port, Answer);
    }

    private LoopbackReply Answer(string target)
    {
        if (!target.StartsWith("/right", StringComparison.Ordinal))
            return new LoopbackReply(404, "Not found");

        lock (asked)
            asked.Add(target);

        return new LoopbackReply(200, Page, IsPage: true);
    }

    private async Task<string> Say(string request)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, port, Cancellation);
        NetworkStream stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), Cancellation);
        byte[] buffer = new byte[8192];
        int length = 0;
        int count;
        while ((count = await Read(stream, buffer.AsMemory(length))) > 0)
            length += count;

        return Encoding.ASCII.GetString(buffer, 0, length);
    }

    private static async Task<bool> Ended(NetworkStream stream, byte[] buffer) => await Read(stream, buffer) == 0;

    /// <summary>A connection that is reset has ended too: what was said was not read to its end.</summary>
    private static async Task<int> Read(NetworkStream stream, Memory<byte> buffer)
    {
        try
        {
            return await stream.ReadAsync(buffer, Cancellation);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
