using Moltbot.AuthorizationServer;

namespace Moltbot.Cli.Tests.Running;

/// <summary>Providers of models on this machine, for the tests of a class.</summary>
public sealed class ProbedModels : IAsyncLifetime
{
    /// <summary>Who certifies them.</summary>
    public CertificateAuthority Authority { get; } = new();

    /// <summary>The providers.</summary>
    public ModelServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await ModelServer.StartAsync(Authority);

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        Authority.Dispose();
    }
}
