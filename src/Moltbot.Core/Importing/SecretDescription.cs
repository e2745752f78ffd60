namespace Moltbot.Core.Importing;

/// <summary>What a user of a vault says about a secret; what is <see langword="null"/> is left open.</summary>
public sealed record SecretDescription
{
    /// <summary>The provider that it is for.</summary>
    public string? Provider { get; init; }

    /// <summary>What kind of credential it is, by the stored name: <c>api_key</c> or <c>token</c>.</summary>
    public string? Kind { get; init; }

    /// <summary>The id of its profile, which has to be the one that it is stored under.</summary>
    public string? ProfileId { get; init; }

    /// <summary>The agent that has it, which has to be the one that the vault is about.</summary>
    public string? Agent { get; init; }

    /// <summary>The state directory of its installation, which has to be the one that the vault is about.</summary>
    public string? StateDirectory { get; init; }

    /// <summary>When it expires; <see langword="null"/> when it does not, if <see cref="SaysExpiry"/>.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>Whether anything is said about its expiry.</summary>
    public bool SaysExpiry { get; init; }
}
