using System.Text.Json.Nodes;
using Moltbot.Core.Text;

namespace Moltbot.Core.Monitoring;

/// <summary>A credential that has ended or will within the time that is looked ahead.</summary>
public sealed record DueCredential
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The id of the agent whose store it is in.</summary>
    public required string Agent { get; init; }

    /// <summary>The provider.</summary>
    public required string Provider { get; init; }

    /// <summary>The profile.</summary>
    public required string ProfileId { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>How long that is away; negative when it has passed.</summary>
    public required TimeSpan ExpiresIn { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{ProfileId} {(ExpiresIn > TimeSpan.Zero ? $"in {DurationText.Remaining(ExpiresIn.TotalMilliseconds)}" : "has expired")}";

    /// <summary>The same as JSON.</summary>
    internal JsonObject ToJson() => new()
    {
        ["agentId"] = Agent,
        ["provider"] = Provider,
        ["profileId"] = ProfileId,
        ["expiresAt"] = (double)ExpiresAt.ToUnixTimeMilliseconds(),
        ["expiresInMs"] = ExpiresIn.TotalMilliseconds,
    };
}
