using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Http;
using Moltbot.Core.Json;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Probing;

/// <summary>A request of a probe. The credential stands in a header field, never in the address.</summary>
/// <param name="Address">Where it goes.</param>
/// <param name="Body">What is sent; <see langword="null"/> where it is only asked (GET).</param>
/// <param name="Headers">The header fields.</param>
internal sealed record ProbeRequest(Uri Address, string? Body, IReadOnlyList<(string Name, string Value)> Headers)
{
    private const string JsonMedia = "application/json";

    /// <summary>Whether a person has said that it goes there, so that a private host may be spoken to unencrypted.</summary>
    public bool MayBePlain { get; init; }

    /// <summary>What it carries besides the credential that must not be shown.</summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>Whether what it carries can be sent there.</summary>
    public bool IsSafe => ProtectedHosts.Protects(Address) || (MayBePlain && Address.Scheme == Uri.UriSchemeHttp && ProtectedHosts.IsPrivate(Address));

    /// <summary>The body of the smallest request to a model.</summary>
    public static string BodyOf(SmallestCompletion completion, string model, int limit)
    {
        JsonObject body = completion.NamesModel ? new() { ["model"] = model } : [];
        foreach ((string name, JsonNode? value) in JsonNode.Parse(completion.Body)!.AsObject())
            body[name] = value?.DeepClone();

        string[] path = completion.Limit.Split('.');
        JsonObject inner = body;
        foreach (string name in path[..^1])
        {
            JsonObject member = [];
            inner[name] = member;
            inner = member;
        }

        inner[path[^1]] = limit;
        return JsonText.WriteCompact(body);
    }

    /// <summary>The message that is sent.</summary>
    public HttpRequestMessage ToMessage()
    {
        HttpRequestMessage message = new(Body is null ? HttpMethod.Get : HttpMethod.Post, Address);
        if (Body is not null)
            message.Content = new StringContent(Body, Encoding.UTF8, new MediaTypeHeaderValue(JsonMedia));

        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue(JsonMedia));
        foreach ((string name, string value) in Headers)
            message.Headers.TryAddWithoutValidation(name, value);

        return message;
    }
}
