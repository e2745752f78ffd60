using Moltbot.AuthorizationServer;
using Moltbot.Testing;

namespace Moltbot.Cli.Tests.Running;

/// <summary>Providers of models on this machine, for the tests of a class.</summary>
public sealed class ProbedModels : IAsyncLifetime
{
    private readonly CertificateAuthority? authority = Wine.IsHere ? null : new();
    private ModelServer? server;

    /// <summary>Who certifies them.</summary>
    public CertificateAuthority Authority => Wine.Has(authority, Wine.Certificates);

    /// <summary>The providers.</summary>
    public ModelServer Server => Wine.Has(server, Wine.Certificates);

    public async ValueTask InitializeAsync()
    {
        if (authority is not null)
            server = await ModelServer.StartAsync(authority);
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
            await server.DisposeAsync();
        authority?.Dispose();
    }
}
