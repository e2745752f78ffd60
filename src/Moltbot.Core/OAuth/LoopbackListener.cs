using System.Net;
using System.Net.Sockets;
using Moltbot.Core.Errors;

namespace Moltbot.Core.OAuth;

/// <summary>
/// The least of a web server: answers browsers of this machine, one request a connection, and reads nothing but where the
/// request goes. Whoever is slow, or says too much, is left alone, and keeps nobody else from being answered.
/// </summary>
/// <param name="clock">The clock.</param>
internal sealed class LoopbackListener(TimeProvider clock) : ICallbackPort
{
    private const int MostConnections = 200;
    private const int Waiting = 512;

    /// <inheritdoc/>
    public IAsyncDisposable Open(int port, Func<string, LoopbackReply> answer)
    {
        TcpListener listener = new(IPAddress.Loopback, port) { ExclusiveAddressUse = true };
        try
        {
            listener.Start(Waiting);
        }
        catch (SocketException refusal)
        {
            listener.Dispose();
            throw Taken(port, refusal);
        }

        return new Listening(listener, answer, clock);
    }

    private static MoltbotException Taken(int port, SocketException refusal)
    {
        string cause = refusal.SocketErrorCode == SocketError.AccessDenied ? "may not be listened to" : "is taken by another program, perhaps by another sign-in";
        return new MoltbotException(
            ErrorCode.PortTaken,
            $"The port {port} of this machine {cause}, so the browser cannot bring its answer back. Paste the address that it shows at the end, or make the port free and start again.",
            refusal);
    }

    private sealed class Listening : IAsyncDisposable
    {
        /// <summary>How long a connection may take, and how long answers are waited for at the end.</summary>
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

        private readonly TcpListener listener;
        private readonly Func<string, LoopbackReply> answer;
        private readonly TimeProvider clock;
        private readonly CancellationTokenSource ending = new();
        private readonly SemaphoreSlim free = new(MostConnections);
        private readonly Task accepting;
        private int answering;

        public Listening(TcpListener listener, Func<string, LoopbackReply> answer, TimeProvider clock)
        {
            this.listener = listener;
            this.answer = answer;
            this.clock = clock;
            accepting = Task.Run(AcceptAsync);
        }

        public async ValueTask DisposeAsync()
        {
            await ending.CancelAsync();
            listener.Dispose();
            await accepting;
            for (int waits = 0; Volatile.Read(ref answering) > 0 && waits < 100; waits++)
                await Task.Delay(TimeSpan.FromMilliseconds(10), CancellationToken.None);

            ending.Dispose();
        }

        private async Task AcceptAsync()
        {
            while (!ending.IsCancellationRequested)
            {
                try
                {
                    await free.WaitAsync(ending.Token);
                    Socket connection = await listener.AcceptSocketAsync(ending.Token);
                    _ = ServeAsync(connection);
                }
                catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
                {
                    return;
                }
                catch (SocketException)
                {
                    // A connection that broke before it was one.
                    free.Release();
                }
            }
        }

        private async Task ServeAsync(Socket connection)
        {
            using CancellationTokenSource limit = new(Patience, clock);
            using CancellationTokenSource either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ending.Token);
            try
            {
                await using NetworkStream stream = new(connection, ownsSocket: true);
                string? head = await RequestHead.ReadAsync(stream, either.Token);
                Interlocked.Increment(ref answering);
                try
                {
                    await stream.WriteAsync(RequestHead.Answer(head, answer), limit.Token);
                    connection.Shutdown(SocketShutdown.Send);
                }
                finally
                {
                    Interlocked.Decrement(ref answering);
                }
            }
            catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // The browser has gone, or took too long. If it was the right one it comes again, or the person does.
            }
            finally
            {
                free.Release();
            }
        }
    }
}
