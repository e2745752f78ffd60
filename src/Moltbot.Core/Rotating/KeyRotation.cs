using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Rotating;

/// <summary>The rotation of a key, without either secret.</summary>
/// <param name="StateDirectory">The absolute path of the installation's state directory.</param>
/// <param name="Agent">The id of the agent that has the profile.</param>
/// <param name="ProfileId">The id of the profile, under which both keys are used, the one before and the other afterwards.</param>
/// <param name="Provider">The provider in its normal form.</param>
/// <param name="Kind">What kind of credential it is: an API key or a token.</param>
/// <param name="Stage">How far it has come.</param>
/// <param name="StartedAt">When it was started.</param>
public sealed record KeyRotation(
    string StateDirectory,
    string Agent,
    string ProfileId,
    string Provider,
    AuthProfileKind Kind,
    RotationStage Stage,
    DateTimeOffset StartedAt)
{
    /// <summary>Who started it, as the environment names them; <see langword="null"/> where it does not.</summary>
    public string? StartedBy { get; init; }

    /// <summary>How long the old key is kept once the new one is in use.</summary>
    public TimeSpan KeepFor { get; init; }

    /// <summary>When the new key came into use, or <see langword="null"/>.</summary>
    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>When the grace period of the old key ends, or <see langword="null"/> before the new one is in use.</summary>
    public DateTimeOffset? KeepUntil { get; init; }

    /// <summary>The id of the profile that keeps the old key during the grace period, or <see langword="null"/>.</summary>
    public string? PreviousProfileId { get; init; }

    /// <summary>What the provider said to the new key when it was last asked, as one word; <see langword="null"/> when it was not asked.</summary>
    public string? Verdict { get; init; }

    /// <summary>When the provider was last asked about the new key, or <see langword="null"/>.</summary>
    public DateTimeOffset? ProbedAt { get; init; }

    /// <summary>Where the new secret is kept instead of in the store, or <see langword="null"/>.</summary>
    public SecretReference? Reference { get; init; }

    /// <summary>The agents whose key it replaces.</summary>
    public FlatList<string> Agents { get; init; } = [];

    /// <summary>The agents that have a copy of the old key under the same id, which stays as it is.</summary>
    public FlatList<string> OtherAgents { get; init; } = [];

    /// <summary>What a person should know.</summary>
    public FlatList<string> Warnings { get; init; } = [];

    /// <summary>Always the profile's id.</summary>
    public override string ToString() => ProfileId;
}
