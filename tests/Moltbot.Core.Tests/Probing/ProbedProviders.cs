using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Moltbot.AuthorizationServer;
using Moltbot.Core.Configuration;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.Probing;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Probing;

/// <summary>Providers on this machine, and what asks them as a command does, over one network for all tests of a class.</summary>
public sealed class ProbedProviders : IAsyncLifetime
{
    /// <summary>A credential whose test does not care about it; no text of another looks like a part of it.</summary>
    public const string Key = "zz-Canary-9f81c2-is-not-shown-Qx7";

    private readonly TemporaryHome home = new();
    private readonly CertificateAuthority? authority = Wine.IsHere ? null : new();
    private ModelServer? server;
    private HttpClient http = null!;

    /// <summary>The providers.</summary>
    public ModelServer Server => Wine.Has(server, Wine.Certificates);

    /// <summary>The surroundings, in which the providers are trusted.</summary>
    public ProcessEnvironment Environment { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        if (authority is null)
            return;

        home.Write("root.pem", authority.Root);
        Environment = home.Environment.With("NODE_EXTRA_CA_CERTS", home["root.pem"]);
        server = await ModelServer.StartAsync(authority);
        http = HttpClients.OpenUnwatched(Environment);
    }

    public async ValueTask DisposeAsync()
    {
        home.Dispose();
        if (server is null)
            return;

        http.Dispose();
        await server.DisposeAsync();
        authority?.Dispose();
    }

    /// <summary>Answers with a status, a body and header fields.</summary>
    internal static Func<HttpContext, Task> Answer(int status, string body, params (string Name, string Value)[] headers) => async context =>
    {
        context.Response.StatusCode = status;
        foreach ((string name, string value) in headers)
            context.Response.Headers[name] = value;

        await context.Response.WriteAsync(body, context.RequestAborted);
    };

    /// <summary>An endpoint that is configured.</summary>
    internal ProbeEndpoint Endpoint(string provider, string api, string baseUrl, JsonObject? more = null)
    {
        JsonObject entry = more ?? [];
        entry["api"] = api;
        entry["baseUrl"] = baseUrl;
        MoltbotConfiguration configuration = new(new JsonObject { ["models"] = new JsonObject { ["providers"] = new JsonObject { [provider] = entry } } });
        return new ProbeEndpoint(provider, configuration, Environment, EndpointReplacements.Read(home["none.json"]));
    }

    /// <summary>Asks about a credential.</summary>
    internal async Task<ProbeOutcome> AskAsync(ProbeEndpoint endpoint, ProbeLevel level, TimeSpan? timeout = null, string key = Key, string model = "m")
    {
        ProbeConnection connection = new(http, Environment, TimeProvider.System);
        ProbeOptions options = new() { Level = level, Timeout = timeout ?? TimeSpan.FromSeconds(30) };
        using ProbeDeadline deadline = new(options.Timeout, TimeProvider.System, TestContext.Current.CancellationToken);
        try
        {
            return await new CredentialProber(connection, new PublicLists(connection)).AskAsync(endpoint, new Secret(key), isSignIn: false, model, options, deadline);
        }
        catch (OperationCanceledException) when (deadline.IsUp)
        {
            return ProbeOutcome.TimedOut(options, options.Timeout);
        }
    }
}
