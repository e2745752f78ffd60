using Moltbot.Core.Selection;

namespace Moltbot.Core.Probing;

/// <summary>A credential that is to be probed, or that cannot be.</summary>
/// <param name="Endpoint">Where and how its provider is asked.</param>
/// <param name="Planned">The credential.</param>
internal sealed record ProbeTarget(ProbeEndpoint Endpoint, PlannedCredential Planned)
{
    /// <summary>How it is named to people.</summary>
    public required string Label { get; init; }

    /// <summary>Whether it is the one that the agent's next run would use for its provider.</summary>
    public required bool IsInUse { get; init; }

    /// <summary>The model to ask where models are asked, or <see langword="null"/>.</summary>
    public string? Model { get; init; }

    /// <summary>Why nothing is asked; <see langword="null"/> where something is.</summary>
    public ProbeVerdict? Skipped { get; init; }

    /// <summary>Of two that have this in common one is asked after the other.</summary>
    public (string Provider, string Host) Lane => (Endpoint.Provider.Value, Endpoint.Host);
}
