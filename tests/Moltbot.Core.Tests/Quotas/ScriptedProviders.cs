using System.Net;
using System.Text;

namespace Moltbot.Core.Tests.Quotas;

/// <summary>Providers that answer by address, and keep what they are asked.</summary>
internal sealed class ScriptedProviders : HttpMessageHandler
{
    private readonly Dictionary<string, Func<CancellationToken, Task<HttpResponseMessage>>> answers = new(StringComparer.Ordinal);
    private readonly Lock guard = new();
    private readonly List<Question> questions = [];

    /// <summary>What was asked, in the order in which it came.</summary>
    public IReadOnlyList<Question> Questions => questions;

    /// <summary>Answers an address.</summary>
    public ScriptedProviders Answer(string address, string body, int status = 200) =>
        Answer(address, _ => Task.FromResult(new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") }));

    /// <summary>Does something else at an address.</summary>
    public ScriptedProviders Answer(string address, Func<CancellationToken, Task<HttpResponseMessage>> answer)
    {
        answers[address] = answer;
        return this;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        string body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        string address = request.RequestUri!.AbsoluteUri;
        lock (guard)
            questions.Add(new(request.Method.Method, address, request.Headers.ToDictionary(header => header.Key, header => string.Join(' ', header.Value), StringComparer.OrdinalIgnoreCase), body));

        return answers.TryGetValue(address, out Func<CancellationToken, Task<HttpResponseMessage>>? answer)
            ? await answer(cancellationToken)
            : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new StringContent("{}") };
    }

    internal sealed record Question(string Method, string Address, IReadOnlyDictionary<string, string> Headers, string Body);
}
