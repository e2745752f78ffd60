using Moltbot.Core.Errors;

namespace Moltbot.Core.Http;

/// <summary>Lets no request out that others could read on its way: a host is spoken to encrypted, unless it is this machine.</summary>
internal sealed class ProtectedHosts(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Whether what is sent to an address cannot be read on its way.</summary>
    public static bool Protects(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Protects(request.RequestUri!) ? base.SendAsync(request, cancellationToken) : throw new MoltbotException(
            ErrorCode.AddressNotProtected,
            $"Nothing was sent to {request.RequestUri!.GetLeftPart(UriPartial.Authority)}: what is sent there can be read on its way. Name an address that begins with https://.")
        {
            Subject = request.RequestUri.Host,
        };
}
