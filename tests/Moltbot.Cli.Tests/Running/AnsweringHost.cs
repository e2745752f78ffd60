using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Moltbot.Cli.Tests.Running;

/// <summary>A host on this machine that takes any request and answers it byte by byte as a test wants, one after the other.</summary>
internal sealed class AnsweringHost : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource ending = new();
    private readonly Func<Stream, CancellationToken, Task> answer;
    private readonly Task serving;
    private int requests;

    /// <summary>Listens.</summary>
    /// <param name="answer">Writes the answer.</param>
    public AnsweringHost(Func<Stream, CancellationToken, Task> answer)
    {
        this.answer = answer;
        listener.Start();
        serving = Task.Run(ServeAsync);
    }

    /// <summary>Where it is.</summary>
    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>How many requests have come.</summary>
    public int Requests => requests;

    /// <summary>A whole answer.</summary>
    public static Func<Stream, CancellationToken, Task> Saying(string body, string media = "application/json", string status = "200 OK") => (stream, cancellation) =>
        WriteAsync(stream, $"HTTP/1.1 {status}\r\nContent-Type: {media}\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\nConnection: close\r\n\r\n{body}", cancellation);

    /// <summary>An answer of a hundred megabytes, whose length is not told before.</summary>
    public static async Task SayTooMuch(Stream stream, CancellationToken cancellation)
    {
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n{\"access_token\":\"", cancellation);
        byte[] megabyte = new byte[1024 * 1024];
        Array.Fill(megabyte, (byte)'a');
        for (int count = 0; count < 100; count++)
            await stream.WriteAsync(megabyte, cancellation);
    }

    /// <summary>An answer that never ends, a little at a time.</summary>
    public static async Task Trickle(Stream stream, CancellationToken cancellation)
    {
        await WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n", cancellation);
        for (int count = 0; ; count++)
        {
            await WriteAsync(stream, $"X-{count}: a\r\n", cancellation);
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        await serving;
        listener.Dispose();
        ending.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!ending.IsCancellationRequested)
        {
            try
            {
                using TcpClient client = await listener.AcceptTcpClientAsync(ending.Token);
                await using NetworkStream stream = client.GetStream();
                await ReadRequestAsync(stream, ending.Token);
                requests++;
                await answer(stream, ending.Token);
                client.Client.Shutdown(SocketShutdown.Send);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
                // The program has had enough, or the test.
            }
        }
    }

    private static async Task ReadRequestAsync(NetworkStream stream, CancellationToken cancellation)
    {
        StringBuilder text = new();
        byte[] buffer = new byte[4096];
        while (!IsWhole(text.ToString()) && await stream.ReadAsync(buffer, cancellation) is > 0 and var length)
            text.Append(Encoding.ASCII.GetString(buffer, 0, length));
    }

    private static bool IsWhole(string request)
    {
        int end = request.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        int length = request.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
        if (end < 0 || length < 0)
            return end >= 0;

        string digits = new([.. request.Skip(length + "Content-Length: ".Length).TakeWhile(char.IsAsciiDigit)]);
        return request.Length - end - 4 >= int.Parse(digits, System.Globalization.CultureInfo.InvariantCulture);
    }

    private static async Task WriteAsync(Stream stream, string text, CancellationToken cancellation) => await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellation);
}
