using System.Net;

namespace Moltbot.Core.Http;

/// <summary>
/// Sends a request again where that cannot do harm: any that never reached the host, and a question (GET) that it could not
/// answer just now. Whatever may have arrived is not sent a second time, because a refresh token is good for one use.
/// </summary>
internal sealed class SafeRetry(HttpMessageHandler inner, TimeProvider clock) : DelegatingHandler(inner)
{
    private const int MostRetries = 2;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (int retry = 0; ; retry++)
        {
            try
            {
                HttpResponseMessage answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
                if (retry == MostRetries || request.Method != HttpMethod.Get || !IsMomentary(answer.StatusCode))
                    return answer;

                answer.Dispose();
            }
            catch (HttpRequestException failure) when (retry < MostRetries && MayBeSentAgain(request, failure))
            {
                // The next round sends it again; the last failure is the caller's.
            }

            await Task.Delay(PauseBefore(retry), clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool MayBeSentAgain(HttpRequestMessage request, HttpRequestException failure) => failure.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError => true,
        HttpRequestError.ResponseEnded => request.Method == HttpMethod.Get,
        _ => false,
    };

    private static bool IsMomentary(HttpStatusCode status) =>
        status is HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout;

    /// <summary>Twice as long each time, and between half and one and a half of that, so that many do not come back at once.</summary>
    private static TimeSpan PauseBefore(int retry) => FirstPause * (1 << retry) * (0.5 + Random.Shared.NextDouble());
}
