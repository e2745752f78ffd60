using System.Security.Authentication;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Http;

/// <summary>What it means when a request brings no answer.</summary>
internal static class TransportFailure
{
    /// <summary>
    /// Sends a request and says in our own words what kept an answer away. A cancellation stays one.
    /// </summary>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.HostUnreachable"/>, <see cref="ErrorCode.ProxyRefused"/>, <see cref="ErrorCode.CertificateNotTrusted"/>,
    /// <see cref="ErrorCode.NoAnswer"/> or <see cref="ErrorCode.AnswerTooLarge"/>; the others of <see cref="HttpClients"/> as they are.
    /// </exception>
    public static async Task<T> Explain<T>(Func<Task<T>> send, Uri address, ProcessEnvironment environment)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (HttpRequestException failure)
        {
            throw failure.InnerException as MoltbotException ?? Of(failure, address, environment);
        }
        catch (OperationCanceledException failure) when (failure.InnerException is TimeoutException)
        {
            throw Error(ErrorCode.NoAnswer, $"{address.Host} did not answer in time. Try again later.", failure, address);
        }
    }

    private static MoltbotException Of(HttpRequestException failure, Uri address, ProcessEnvironment environment) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Error(
            ErrorCode.HostUnreachable,
            $"There is no network, or no host of the name {HostBehind(address, environment)}. Check the connection and the name server; behind a proxy, set HTTPS_PROXY.",
            failure,
            address),
        HttpRequestError.ConnectionError => Error(
            ErrorCode.HostUnreachable,
            $"{HostBehind(address, environment)} cannot be reached. Check the connection and the firewall; behind a proxy, set HTTPS_PROXY.",
            failure,
            address),
        HttpRequestError.ProxyTunnelError => Error(
            ErrorCode.ProxyRefused,
            $"The proxy {HostBehind(address, environment)} refused the way to {address.Host}. Check HTTPS_PROXY with its name and password, or add the host to NO_PROXY.",
            failure,
            address),
        HttpRequestError.SecureConnectionError => Untrusted(failure, address, environment),
        HttpRequestError.ConfigurationLimitExceeded => Error(
            ErrorCode.AnswerTooLarge, $"{address.Host} answered more than such a question can bring. Nothing of it was taken; check the address.", failure, address),
        _ when failure.InnerException is AuthenticationException => Untrusted(failure, address, environment),
        _ => Error(ErrorCode.NoAnswer, $"{address.Host} ended the connection without an answer. Try again later.", failure, address),
    };

    private static MoltbotException Untrusted(HttpRequestException failure, Uri address, ProcessEnvironment environment)
    {
        string[] problems = [.. TrustedRoots.Problems(environment)];
        string remedy = problems.Length > 0
            ? $"{string.Join("; ", problems)}. Correct that."
            : "Where a company's proxy opens connections, name the file with its root in NODE_EXTRA_CA_CERTS.";
        return Error(ErrorCode.CertificateNotTrusted, $"The certificate of {address.Host} is not trusted, or no encryption could be agreed on. {remedy}", failure, address);
    }

    /// <summary>Whom a connection is made to: the proxy, without its password, or the host itself.</summary>
    private static string HostBehind(Uri address, ProcessEnvironment environment) =>
        new EnvironmentProxy(environment).GetProxy(address) is { } proxy ? proxy.Authority : address.Host;

    private static MoltbotException Error(ErrorCode code, string message, Exception cause, Uri address) => new(code, message, cause) { Subject = address.Host };
}
