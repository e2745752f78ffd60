using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Moltbot.Core.Tests.Http;

/// <summary>A host that answers as no web server would. It keeps what the requests said.</summary>
internal sealed class RawHost : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource end = new();
    private readonly Func<NetworkStream, CancellationToken, Task> answer;
    private readonly Task work;

    public RawHost(Func<NetworkStream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        work = Accept();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public Uri Address => new($"http://127.0.0.1:{Port}/");

    /// <summary>What each connection sent up to the end of the headers.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    public static RawHost Saying(string text) => new(async (stream, cancellation) => await stream.WriteAsync(Encoding.ASCII.GetBytes(text), cancellation));

    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Stop();
        await work;
        listener.Dispose();
        end.Dispose();
    }

    private async Task Accept()
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(Serve(await listener.AcceptTcpClientAsync(end.Token)));
        }
        catch (Exception e) when (end.IsCancellationRequested && (e is OperationCanceledException or SocketException or InvalidOperationException))
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                Requests.Enqueue(await ReadHeaders(stream));
                await answer(stream, end.Token);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException)
            {
                // The test is over, or the client has gone: that is what some of them wait for.
            }
        }
    }

    private async Task<string> ReadHeaders(NetworkStream stream)
    {
        StringBuilder read = new();
        byte[] one = new byte[1];
        while (!read.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, end.Token) == 1)
            read.Append((char)one[0]);

        return read.ToString();
    }
}
