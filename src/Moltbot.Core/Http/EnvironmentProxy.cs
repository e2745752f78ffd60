using System.Globalization;
using System.Net;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Http;

/// <summary>
/// The proxies that the environment names: <c>https_proxy</c>, <c>http_proxy</c>, <c>all_proxy</c> and the exceptions of
/// <c>no_proxy</c>, each in small letters first. Where it names none, the system's are used. This machine is never reached
/// through a proxy.
/// </summary>
internal sealed class EnvironmentProxy : IWebProxy
{
    private readonly ProcessEnvironment environment;
    private readonly string[] exceptions;
    private readonly bool namesAny;

    /// <summary>The proxies of an environment.</summary>
    public EnvironmentProxy(ProcessEnvironment environment)
    {
        this.environment = environment;
        exceptions = (Get("no_proxy") ?? "").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        namesAny = Get("https_proxy") is not null || Get("http_proxy") is not null || Get("all_proxy") is not null;
        Credentials = new ProxyCredentials(this);
    }

    /// <inheritdoc/>
    public ICredentials? Credentials { get; set; }

    /// <inheritdoc/>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProxyInvalid"/>: a variable holds no address of a proxy.</exception>
    public Uri? GetProxy(Uri destination)
    {
        if (IsBypassed(destination))
            return null;
        if (!namesAny)
            return HttpClient.DefaultProxy.GetProxy(destination);

        return AddressFor(destination) is { } address ? new UriBuilder(address) { UserName = "", Password = "" }.Uri : null;
    }

    /// <inheritdoc/>
    public bool IsBypassed(Uri host) => host.IsLoopback || Array.Exists(exceptions, exception => Matches(exception, host));

    private Uri? AddressFor(Uri destination)
    {
        string name = destination.Scheme == Uri.UriSchemeHttps ? "https_proxy" : "http_proxy";
        if (Get(name) is { } own)
            return Parse(name, own);

        return Get("all_proxy") is { } any ? Parse("all_proxy", any) : null;
    }

    /// <summary>The value of a variable that is written in small or in capital letters; blank is not set.</summary>
    private string? Get(string name) => environment.GetFirstNonBlank(name, name.ToUpperInvariant());

    private static Uri Parse(string name, string value)
    {
        string address = value.Contains("://", StringComparison.Ordinal) ? value : $"http://{value}";
        return Uri.TryCreate(address, UriKind.Absolute, out Uri? parsed) && parsed.Scheme is "http" or "https" or "socks4" or "socks4a" or "socks5" && parsed.Host.Length > 0
            ? parsed
            : throw new MoltbotException(
                ErrorCode.ProxyInvalid,
                $"The variable {name.ToUpperInvariant()} holds no address of a proxy. Give it one such as http://proxy.example:3128, or remove it.")
            {
                Subject = name.ToUpperInvariant(),
            };
    }

    /// <summary>An exception is <c>*</c>, a host, or a domain with or without a point or <c>*.</c> before it; a port narrows it.</summary>
    private static bool Matches(string exception, Uri host)
    {
        if (exception == "*")
            return true;

        (string name, string port) = SplitPort(exception);
        if (port.Length > 0 && port != host.Port.ToString(CultureInfo.InvariantCulture))
            return false;

        string domain = name.TrimStart('*').TrimStart('.');
        string target = host.IdnHost;
        return domain.Length > 0
            && (target.Equals(domain, StringComparison.OrdinalIgnoreCase) || target.EndsWith($".{domain}", StringComparison.OrdinalIgnoreCase));
    }

    private static (string Name, string Port) SplitPort(string exception)
    {
        if (exception.StartsWith('['))
        {
            int end = exception.IndexOf(']', StringComparison.Ordinal);
            return end < 0 ? (exception, "") : (exception[1..end], exception[(end + 1)..].TrimStart(':'));
        }

        int colon = exception.LastIndexOf(':');
        return colon >= 0 && exception.IndexOf(':', StringComparison.Ordinal) == colon ? (exception[..colon], exception[(colon + 1)..]) : (exception, "");
    }

    /// <summary>The name and password that stand in a proxy's address; the system's for a proxy of the system's.</summary>
    private sealed class ProxyCredentials(EnvironmentProxy proxy) : ICredentials
    {
        public NetworkCredential? GetCredential(Uri uri, string authType)
        {
            if (!proxy.namesAny)
                return HttpClient.DefaultProxy.Credentials?.GetCredential(uri, authType);

            foreach (string name in (string[])["https_proxy", "http_proxy", "all_proxy"])
            {
                if (proxy.Get(name) is not { } value)
                    continue;

                Uri address = Parse(name, value);
                if (address.UserInfo.Length > 0 && address.Host == uri.Host && address.Port == uri.Port)
                {
                    string[] parts = address.UserInfo.Split(':', 2);
                    return new NetworkCredential(Uri.UnescapeDataString(parts[0]), parts.Length > 1 ? Uri.UnescapeDataString(parts[1]) : "");
                }
            }

            return null;
        }
    }
}
