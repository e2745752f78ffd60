using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Moltbot.Core.Http;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Resolving;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring.Channels;

/// <summary>A channel that is told by one request: ntfy, Slack, Teams, Discord, PagerDuty, or whoever takes JSON.</summary>
/// <param name="channel">Its settings.</param>
/// <param name="secrets">Follows its references.</param>
/// <param name="http">The way to it.</param>
/// <param name="environment">The environment that the way was opened with.</param>
internal sealed class HttpChannel(ChannelSettings channel, SecretResolver secrets, HttpClient http, ProcessEnvironment environment) : IMonitorChannel
{
    private const string Ntfy = "https://ntfy.sh";
    private const string PagerDuty = "https://events.pagerduty.com/v2/enqueue";
    private const string Json = "application/json";
    private const int LongestAnswerShown = 200;
    private const int LongestForDiscord = 2000;
    private const int LongestForNtfy = 4000;
    private const int LongestSummary = 1024;

    /// <inheritdoc/>
    public async Task SendAsync(MonitorMessage message, CancellationToken cancellation)
    {
        using HttpRequestMessage request = RequestFor(message);
        Uri address = request.RequestUri!;
        try
        {
            using HttpResponseMessage answer = await http.SendAsync(request, cancellation).ConfigureAwait(false);
            if (answer.IsSuccessStatusCode)
                return;

            string said = await answer.Content.ReadAsStringAsync(cancellation).ConfigureAwait(false);
            throw ChannelErrors.NotAccepted(
                channel,
                string.Create(CultureInfo.InvariantCulture, $"HTTP {(int)answer.StatusCode}{(EcmaScriptText.IsBlank(said) ? "" : $", {Start(EcmaScriptText.Trim(said), LongestAnswerShown)}")}"),
                $"Check its address and its secret at {address.Host}.");
        }
        catch (Exception failure) when (TransportFailure.IsOne(failure) && !cancellation.IsCancellationRequested)
        {
            TransportFailure meaning = TransportFailure.Of(failure, address, environment);
            throw ChannelErrors.NotAccepted(channel, meaning.Cause, meaning.Next, failure);
        }
    }

    private HttpRequestMessage RequestFor(MonitorMessage message) => channel.Kind switch
    {
        ChannelKind.Ntfy => ToNtfy(message),
        ChannelKind.Slack => Post(Address("url"), new JsonObject { ["text"] = $"*{Escaped(message.Title)}*\n{Escaped(message.Text)}" }),
        ChannelKind.Teams => Post(Address("url"), CardOf(message)),
        ChannelKind.Discord => Post(Address("url"), new JsonObject
        {
            ["content"] = Start($"**{message.Title}**\n{message.Text}", LongestForDiscord),
            ["allowed_mentions"] = new JsonObject { ["parse"] = new JsonArray() },
        }),
        ChannelKind.PagerDuty => Post(channel.Values.ContainsKey("url") ? Address("url") : new Uri(PagerDuty), IncidentOf(message)),
        _ => ToWebhook(message),
    };

