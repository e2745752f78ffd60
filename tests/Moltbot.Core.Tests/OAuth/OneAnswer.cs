using System.Net;
using System.Text;

namespace Moltbot.Core.Tests.OAuth;

/// <summary>A server that answers everything alike.</summary>
/// <param name="sent">Gets what it is asked: method, address and content.</param>
/// <param name="status">The status.</param>
/// <param name="body">What the answer holds.</param>
/// <param name="media">What it says that it is.</param>
internal sealed class OneAnswer(List<string> sent, int status, string body, string media = "application/json") : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string content = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        sent.Add($"{request.Method} {request.RequestUri} {content}");
        HttpResponseMessage answer = new((HttpStatusCode)status) { ReasonPhrase = "", Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        answer.Content.Headers.TryAddWithoutValidation("Content-Type", media);
        return answer;
    }
}
