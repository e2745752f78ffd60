using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moltbot.AuthorizationServer;

namespace Moltbot.SignInFigures;

/// <summary>
/// A token endpoint that does nothing but wait and answer, so that what is measured is the program and not the server: the real one
/// spends some thirty milliseconds of the same processors on each answer.
/// </summary>
internal sealed class QuickServer : IAsyncDisposable
{
    private readonly WebApplication host;
    private readonly X509Certificate2 certificate;
    private readonly ConcurrentDictionary<string, int> uses = [];
    private int running;
    private int most;

    private QuickServer(WebApplication host, X509Certificate2 certificate)
    {
        this.host = host;
        this.certificate = certificate;
    }

    public string Address => host.Urls.Single().TrimEnd('/');

    public int MostAtOnce => most;

    public int Reuses => uses.Values.Sum(times => times - 1);

    public static async Task<QuickServer> StartAsync(CertificateAuthority authority, TimeSpan wait)
    {
        X509Certificate2 certificate = authority.For("127.0.0.1");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        QuickServer server = new(builder.Build(), certificate);
        server.host.MapPost("/{**path}", (HttpContext context) => server.AnswerAsync(context, wait));
        await server.host.StartAsync();
        return server;
    }

    public static string NewToken() => Convert.ToHexString(RandomNumberGenerator.GetBytes(400));

    public async ValueTask DisposeAsync()
    {
        await host.DisposeAsync();
        certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context, TimeSpan wait)
    {
        int now = Interlocked.Increment(ref running);
        lock (uses)
            most = Math.Max(most, now);

        string token = (await context.Request.ReadFormAsync())["refresh_token"].ToString();
        uses.AddOrUpdate(token, 1, (_, times) => times + 1);
        await Task.Delay(wait);
        Interlocked.Decrement(ref running);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(new JsonObject { ["access_token"] = NewToken(), ["refresh_token"] = NewToken(), ["expires_in"] = 3600 }.ToJsonString());
    }
}