    private HttpRequestMessage ToNtfy(MonitorMessage message)
    {
        Uri server = channel.Values.ContainsKey("server") ? Address("server") : new Uri(Ntfy);
        string topic = channel.Values["topic"].Resolve(secrets).Reveal();
        if (topic.Length is 0 or > 64 || !topic.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'))
            throw ChannelErrors.Unusable(channel, "topic", "is no topic, which has up to 64 letters, digits, _ and -");

        // As JSON, because header fields hold no letters of other languages.
        return Authorized(Post(server, new JsonObject
        {
            ["topic"] = topic,
            ["title"] = message.Title,
            ["message"] = Start(message.Text, LongestForNtfy),
            ["priority"] = message.Severity switch { MonitorSeverity.Critical => 5.0, MonitorSeverity.Error => 4.0, _ => 3.0 },
            ["tags"] = new JsonArray(message.IsAllOver ? "white_check_mark" : "warning", "key"),
        }));
    }

    private HttpRequestMessage ToWebhook(MonitorMessage message) => Authorized(channel.Template switch
    {
        null => Post(Address("url"), message.ToJson()),
        JsonValue text when text.AsText() is { } template => Post(Address("url"), Filled(template, message), "text/plain"),
        { } template => Post(Address("url"), Filled(template, message)!),
    });

    private HttpRequestMessage Authorized(HttpRequestMessage request)
    {
        if (channel.Values.GetValueOrDefault("token") is not { } token)
            return request;

        string value = token.Resolve(secrets).Reveal();
        if (value.Length == 0 || value.Any(c => c is < '!' or > '~'))
            throw ChannelErrors.Unusable(channel, "token", "is none that can be sent");

        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", value);
        return request;
    }

    private static JsonNode? Filled(JsonNode? template, MonitorMessage message) => template switch
    {
        JsonObject members => new JsonObject(members.Select(member => KeyValuePair.Create(member.Key, Filled(member.Value, message)))),
        JsonArray items => new JsonArray([.. items.Select(item => Filled(item, message))]),
        _ when template.AsText() is { } text => JsonValue.Create(Filled(text, message)),
        _ => template.Copy(),
    };

    /// <summary>A template is read before it is filled, so whatever stands in a message ends up in its place and nowhere else.</summary>
    private static string Filled(string template, MonitorMessage message)
    {
        StringBuilder filled = new(template.Length);
        for (int at = 0; at < template.Length;)
        {
            int start = template.IndexOf("{{", at, StringComparison.Ordinal);
            int end = start < 0 ? -1 : template.IndexOf("}}", start, StringComparison.Ordinal);
            if (end < 0)
                return filled.Append(template, at, template.Length - at).ToString();

            filled.Append(template, at, start - at).Append(Placeholder(template[(start + 2)..end].Trim(), message) ?? template[start..(end + 2)]);
            at = end + 2;
        }

        return filled.ToString();
    }

    private static string? Placeholder(string name, MonitorMessage message) => name switch
    {
        "title" => message.Title,
        "text" => message.Text,
        "severity" => message.Severity.ToName(),
        "host" => message.Host,
        "stateDirectory" => message.StateDirectory,
        "count" => message.Events.Count.ToString(CultureInfo.InvariantCulture),
        "time" => UnixTime.ToText(message.Time),
        _ => null,
    };

    private static JsonObject CardOf(MonitorMessage message) => new()
    {
        ["type"] = "message",
        ["attachments"] = new JsonArray(new JsonObject
        {
            ["contentType"] = "application/vnd.microsoft.card.adaptive",
            ["content"] = new JsonObject
            {
                ["$schema"] = "http://adaptivecards.io/schemas/adaptive-card.json",
                ["type"] = "AdaptiveCard",
                ["version"] = "1.4",
                ["body"] = new JsonArray(
                [
                    new JsonObject { ["type"] = "TextBlock", ["text"] = message.Title, ["weight"] = "Bolder", ["wrap"] = true },
                    .. message.Text.Split('\n').Select(line => (JsonNode?)new JsonObject { ["type"] = "TextBlock", ["text"] = line, ["wrap"] = true }),
                ]),
            },
        }),
    };

    /// <summary>One incident for each installation, which ends once nothing is left of what was told.</summary>
    private JsonObject IncidentOf(MonitorMessage message)
    {
        byte[] place = SHA256.HashData(Encoding.UTF8.GetBytes($"{message.Host}\n{message.StateDirectory}"));
        return new JsonObject
        {
            ["routing_key"] = channel.Values["routingKey"].Resolve(secrets).Reveal(),
            ["event_action"] = message.IsAllOver ? "resolve" : "trigger",
            ["dedup_key"] = $"moltbot-{Convert.ToHexString(place)[..32].ToLowerInvariant()}",
            ["client"] = "Moltbot.PowerShell",
            ["payload"] = new JsonObject
            {
                ["summary"] = Start(message.Events.Count == 1 ? message.Events[0].Message : message.Title, LongestSummary),
                ["source"] = message.Host,
                ["severity"] = message.Severity == MonitorSeverity.Notice ? "info" : message.Severity.ToName(),
                ["timestamp"] = UnixTime.ToText(message.Time),
                ["custom_details"] = message.ToJson(),
            },
        };
    }

    private Uri Address(string member) =>
        Uri.TryCreate(channel.Values[member].Resolve(secrets).Reveal(), UriKind.Absolute, out Uri? address) && address.Scheme is "https" or "http"
            ? address
            : throw ChannelErrors.Unusable(channel, member, "is no address of the form https://host/path");

    private static HttpRequestMessage Post(Uri address, JsonNode json) => Post(address, JsonText.WriteCompact(json), Json);

    private static HttpRequestMessage Post(Uri address, string text, string media) =>
        new(HttpMethod.Post, address) { Content = new StringContent(text, Encoding.UTF8, media) };

    /// <summary>What Slack takes for markup.</summary>
    private static string Escaped(string text) => text.Replace("&", "&amp;", StringComparison.Ordinal).Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal);

    /// <summary>The start of a text that is too long; a character that would be cut in two is left out.</summary>
    private static string Start(string text, int length) =>
        text.Length <= length ? text : $"{text[..(char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1)]}…";
}
