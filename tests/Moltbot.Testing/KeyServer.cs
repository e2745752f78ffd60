using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Moltbot.Testing;

/// <summary>A provider on this machine that lists its models to whoever has a key that it accepts, as OpenAI's does.</summary>
public sealed class KeyServer : IDisposable
{
    private const string Models = """{"object":"list","data":[{"id":"gpt-5.2","object":"model"}]}""";
    private const string Refusal = """{"error":{"message":"Incorrect API key provided.","type":"invalid_request_error","code":"invalid_api_key"}}""";

    private readonly HttpListener listener;
    private readonly ConcurrentDictionary<string, bool> accepted = new(StringComparer.Ordinal);

    private KeyServer(HttpListener listener, int port)
    {
        this.listener = listener;
        Address = $"http://127.0.0.1:{port}/v1";
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
        for (int attempt = 1; ; attempt++)
        {
            int port = FreePort();
            HttpListener listener = new() { Prefixes = { $"http://127.0.0.1:{port}/" } };
            try
            {
                listener.Start();
                KeyServer server = new(listener, port);
                foreach (string key in keys)
                    server.Accept(key);

                return server;
            }
            catch (HttpListenerException) when (attempt < 10)
            {
                // Somebody else was given the port meanwhile.
                listener.Close();
            }
        }
    }

    /// <summary>Accepts a key from now on.</summary>
    public void Accept(string key) => accepted[key] = true;

    /// <summary>Accepts a key no longer.</summary>
    public void Revoke(string key) => accepted.TryRemove(key, out _);

    /// <summary>Whether it accepts a key.</summary>
    public bool Accepts(string key) => accepted.ContainsKey(key);

    /// <inheritdoc/>
    public void Dispose() => listener.Close();

    private static int FreePort()
    {
        using TcpListener probe = new(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    private async Task ServeAsync()
    {
        while (listener.IsListening)
        {
            try
            {
                _ = AnswerAsync(await listener.GetContextAsync());
            }
            catch (Exception end) when (end is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            await BeforeAnswering();
            bool isAccepted = context.Request.Headers["Authorization"] is { } header && header.StartsWith("Bearer ", StringComparison.Ordinal) && Accepts(header["Bearer ".Length..]);
            context.Response.StatusCode = isAccepted ? 200 : 401;
            context.Response.ContentType = "application/json";
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(isAccepted ? Models : Refusal));
            context.Response.Close();
        }
        catch (Exception gone) when (gone is HttpListenerException or ObjectDisposedException)
        {
            // Whoever asked is gone.
        }
    }
}
