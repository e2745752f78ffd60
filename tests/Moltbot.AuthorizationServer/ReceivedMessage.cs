using System.Text.Json.Nodes;

namespace Moltbot.AuthorizationServer;

/// <summary>What a <see cref="MessageReceiver"/> was told by one request.</summary>
public sealed record ReceivedMessage(string Method, string Path, string Body, string Authorization, string ContentType)
{
    /// <summary>The body as JSON.</summary>
    public JsonNode Json => JsonNode.Parse(Body)!;
}
