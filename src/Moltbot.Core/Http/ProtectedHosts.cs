using System.Net;
using Moltbot.Core.Errors;

namespace Moltbot.Core.Http;

/// <summary>Lets no request out that others could read on its way: a host is spoken to encrypted, unless it is this machine.</summary>
internal sealed class ProtectedHosts(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    /// <summary>Whether what is sent to an address cannot be read on its way.</summary>
    public static bool Protects(Uri address) =>
        address.IsAbsoluteUri && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <summary>Whether an address is of this machine or of a network that is nobody else's (RFC 1918, RFC 4193, RFC 6762), which may do without encryption where a person says so.</summary>
    public static bool IsPrivate(Uri address) => address.IsLoopback || (address.HostNameType switch
    {
        UriHostNameType.IPv4 => IPAddress.Parse(address.Host).GetAddressBytes() is [10, ..] or [192, 168, ..] or [172, >= 16 and <= 31, ..],
        UriHostNameType.IPv6 => IPAddress.Parse(address.Host).IsIPv6UniqueLocal,
        UriHostNameType.Dns => !address.Host.Contains('.', StringComparison.Ordinal)
            || address.Host.EndsWith(".local", StringComparison.OrdinalIgnoreCase) || address.Host.EndsWith(".internal", StringComparison.OrdinalIgnoreCase),
        _ => false,
    });

    /// <inheritdoc/>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
        Protects(request.RequestUri!) ? base.SendAsync(request, cancellationToken) : throw new MoltbotException(
            ErrorCode.AddressNotProtected,
            $"Nothing was sent to {request.RequestUri!.GetLeftPart(UriPartial.Authority)}: what is sent there can be read on its way. Name an address that begins with https://.")
        {
            Subject = request.RequestUri.Host,
        };
}
