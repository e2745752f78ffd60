namespace Moltbot.Core.Importing;

/// <summary>How far an import may go, and where the secret goes.</summary>
public sealed record ImportOptions
{
    /// <summary>Whether a profile of another kind or of another provider may be replaced.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the configuration is left as it is.</summary>
    public bool NoConfig { get; init; }

    /// <summary>The vault that keeps the secret in the place of the store, or <see langword="null"/>.</summary>
    public VaultDestination? Vault { get; init; }
}
