namespace Moltbot.Core.Health;

/// <summary>Where a provider's credential comes from.</summary>
public enum CredentialSource
{
    /// <summary>There is none.</summary>
    Missing,

    /// <summary>From profiles in the store.</summary>
    Profiles,

    /// <summary>From the environment.</summary>
    Environment,

    /// <summary>From the provider's entry in the configuration.</summary>
    Configuration,

    /// <summary>Perhaps from a profile: those of the agent are not seen.</summary>
    NotSeen,
}
