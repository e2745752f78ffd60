using Moltbot.Core.Importing;
using Moltbot.Core.Resolving;

namespace Moltbot.Core.Rotating;

/// <summary>A rotation that is to be started.</summary>
/// <param name="ProfileId">The profile whose key is replaced.</param>
public sealed record RotationRequest(string ProfileId)
{
    /// <summary>How long the old key is kept where nothing else is said.</summary>
    public static TimeSpan UsualGrace { get; } = TimeSpan.FromHours(24);

    /// <summary>How long the old key stays the last fallback once the new one is in use; not at all if zero.</summary>
    public TimeSpan KeepFor { get; init; } = UsualGrace;

    /// <summary>Whether the copies of the key that other agents have under the same id are replaced too.</summary>
    public bool AllAgents { get; init; }

    /// <summary>The vault that keeps the new secret; where the old one is if <see langword="null"/>.</summary>
    public VaultDestination? Vault { get; init; }

    /// <summary>The vaults of the session, for a secret whose old one is in one of them; <see langword="null"/> where there are none.</summary>
    internal ISecretVaults? Vaults { get; init; }

    /// <summary>How long a token is valid from now on, or <see langword="null"/>.</summary>
    public TimeSpan? ExpiresIn { get; init; }

    /// <summary>When a token expires, or <see langword="null"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
