using System.Text.Json.Nodes;

namespace Moltbot.Core.Monitoring;

/// <summary>Something that is not fine with a credential, or is again.</summary>
public sealed record MonitorEvent
{
    internal MonitorEvent(MonitorKey key) => Key = key;

    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The id of the agent whose store or use it is about.</summary>
    public string Agent => Key.Agent;

    /// <summary>What it is.</summary>
    public required MonitorEventKind Kind { get; init; }

    /// <summary>How urgent it is.</summary>
    public required MonitorSeverity Severity { get; init; }

    /// <summary>The provider, or <see langword="null"/> where it is about none.</summary>
    public string? Provider { get; init; }

    /// <summary>The profile's id, or <see langword="null"/> where it is about none.</summary>
    public string? ProfileId { get; init; }

    /// <summary>When the credential expires or can be used again, or <see langword="null"/>.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>What it is, in one sentence without secrets.</summary>
    public required string Message { get; init; }

    /// <summary>What it is about, the same in each pass: one thing has one key.</summary>
    internal MonitorKey Key { get; }

    /// <summary>The event as JSON, with times in milliseconds since the Unix epoch.</summary>
    public JsonObject ToJson()
    {
        JsonObject json = new()
        {
            ["kind"] = Kind.ToName(),
            ["severity"] = Severity.ToName(),
            ["agentId"] = Agent,
        };
        if (Provider is not null)
            json["provider"] = Provider;
        if (ProfileId is not null)
            json["profileId"] = ProfileId;
        if (Until is { } until)
            json["until"] = (double)until.ToUnixTimeMilliseconds();

        json["message"] = Message;
        return json;
    }

    /// <summary>Always the message.</summary>
    public override string ToString() => Message;
}
