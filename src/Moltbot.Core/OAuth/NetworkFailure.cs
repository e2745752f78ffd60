using System.Net;
using System.Security.Authentication;
using Moltbot.Core.Errors;

namespace Moltbot.Core.OAuth;

/// <summary>Why there was no answer, told from what the network threw.</summary>
internal static class NetworkFailure
{
    /// <summary>The failure of a request.</summary>
    /// <param name="host">Where it went.</param>
    /// <param name="thrown">What was thrown.</param>
    public static SignInFailure Of(string host, Exception thrown) => Describe(host, thrown) with { Inner = thrown };

    private static SignInFailure Describe(string host, Exception thrown)
    {
        if (Find<AuthenticationException>(thrown) is not null)
            return new SignInFailure(ErrorCode.CertificateNotTrusted, $"the certificate that {host} shows is not trusted", NextStep.TrustCertificate);

        return Find<HttpRequestException>(thrown) switch
        {
            { HttpRequestError: HttpRequestError.ProxyTunnelError } or { StatusCode: HttpStatusCode.ProxyAuthenticationRequired } =>
                new SignInFailure(ErrorCode.ProxyRefused, $"the proxy does not let the request to {host} through", NextStep.CheckProxy),
            { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                new SignInFailure(ErrorCode.CertificateNotTrusted, $"no secure connection to {host} came about", NextStep.TrustCertificate),
            { HttpRequestError: HttpRequestError.NameResolutionError } =>
                new SignInFailure(ErrorCode.ProviderUnreachable, $"{host} is not found", NextStep.CheckNetwork),
            { HttpRequestError: HttpRequestError.ConfigurationLimitExceeded } =>
                new SignInFailure(ErrorCode.ProviderAnswerInvalid, $"{host} answers more than can be an answer", NextStep.TryLater),
            _ when thrown is OperationCanceledException or TimeoutException =>
                new SignInFailure(ErrorCode.ProviderUnreachable, $"{host} does not answer in time", NextStep.CheckNetwork),
            _ => new SignInFailure(ErrorCode.ProviderUnreachable, $"{host} cannot be reached", NextStep.CheckNetwork),
        };
    }

    private static T? Find<T>(Exception? thrown)
        where T : Exception
    {
        for (; thrown is not null; thrown = thrown.InnerException)
        {
            if (thrown is T found)
                return found;
        }

        return null;
    }
}
