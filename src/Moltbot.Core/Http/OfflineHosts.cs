using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Http;

/// <summary>Lets no request leave this machine where the environment says so, as in tests and where a network is not to be touched.</summary>
internal sealed class OfflineHosts(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private const string Variable = "MOLTBOT_OFFLINE";

    private static readonly string[] Affirmations = ["1", "true", "yes", "on"];

    /// <summary>Whether the environment says that nothing is to be sent to other machines.</summary>
    public static bool IsOffline(ProcessEnvironment environment) => environment.GetNonBlank(Variable)?.Trim() is { } value && Array.Exists(Affirmations, word => word.Equals(value, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        request.RequestUri!.IsLoopback ? base.SendAsync(request, cancellationToken) : throw new MoltbotException(
            ErrorCode.HostUnreachable,
            $"Nothing was sent to {request.RequestUri.Host}, because {Variable} is set. Unset it where there is a network.")
        {
            Subject = request.RequestUri.Host,
        };
}
