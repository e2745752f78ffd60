using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>A network that answers what a case says, in order, and remembers what it was asked in the shape in which that was recorded.</summary>
/// <param name="answers">The answers.</param>
/// <param name="clock">The clock, which an answer may move.</param>
/// <param name="onAnswer">Does what other processes do before an answer comes.</param>
internal sealed class ScriptedNetwork(JsonArray answers, ManualTimeProvider clock, Action<JsonObject>? onAnswer = null) : HttpMessageHandler
{
    private readonly Queue<JsonObject> remaining = new(answers.Select(answer => answer!.AsObject()));

    /// <summary>What was asked.</summary>
    public JsonArray Requests { get; } = [];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Requests.Add(await DescribeAsync(request));
        JsonObject answer = remaining.Dequeue();
        if (answer["tookMs"] is { } took)
            clock.Sleep(TimeSpan.FromMilliseconds(took.GetValue<double>()));

        onAnswer?.Invoke(answer);
        if (answer.ContainsKey("networkError"))
            throw new HttpRequestException(HttpRequestError.ConnectionError, "There is no network here.");

        return new HttpResponseMessage((HttpStatusCode)answer["status"]!.GetValue<int>())
        {
            ReasonPhrase = answer.Text("reason") ?? "",
            Content = answer.ContainsKey("json")
                ? new StringContent(RecordedValues.ToText(answer["json"]), Encoding.UTF8, "application/json")
                : new StringContent(answer.Text("text") ?? "", Encoding.UTF8, "text/plain"),
        };
    }

    private static async Task<JsonObject> DescribeAsync(HttpRequestMessage request)
    {
        JsonObject described = new() { ["method"] = request.Method.Method, ["url"] = request.RequestUri!.OriginalString };
        // Every request of ours says who we are, where the gateway's say nothing.
        JsonObject headers = new(request.Headers.Where(header => !header.Value.Any(value => value.StartsWith("moltbot-powershell/", StringComparison.Ordinal))).Select(header => KeyValuePair.Create(header.Key.ToLowerInvariant(), (JsonNode?)string.Join(", ", header.Value))));
        if (request.Content is { } content)
        {
            string media = content.Headers.ContentType!.MediaType!;
            string body = await content.ReadAsStringAsync();
            headers["content-type"] = media;
            if (media == "application/x-www-form-urlencoded")
                described["form"] = new JsonArray([.. body.Split('&').Select(PairOf)]);
            else
                described["json"] = JsonNode.Parse(body);
        }

        if (headers.Count > 0)
            described["headers"] = headers;

        return described;
    }

    private static JsonArray PairOf(string pair) => [.. pair.Split('=').Select(half => (JsonNode?)WebUtility.UrlDecode(half))];
}
