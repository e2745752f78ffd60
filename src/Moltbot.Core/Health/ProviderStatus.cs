namespace Moltbot.Core.Health;

/// <summary>Where a provider's credential comes from, and what else there is for it. Values are masked.</summary>
public sealed class ProviderStatus
{
    /// <summary>The provider, as the store, the configuration or a model spells it.</summary>
    public required string Provider { get; init; }

    /// <summary>Its profiles, in the order of the store.</summary>
    public required IReadOnlyList<ProfileStatus> Profiles { get; init; }

    /// <summary>The store that its profiles are shown from, for people to read.</summary>
    public required string StorePath { get; init; }

    /// <summary>The masked value in the environment; <c>OAuth (env)</c> for an OAuth token; <see langword="null"/> when there is none.</summary>
    public string? EnvironmentValue { get; init; }

    /// <summary>The variable it is in: <c>env: NAME</c> or <c>shell env: NAME</c>.</summary>
    public string? EnvironmentSource { get; init; }

    /// <summary>The masked key in the configuration's entry for the provider, or <see langword="null"/>.</summary>
    public string? ConfigurationValue { get; init; }

    /// <summary>The file that the gateway copies that key to: <c>models.json: …</c>.</summary>
    public string? ConfigurationSource { get; init; }

    /// <summary>What is used: profiles before the environment, the environment before the configuration.</summary>
    public CredentialSource Source =>
        Profiles.Count > 0 ? CredentialSource.Profiles :
        EnvironmentValue is not null ? CredentialSource.Environment :
        ConfigurationValue is not null ? CredentialSource.Configuration :
        CredentialSource.Missing;

    /// <summary>What is used, masked: a path for profiles, else the value.</summary>
    public string Detail => Source switch
    {
        CredentialSource.Profiles => StorePath,
        CredentialSource.Environment => EnvironmentValue!,
        CredentialSource.Configuration => ConfigurationValue!,
        _ => "missing",
    };

    /// <summary>How many credentials of it can expire: OAuth and token profiles, and an OAuth token in the environment.</summary>
    public int SignInCount =>
        Profiles.Count(profile => profile.Kind != Moltbot.Core.Profiles.AuthProfileKind.ApiKey) + (EnvironmentValue == OAuthInEnvironment ? 1 : 0);

    /// <summary>What stands for an OAuth token in the environment, of which nothing is shown.</summary>
    internal const string OAuthInEnvironment = "OAuth (env)";

    /// <summary>Always the provider.</summary>
    public override string ToString() => Provider;
}
