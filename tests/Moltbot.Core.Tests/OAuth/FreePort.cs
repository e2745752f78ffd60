using System.Net;
using System.Net.Sockets;

namespace Moltbot.Core.Tests.OAuth;

/// <summary>A port of this machine that nobody has.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
