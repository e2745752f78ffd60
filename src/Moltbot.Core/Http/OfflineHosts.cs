using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Http;

/// <summary>Lets no request leave this machine where the environment says so, as in tests and where a network is not to be touched.</summary>
internal sealed class OfflineHosts(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string Variable = "MOLTBOT_OFFLINE";

    /// <summary>Whether the environment says that nothing is to be sent to other machines.</summary>
    public static bool IsOffline(ProcessEnvironment environment) => environment.GetNonBlank(Variable)?.Trim().ToLowerInvariant() is "1" or "true" or "yes" or "on";

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri!.IsLoopback ? base.SendAsync(request, cancellationToken) : throw new MoltbotException(
            ErrorCode.HostUnreachable,
            $"Nothing was sent to {request.RequestUri.Host}, because {Variable} is set. Unset it where there is a network.")
        {
            Subject = request.RequestUri.Host,
        };
}
