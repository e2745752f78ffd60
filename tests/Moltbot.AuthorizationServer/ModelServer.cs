using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Moltbot.AuthorizationServer;

/// <summary>
/// Providers of models on this machine, which answer as a test says: each has a base of its own below one host, certified
/// by a given authority, by one that nobody trusts, or not at all.
/// </summary>
public sealed class ModelServer : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ServedBase> served = new(StringComparer.Ordinal);
    private readonly CertificateAuthority stranger = new();
    private readonly X509Certificate2 trusted;
    private readonly X509Certificate2 untrusted;
    private readonly WebApplication host;

    private ModelServer(CertificateAuthority authority)
    {
        trusted = authority.For("127.0.0.1");
        untrusted = stranger.For("127.0.0.1");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel =>
        {
            kestrel.AllowSynchronousIO = true;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(trusted));
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(untrusted));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        host = builder.Build();
        host.Run(AnswerAsync);
    }

    /// <summary>Where it listens, certified by the authority; without a slash at the end.</summary>
    public string Address => host.Urls.ElementAt(0);

    /// <summary>Where it listens, certified by somebody else.</summary>
    public string UntrustedAddress => host.Urls.ElementAt(1);

    /// <summary>Where it listens without encryption.</summary>
    public string PlainAddress => host.Urls.ElementAt(2);

    /// <summary>Starts a server.</summary>
    /// <param name="authority">Who certifies it.</param>
    public static async Task<ModelServer> StartAsync(CertificateAuthority authority)
    {
        ModelServer server = new(authority);
        await server.host.StartAsync();
        return server;
    }

    /// <summary>Answers what comes for a new base.</summary>
    /// <param name="answer">Answers a request; of several at a base each is given.</param>
    public ServedBase Serve(Func<HttpContext, Task> answer)
    {
        ServedBase made = new($"/{Guid.NewGuid():N}", answer);
        served[made.Path] = made;
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync(new CancellationToken(canceled: true));
        await host.DisposeAsync();
        trusted.Dispose();
        untrusted.Dispose();
        stranger.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value!;
        if (served.GetValueOrDefault(path[..Math.Max(path.IndexOf('/', 1), 0)]) is not { } one)
        {
            context.Response.StatusCode = 404;
            return;
        }

        await one.AnswerAsync(context);
    }
}
