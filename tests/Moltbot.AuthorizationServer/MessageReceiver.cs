using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Moltbot.AuthorizationServer;

/// <summary>A host on this machine that is told things, as ntfy and the makers of webhooks are.</summary>
public sealed class MessageReceiver : IAsyncDisposable
{
    private readonly WebApplication host;

    private MessageReceiver(WebApplication host) => this.host = host;

    /// <summary>Where it listens, without a slash at the end.</summary>
    public string Address => host.Urls.Single();

    /// <summary>What it was told, in order.</summary>
    public ConcurrentQueue<ReceivedMessage> Messages { get; } = [];

    /// <summary>What it answers to a path; 200 if nothing else is said.</summary>
    public ConcurrentDictionary<string, int> Status { get; } = new(StringComparer.Ordinal);

    /// <summary>The paths that it never answers.</summary>
    public ConcurrentDictionary<string, bool> Silent { get; } = new(StringComparer.Ordinal);

    public static async Task<MessageReceiver> StartAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        MessageReceiver receiver = new(builder.Build());
        receiver.host.Run(receiver.TakeAsync);
        await receiver.host.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private async Task TakeAsync(HttpContext context)
    {
        string path = context.Request.Path;
        using StreamReader reader = new(context.Request.Body);
        string body = await reader.ReadToEndAsync();
        if (Silent.ContainsKey(path))
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return;
        }

        Messages.Enqueue(new ReceivedMessage(context.Request.Method, path, body, context.Request.Headers.Authorization.ToString(), context.Request.ContentType ?? ""));
        context.Response.StatusCode = Status.GetValueOrDefault(path, 200);
        await context.Response.WriteAsync("said");
    }
}
