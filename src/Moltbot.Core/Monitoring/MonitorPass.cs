using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>What a pass has seen and told.</summary>
public sealed class MonitorPass
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When it ended.</summary>
    public required DateTimeOffset FinishedAt { get; init; }

    /// <summary>Whether another pass was at work, so this one has done nothing.</summary>
    public bool IsSkipped { get; init; }

    /// <summary>0 when all is fine, 1 when a credential has expired, is missing or refused or something could not be read or told, 2 when one expires soon.</summary>
    public required int ExitCode { get; init; }

    /// <summary>What has changed since the last pass.</summary>
    public FlatList<MonitorEvent> Events { get; init; } = [];

    /// <summary>Everything that is not fine now, told before or not.</summary>
    public FlatList<MonitorEvent> Findings { get; init; } = [];

    /// <summary>Who was told what; nobody whom nothing was to be told.</summary>
    public FlatList<ChannelDelivery> Deliveries { get; init; } = [];

    /// <summary>The sign-ins that were renewed, as <c>agent/profile</c>.</summary>
    public FlatList<string> Renewed { get; init; } = [];

    /// <summary>The rotations whose old keys were given up, as <c>agent/profile</c>.</summary>
    public FlatList<string> EndedRotations { get; init; } = [];

    /// <summary>What could not be read, and which channels did not accept what they were told.</summary>
    public FlatList<MoltbotException> Errors { get; init; } = [];

    /// <summary>What a person should know although it does no harm now.</summary>
    public FlatList<string> Warnings { get; init; } = [];

    /// <summary>The pass as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["stateDirectory"] = StateDirectory,
        ["startedAt"] = (double)StartedAt.ToUnixTimeMilliseconds(),
        ["finishedAt"] = (double)FinishedAt.ToUnixTimeMilliseconds(),
        ["skipped"] = IsSkipped,
        ["exitCode"] = (double)ExitCode,
        ["events"] = new JsonArray([.. Events.Select(one => one.ToJson())]),
        ["findings"] = new JsonArray([.. Findings.Select(one => one.ToJson())]),
        ["deliveries"] = new JsonArray([.. Deliveries.Select(delivery => new JsonObject
        {
            ["channel"] = delivery.Channel,
            ["type"] = delivery.ChannelType,
            ["accepted"] = delivery.IsAccepted,
            ["severity"] = delivery.Severity.ToName(),
            ["title"] = delivery.Title,
            ["text"] = delivery.Text,
            ["count"] = (double)delivery.Events.Count,
            ["error"] = delivery.ToError()?.Message,
        })]),
        ["renewed"] = new JsonArray([.. Renewed.Select(id => (JsonNode?)id)]),
        ["endedRotations"] = new JsonArray([.. EndedRotations.Select(id => (JsonNode?)id)]),
        ["errors"] = new JsonArray([.. Errors.Select(error => (JsonNode?)error.Message)]),
    };
}
