using System.Text.Json.Nodes;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Text;

namespace Moltbot.Core.Configuration;

/// <summary>An entry of <c>agents.list</c>.</summary>
public sealed class ConfiguredAgent
{
    internal ConfiguredAgent(JsonObject json)
    {
        Id = AgentId.Parse(json.Member("id").AsText());
        IsDefault = json.Member("default").IsTruthy();
        Directory = EcmaScriptText.Trim(json.Member("agentDir").AsText() ?? "") is { Length: > 0 } directory ? directory : null;
        Model = ModelChoice.Read(json.Member("model"));
        ModelPolicy = json.Member("modelPolicy").Member("allow") as JsonArray;
    }

    /// <summary>The id in its normal form.</summary>
    public AgentId Id { get; }

    /// <summary>Whether the agent is marked as the default.</summary>
    public bool IsDefault { get; }

    /// <summary>The directory as it is written, before expansion, or <see langword="null"/> for the usual place.</summary>
    public string? Directory { get; }

    /// <summary>The agent's own model; empty when it uses the common one.</summary>
    public ModelChoice Model { get; }

    /// <summary>The agent's own list of models to choose from, as a gateway of today has one, or <see langword="null"/>.</summary>
    internal JsonArray? ModelPolicy { get; }
}
