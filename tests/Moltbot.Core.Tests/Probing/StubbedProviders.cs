using System.Collections.Concurrent;
using System.Net;

namespace Moltbot.Core.Tests.Probing;

/// <summary>Providers without a network: what is sent, and what a test answers.</summary>
/// <param name="answer">Answers a request.</param>
internal sealed class StubbedProviders(Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<HttpRequestMessage> sent = [];
    private int running;

    /// <summary>Providers that answer every request alike.</summary>
    public StubbedProviders(HttpStatusCode status, string body)
        : this((_, _) => Task.FromResult(new HttpResponseMessage(status) { Content = new StringContent(body) }))
    {
    }

    /// <summary>What was sent, in its order.</summary>
    public IReadOnlyCollection<HttpRequestMessage> Sent => sent;

    /// <summary>How many requests ran at the same time at most.</summary>
    public int MostAtOnce { get; private set; }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        sent.Enqueue(request);
        lock (sent)
            MostAtOnce = Math.Max(MostAtOnce, ++running);

        try
        {
            return await answer(request, cancellationToken);
        }
        finally
        {
            lock (sent)
                running--;
        }
    }
}
