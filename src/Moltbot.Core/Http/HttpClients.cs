using System.Net;
using System.Reflection;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Http;

/// <summary>
/// The one way to a provider's host: through the proxies and with the roots that the environment of the installation names,
/// encrypted or to this machine only, without redirects and cookies, with limits for time and size. What fails is explained
/// by <see cref="TransportFailure"/>.
/// </summary>
internal static class HttpClients
{
    private const int MostKilobytesOfHeaders = 64;

    /// <summary>Opens a client, which keeps its connections until it is disposed.</summary>
    /// <param name="environment">The environment with everything that adds to it.</param>
    /// <param name="clock">The clock, by which retries wait.</param>
    /// <param name="limits">How long and how much.</param>
    public static HttpClient Open(ProcessEnvironment environment, TimeProvider clock, HttpLimits limits) => Over(Sockets(environment, limits.Connect), clock, limits);

    /// <summary>
    /// The same for who watches over a request: it is sent once, the caller ends the waiting and reads as much of the answer
    /// as it wants, and answers for the address not being read by others on its way.
    /// </summary>
    /// <param name="environment">The environment with everything that adds to it.</param>
    /// <param name="sockets">What carries the requests in a test, which stays open; the network if <see langword="null"/>.</param>
    public static HttpClient OpenUnwatched(ProcessEnvironment environment, HttpMessageHandler? sockets = null)
    {
        HttpClient client = sockets is null ? new(Sockets(environment, Timeout.InfiniteTimeSpan)) : new(sockets, disposeHandler: false);
        client.Timeout = Timeout.InfiniteTimeSpan;
        client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
        return client;
    }

    private static HttpMessageHandler Sockets(ProcessEnvironment environment, TimeSpan connect)
    {
        TrustedRoots roots = new(environment);
        SocketsHttpHandler sockets = new()
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = connect,
            MaxResponseDrainSize = 0,
            MaxResponseHeadersLength = MostKilobytesOfHeaders,
            Proxy = new EnvironmentProxy(environment),
            UseCookies = false,
        };
        sockets.SslOptions.RemoteCertificateValidationCallback = (_, certificate, chain, errors) => roots.Accept(certificate, chain, errors);
        return OfflineHosts.IsOffline(environment) ? new OfflineHosts(sockets) : sockets;
    }

    /// <summary>The same over other sockets, as for a test without a network.</summary>
    public static HttpClient Over(HttpMessageHandler sockets, TimeProvider clock, HttpLimits limits)
    {
        HttpClient client = new(new ProtectedHosts(limits.MayRetry ? new SafeRetry(sockets, clock) : sockets))
        {
            Timeout = limits.Whole,
            MaxResponseContentBufferSize = limits.MostBytes,
        };
        client.DefaultRequestHeaders.UserAgent.ParseAdd(UserAgent);
        return client;
    }

    /// <summary>Who we are: never another program.</summary>
    private static string UserAgent { get; } = $"moltbot-powershell/{Version()}";

    private static string Version()
    {
        string? version = typeof(HttpClients).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        return version?.Split('+')[0] ?? "0";
    }
}
