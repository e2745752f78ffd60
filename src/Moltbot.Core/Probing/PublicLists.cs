using System.Collections.Concurrent;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Probing;

/// <summary>Which questions are answered without any credential, so that an answer proves nothing. Each is asked once in a run.</summary>
/// <param name="connection">The network.</param>
internal sealed class PublicLists(ProbeConnection connection)
{
    private readonly ConcurrentDictionary<Uri, Lazy<Task<bool?>>> asked = new();

    /// <summary>Asks without a credential.</summary>
    /// <returns>Whether there was an answer all the same; <see langword="null"/> where that could not be found out.</returns>
    public Task<bool?> AskAsync(ProbeEndpoint endpoint, ListQuestion list, TimeSpan timeout, CancellationToken cancellation)
    {
        ProbeRequest request = endpoint.ListRequest(list, credential: null);
        return asked.GetOrAdd(request.Address, _ => new Lazy<Task<bool?>>(() => IsAnsweredAsync(endpoint.Provider, list, request, timeout, cancellation))).Value;
    }

    private async Task<bool?> IsAnsweredAsync(ProviderId provider, ListQuestion list, ProbeRequest request, TimeSpan timeout, CancellationToken cancellation)
    {
        using ProbeDeadline deadline = new(timeout, connection.Clock, cancellation);
        try
        {
            (ProbeAnswer? answer, _, _) = await connection.SendAsync(request, deadline.Token).ConfigureAwait(false);
            return answer is null ? null : AnswerVerdict.Of(new ProbeQuestion(provider, list, null), answer, connection.Clock.GetUtcNow()).State switch
            {
                ProbeState.Auth => false,
                ProbeState.Ok => true,
                _ => null,
            };
        }
        catch (OperationCanceledException) when (deadline.IsUp)
        {
            return null;
        }
    }
}
