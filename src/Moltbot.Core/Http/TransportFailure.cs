using System.Security.Authentication;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Http;

/// <summary>What it means when a request brings no answer.</summary>
/// <param name="Code">
/// <see cref="ErrorCode.HostUnreachable"/>, <see cref="ErrorCode.ProxyRefused"/>, <see cref="ErrorCode.CertificateNotTrusted"/>,
/// <see cref="ErrorCode.NoAnswer"/> or <see cref="ErrorCode.AnswerTooLarge"/>.
/// </param>
/// <param name="Cause">What kept the answer away, without a full stop.</param>
/// <param name="Next">What to do next, as a sentence.</param>
internal sealed record TransportFailure(ErrorCode Code, string Cause, string Next)
{
    private const string TryLater = "Try again in a moment; what is stored is as it was.";

    /// <summary>Whether an exception of a client means that there is no answer. A cancellation of the caller's own is not one to ask about.</summary>
    public static bool IsOne(Exception thrown) => thrown is HttpRequestException or IOException or OperationCanceledException;

    /// <summary>The meaning of what a client has thrown.</summary>
    /// <param name="thrown">What was thrown.</param>
    /// <param name="address">Where the request went.</param>
    /// <param name="environment">The environment that the client was opened with.</param>
    public static TransportFailure Of(Exception thrown, Uri address, ProcessEnvironment environment) => (thrown as HttpRequestException)?.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => new(
            ErrorCode.HostUnreachable,
            $"there is no network, or no host of the name {HostBehind(address, environment)}",
            "Check the connection and the name server; behind a proxy, set HTTPS_PROXY. What is stored is as it was."),
        HttpRequestError.ConnectionError => new(
            ErrorCode.HostUnreachable,
            $"{HostBehind(address, environment)} cannot be reached",
            "Check the connection and the firewall; behind a proxy, set HTTPS_PROXY. What is stored is as it was."),
        HttpRequestError.ProxyTunnelError => new(
            ErrorCode.ProxyRefused,
            $"the proxy {HostBehind(address, environment)} refused the way to {address.Host}",
            "Check HTTPS_PROXY with its name and password, or add the host to NO_PROXY."),
        HttpRequestError.SecureConnectionError => Untrusted(address, environment),
        HttpRequestError.ConfigurationLimitExceeded => new(
            ErrorCode.AnswerTooLarge, $"{address.Host} answered more than such a question can bring", "Nothing of it was taken; check the address."),
        _ when thrown.InnerException is AuthenticationException => Untrusted(address, environment),
        _ when thrown is OperationCanceledException => new(ErrorCode.NoAnswer, $"{address.Host} did not answer in time", TryLater),
        _ => new(ErrorCode.NoAnswer, $"{address.Host} ended the connection without an answer", TryLater),
    };

    private static TransportFailure Untrusted(Uri address, ProcessEnvironment environment)
    {
        string[] problems = [.. TrustedRoots.Problems(environment)];
        return new(
            ErrorCode.CertificateNotTrusted,
            $"the certificate of {address.Host} is not trusted, or no encryption could be agreed on",
            problems.Length > 0
                ? $"{string.Join("; ", problems)}. Correct that."
                : "Where a company's proxy opens connections, name the file with its root in NODE_EXTRA_CA_CERTS.");
    }

    /// <summary>Whom a connection is made to: the proxy, without its password, or the host itself.</summary>
    private static string HostBehind(Uri address, ProcessEnvironment environment) =>
        new EnvironmentProxy(environment).GetProxy(address) is { } proxy ? proxy.Authority : address.Host;
}
