using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.OAuth;

namespace Moltbot.Core.Tests.Conformance;

/// <summary>A browser that comes back as a case says, and remembers what it was answered in the shape in which that was recorded.</summary>
/// <param name="callbacks">What it asks for, in order.</param>
/// <param name="bindFailure">Why nobody can listen, or <see langword="null"/>.</param>
internal sealed class ScriptedBrowser(JsonArray? callbacks, string? bindFailure) : ICallbackPort
{
    /// <summary>Where it was to come back to, or <see langword="null"/>.</summary>
    public int? Port { get; private set; }

    /// <summary>What it was answered, up to the answer that it wanted.</summary>
    public JsonArray Replies { get; } = [];

    public IAsyncDisposable Open(int port, Func<string, LoopbackReply> answer)
    {
        Port = port;
        if (bindFailure is not null)
            throw new MoltbotException(ErrorCode.PortTaken, $"The port {port} is taken.");

        foreach (JsonNode? callback in callbacks ?? [])
        {
            LoopbackReply reply = answer(callback!.GetValue<string>());
            Replies.Add(reply.IsPage
                ? new JsonObject { ["status"] = reply.Status, ["html"] = true }
                : new JsonObject { ["status"] = reply.Status, ["text"] = reply.Text });
            if (reply.IsPage || reply.Text.StartsWith("Authentication failed", StringComparison.Ordinal))
                break;
        }

        return new MemoryStream();
    }
}
