using System.Net;
using System.Net.Sockets;

namespace Moltbot.Core.Tests.OAuth;

/// <summary>
/// A port of this machine that nobody has, and that nobody gets who asks for any: what comes late to a test's port must not
/// reach the host of another.
/// </summary>
internal static class FreePort
{
    /// <summary>Below those that Linux, macOS and Windows give out.</summary>
    private const int First = 20_000;
    private const int Last = 32_000;

    public static int Find()
    {
        while (true)
        {
            int port = Random.Shared.Next(First, Last);
            using TcpListener listener = new(IPAddress.Loopback, port);
            try
            {
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it: another one is tried.
            }
        }
    }
}
