using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Moltbot.Testing;

/// <summary>A provider on this machine that lists its models to whoever has a key that it accepts, as OpenAI's does.</summary>
public sealed class KeyServer : IDisposable
{
    private const string Models = """{"object":"list","data":[{"id":"gpt-5.2","object":"model"}]}""";
    private const string Refusal = """{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","code":"invalid_api_key"}}""";

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<string, bool> accepted = new(StringComparer.Ordinal);

    private KeyServer()
    {
        listener.Start();
        Address = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1";
        _ = ServeAsync();
    }

    /// <summary>Where it is.</summary>
    public string Address { get; }

    /// <summary>A configuration that sends requests for OpenAI there.</summary>
    public string Configuration => $$"""{ models: { providers: { openai: { baseUrl: "{{Address}}", models: [] } } } }""";

    /// <summary>What happens before an answer.</summary>
    public Func<Task> BeforeAnswering { get; set; } = () => Task.CompletedTask;

    /// <summary>Starts one.</summary>
    public static KeyServer Start(params string[] keys)
    {
        KeyServer server = new();
        foreach (string key in keys)
            server.Accept(key);

        return server;
    }

    /// <summary>Accepts a key from now on.</summary>
    public void Accept(string key) => accepted[key] = true;

    /// <summary>Accepts a key no longer.</summary>
    public void Revoke(string key) => accepted.TryRemove(key, out _);

    /// <summary>Whether it accepts a key.</summary>
    public bool Accepts(string key) => accepted.ContainsKey(key);

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private async Task ServeAsync()
    {
        while (true)
        {
            try
            {
                _ = AnswerAsync(await listener.AcceptTcpClientAsync());
            }
            catch (Exception end) when (end is SocketException or InvalidOperationException) // disposed of, or found stopped
            {
                return;
            }
        }
    }

    /// <summary>By hand, because a listener for HTTP is the system's own on Windows, and there for administrators.</summary>
    private async Task AnswerAsync(TcpClient client)
    {
        try
        {
            using TcpClient asking = client;
            NetworkStream stream = asking.GetStream();
            string? key = await ReadKeyAsync(stream);
            await BeforeAnswering();
            (string status, string body) = key is not null && Accepts(key) ? ("200 OK", Models) : ("401 Unauthorized", Refusal);
            string answer = $"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}";
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer));
            asking.Client.Shutdown(SocketShutdown.Send);
        }
        catch (Exception gone) when (gone is IOException or SocketException or ObjectDisposedException)
        {
            // Whoever asked is gone.
        }
    }

    /// <summary>Reads a request to its end, and gives the key that it brings.</summary>
    private static async Task<string?> ReadKeyAsync(NetworkStream stream)
    {
        using StreamReader reader = new(stream, Encoding.Latin1, leaveOpen: true);
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.Split(": ", 2) is [string name, string value])
                fields[name] = value;
        }

        // To read nothing would wait for something.
        if (int.Parse(fields.GetValueOrDefault("Content-Length", "0"), CultureInfo.InvariantCulture) is > 0 and var length)
            await reader.ReadBlockAsync(new char[length]);

        return fields.GetValueOrDefault("Authorization") is { } header && header.StartsWith("Bearer ", StringComparison.Ordinal) ? header["Bearer ".Length..] : null;
    }
}
