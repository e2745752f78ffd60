using System.Buffers;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using SmtpServer;
using SmtpServer.Authentication;
using SmtpServer.Protocol;
using SmtpServer.Storage;

namespace Moltbot.AuthorizationServer;

/// <summary>A mail host on this machine, which takes mail of one user over TLS.</summary>
public sealed class MailReceiver : IAsyncDisposable
{
    private readonly CancellationTokenSource ending = new();
    private readonly X509Certificate2 certificate;
    private readonly Task serving;

    /// <param name="authority">Who certifies it.</param>
    /// <param name="isImplicit">Whether it is spoken to encrypted from the start; else it offers that.</param>
    /// <param name="password">The password of the user <c>moltbot</c>.</param>
    public MailReceiver(CertificateAuthority authority, bool isImplicit, string password)
    {
        certificate = authority.For("127.0.0.1");
        Port = FreePort();
        ISmtpServerOptions options = new SmtpServerOptionsBuilder()
            .ServerName("localhost")
            .Endpoint(endpoint => endpoint.Endpoint(new IPEndPoint(IPAddress.Loopback, Port)).Certificate(certificate).IsSecure(isImplicit).AuthenticationRequired())
            .Build();
        SmtpServer.ComponentModel.ServiceProvider services = new();
        services.Add(new Store(this));
        services.Add(new Users(password));
        serving = new SmtpServer.SmtpServer(options, services).StartAsync(ending.Token);
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <summary>The mails that it took, as they were sent.</summary>
    public ConcurrentQueue<string> Mails { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        try
        {
            await serving;
        }
        catch (OperationCanceledException)
        {
            // That is how it ends.
        }

        ending.Dispose();
        certificate.Dispose();
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private sealed class Store(MailReceiver owner) : MessageStore
    {
        public override Task<SmtpResponse> SaveAsync(ISessionContext context, IMessageTransaction transaction, ReadOnlySequence<byte> buffer, CancellationToken cancellationToken)
        {
            owner.Mails.Enqueue(Encoding.UTF8.GetString(buffer));
            return Task.FromResult(SmtpResponse.Ok);
        }
    }

    private sealed class Users(string known) : UserAuthenticator
    {
        public override Task<bool> AuthenticateAsync(ISessionContext context, string user, string password, CancellationToken cancellationToken) =>
            Task.FromResult(user == "moltbot" && password == known);
    }
}
