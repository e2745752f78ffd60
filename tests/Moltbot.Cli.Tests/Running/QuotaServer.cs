using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Moltbot.AuthorizationServer;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Running;

/// <summary>Hosts of all providers that tell how much of a plan is left, on this machine; and scenes whose requests go there.</summary>
public sealed class QuotaServer : IAsyncLifetime
{
    private const string Endpoints = ".moltbot/providers.endpoints.json";

    private static readonly (string Provider, string Address)[] Hosts =
    [
        ("anthropic", "https://api.anthropic.com"),
        ("anthropic", "https://claude.ai"),
        ("github-copilot", "https://api.github.com"),
        ("google-gemini-cli", "https://cloudcode-pa.googleapis.com"),
        ("google-antigravity", "https://cloudcode-pa.googleapis.com"),
        ("minimax", "https://api.minimaxi.com"),
        ("openai-codex", "https://chatgpt.com"),
        ("zai", "https://api.z.ai"),
    ];

    private readonly CertificateAuthority? authority = Wine.IsHere ? null : new();
    private X509Certificate2 certificate = null!;
    private WebApplication host = null!;

    /// <summary>Who has asked what, as address and credential.</summary>
    public ConcurrentQueue<string> Questions { get; } = [];

    /// <summary>What is done in the place of an answer, by path.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Answers { get; } = new(StringComparer.Ordinal);

    public async ValueTask InitializeAsync()
    {
        if (authority is null)
            return;

        certificate = authority.For("127.0.0.1");
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        host = builder.Build();
        host.Run(AnswerAsync);
        await host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (authority is null)
            return;

        await host.DisposeAsync();
        certificate.Dispose();
        authority.Dispose();
    }

    /// <summary>Answers a path with JSON from now on, and forgets what was asked.</summary>
    public QuotaServer Answer(string path, string json, int status = 200)
    {
        Answers[path] = context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync(json);
        };
        Questions.Clear();
        return this;
    }

    /// <summary>A scene with a store, whose requests go here and nowhere else.</summary>
    internal CommandScene Scene(StoreBuilder store)
    {
        CommandScene scene = new CommandScene().WithConfig("{}").WithStore(store).WithFile("root.pem", Wine.Has(authority, Wine.Certificates).Root).WithVariable("NODE_EXTRA_CA_CERTS", "$HOME/root.pem");
        JsonObject replaced = [];
        foreach (IGrouping<string, (string Provider, string Address)> provider in Hosts.GroupBy(one => one.Provider))
            replaced[provider.Key] = new JsonObject(provider.Select(one => KeyValuePair.Create(one.Address, (JsonNode?)host.Urls.Single())));

        scene.WithFile(Endpoints, replaced.ToJsonString());
        Unix.SetMode(scene.Home[Endpoints], "600");
        scene.Environment.Remove("MOLTBOT_OFFLINE");
        return scene;
    }

    private Task AnswerAsync(HttpContext context)
    {
        Questions.Enqueue($"{context.Request.Path} {context.Request.Headers.Authorization}{context.Request.Headers.Cookie}");
        if (Answers.TryGetValue(context.Request.Path, out RequestDelegate? answer))
            return answer(context);

        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
