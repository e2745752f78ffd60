using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Text;

namespace Moltbot.Core;

/// <summary>What an installation is, how that is known, and where it keeps what.</summary>
public sealed record InstallationOverview
{
    /// <summary>The absolute path of the state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The same at the end of all links.</summary>
    public required string RealPath { get; init; }

    /// <summary>Whether commands that name no other are about it.</summary>
    public required bool IsInForce { get; init; }

    /// <summary>Which generation of gateways it belongs to.</summary>
    public required LayoutKind Layout { get; init; }

    /// <summary>How that is known.</summary>
    public required string LayoutReason { get; init; }

    /// <summary>The version of the gateway that last wrote in it, or <see langword="null"/> where nothing says so.</summary>
    public required string? Version { get; init; }

    /// <summary>The absolute path of the configuration file, whether it exists or not.</summary>
    public required string ConfigPath { get; init; }

    /// <summary>Whether the configuration file exists.</summary>
    public required bool ConfigExists { get; init; }

    /// <summary>The absolute paths of the stores that there are, those that agents share once.</summary>
    public required FlatList<string> Stores { get; init; }

    /// <summary>The ids of the agents.</summary>
    public required FlatList<string> Agents { get; init; }

    /// <summary>Whether a gateway runs on it; <see langword="null"/> where nobody can tell.</summary>
    public required bool? IsGatewayRunning { get; init; }

    /// <summary>How that is known, or why it is not.</summary>
    public required string GatewayReason { get; init; }

    /// <summary>The absolute paths of files of an older gateway that keep the newer one from using an agent's credentials.</summary>
    public required FlatList<string> LeftBehind { get; init; }

    /// <summary>The name of the generation: <c>january</c>, <c>today</c> or <c>unknown</c>.</summary>
    public string LayoutName => Layout switch
    {
        LayoutKind.January => "january",
        LayoutKind.Today => "today",
        _ => "unknown",
    };

    /// <summary>All of this as JSON.</summary>
    public JsonObject ToJson() => new()
    {
        ["stateDir"] = StateDirectory,
        ["realPath"] = RealPath,
        ["inForce"] = IsInForce,
        ["layout"] = LayoutName,
        ["layoutReason"] = LayoutReason,
        ["version"] = Version,
        ["configPath"] = ConfigPath,
        ["configExists"] = ConfigExists,
        ["stores"] = new JsonArray([.. Stores.Select(store => (JsonNode?)store)]),
        ["agents"] = new JsonArray([.. Agents.Select(agent => (JsonNode?)agent)]),
        ["gatewayRunning"] = IsGatewayRunning,
        ["gatewayReason"] = GatewayReason,
        ["leftBehind"] = new JsonArray([.. LeftBehind.Select(file => (JsonNode?)file)]),
    };

    /// <summary>Always the state directory.</summary>
    public override string ToString() => StateDirectory;
}
