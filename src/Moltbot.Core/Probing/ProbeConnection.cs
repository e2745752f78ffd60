using System.Net.Http.Headers;
using System.Text;
using Moltbot.Core.Errors;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Probing;

/// <summary>Sends the requests of probes, each once, and reads as much of an answer as says something.</summary>
/// <param name="http">The network, which neither retries nor follows redirects.</param>
/// <param name="environment">The environment that the network was opened with.</param>
/// <param name="clock">The clock.</param>
internal sealed class ProbeConnection(HttpClient http, ProcessEnvironment environment, TimeProvider clock)
{
    /// <summary>How much of a body is read, in bytes.</summary>
    public const int MostBytes = 64 * 1024;

    /// <summary>The clock.</summary>
    public TimeProvider Clock => clock;

    /// <summary>Sends a request.</summary>
    /// <returns>The answer, or what the want of one means; and how long that took.</returns>
    /// <exception cref="OperationCanceledException">The time was up, or it was cancelled.</exception>
    public async Task<(ProbeAnswer? Answer, ProbeVerdict? Failure, TimeSpan Latency)> SendAsync(ProbeRequest request, CancellationToken cancellation)
    {
        if (!request.IsSafe)
            return (null, new ProbeVerdict(ProbeState.Skipped, "insecure_url", $"what is sent to {request.Address.GetLeftPart(UriPartial.Authority)} can be read on its way; name an address that begins with https://"), TimeSpan.Zero);

        long start = clock.GetTimestamp();
        try
        {
            using HttpRequestMessage message = request.ToMessage();
            using HttpResponseMessage response = await http.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellation).ConfigureAwait(false);
            (string body, bool isCut) = await ReadAsync(response.Content, cancellation).ConfigureAwait(false);
            ProbeAnswer answer = new((int)response.StatusCode, body) { Headers = HeadersOf(response.Headers), IsCut = isCut };
            return (answer, null, clock.GetElapsedTime(start));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            cancellation.ThrowIfCancellationRequested();
            return (null, FailureOf(e, request.Address), clock.GetElapsedTime(start));
        }
        catch (MoltbotException e)
        {
            return (null, OfEnvironment(e), clock.GetElapsedTime(start));
        }
    }

    /// <summary>That the environment says that there is no network, or names a proxy that makes no sense.</summary>
    private ProbeVerdict OfEnvironment(MoltbotException error) => new(ProbeState.Network, error.Code == ErrorCode.ProxyInvalid ? "proxy" : "offline", error.MessageIn(environment.FrontEnd));

    private static async Task<(string Body, bool IsCut)> ReadAsync(HttpContent content, CancellationToken cancellation)
    {
        using Stream stream = await content.ReadAsStreamAsync(cancellation).ConfigureAwait(false);
        byte[] buffer = new byte[MostBytes + 1];
        int length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        return (Encoding.UTF8.GetString(buffer, 0, Math.Min(length, MostBytes)), length > MostBytes);
    }

    private static Dictionary<string, string> HeadersOf(HttpResponseHeaders headers)
    {
        Dictionary<string, string> fields = new(StringComparer.OrdinalIgnoreCase);
        foreach ((string name, IEnumerable<string> values) in headers.NonValidated.Select(field => (field.Key, field.Value.AsEnumerable())))
            fields[name] = values.First();

        return fields;
    }

    private ProbeVerdict FailureOf(Exception thrown, Uri address)
    {
        try
        {
            TransportFailure failure = TransportFailure.Of(thrown, address, environment);
            return new ProbeVerdict(ProbeState.Network, ReasonOf(failure.Code, thrown), failure.Cause);
        }
        catch (MoltbotException error)
        {
            return OfEnvironment(error);
        }
    }

    private static string ReasonOf(ErrorCode code, Exception thrown) => code switch
    {
        ErrorCode.HostUnreachable => (thrown as HttpRequestException)?.HttpRequestError == HttpRequestError.NameResolutionError ? "dns" : "connection_refused",
        ErrorCode.ProxyRefused => "proxy",
        ErrorCode.CertificateNotTrusted => "tls",
        _ => "connection_closed",
    };
}
