using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Health;

/// <summary>Where a provider's credential comes from, and what else there is for it. Values are masked.</summary>
public sealed class ProviderStatus
{
    /// <summary>The absolute path of the installation's state directory.</summary>
    public required string StateDirectory { get; init; }

    /// <summary>The agent's id.</summary>
    public required string Agent { get; init; }

    /// <summary>The provider, as the store, the configuration or a model spells it.</summary>
    public required string Provider { get; init; }

    /// <summary>Its profiles, in the order of the store.</summary>
    public required FlatList<ProfileStatus> Profiles { get; init; }

    /// <summary>The absolute path of the agent's store, whether it exists or not.</summary>
    public required string Path { get; init; }

    /// <summary>The same for people to read.</summary>
    internal string ShortPath { get; init; } = "";

    /// <summary>The masked value in the environment; <c>OAuth (env)</c> for an OAuth token; <see langword="null"/> when there is none.</summary>
    public string? EnvironmentValue { get; init; }

    /// <summary>The variable it is in: <c>env: NAME</c> or <c>shell env: NAME</c>.</summary>
    public string? EnvironmentSource { get; init; }

    /// <summary>The masked key in the configuration's entry for the provider, or <see langword="null"/>.</summary>
    public string? ConfigurationValue { get; init; }

    /// <summary>The file that the gateway copies that key to: <c>models.json: …</c>.</summary>
    public string? ConfigurationSource { get; init; }

    /// <summary>Whether the agent's profiles are seen. If not, there may be one that comes before what is shown.</summary>
    public bool AreProfilesSeen { get; init; } = true;

    /// <summary>What is used: profiles before the environment, the environment before the configuration.</summary>
    public CredentialSource CredentialSource =>
        !AreProfilesSeen ? CredentialSource.NotSeen :
        Profiles.Count > 0 ? CredentialSource.Profiles :
        EnvironmentValue is not null ? CredentialSource.Environment :
        ConfigurationValue is not null ? CredentialSource.Configuration :
        CredentialSource.Missing;

    /// <summary>The gateway's name for what is used: <c>profiles</c>, <c>env</c>, <c>models.json</c> or <c>missing</c>; or <c>not seen</c>.</summary>
    public string CredentialSourceName => CredentialSource switch
    {
        CredentialSource.Profiles => "profiles",
        CredentialSource.Environment => "env",
        CredentialSource.Configuration => "models.json",
        CredentialSource.NotSeen => "not seen",
        _ => "missing",
    };

    /// <summary>What is used, masked: a path for profiles, else the value.</summary>
    public string Detail => CredentialSource switch
    {
        CredentialSource.Profiles => ShortPath,
        CredentialSource.Environment => EnvironmentValue!,
        CredentialSource.Configuration => ConfigurationValue!,
        CredentialSource.NotSeen => CredentialSourceName,
        _ => "missing",
    };

    /// <summary>Its profiles as the gateway names them: id, masked value, and why it is not used now.</summary>
    public FlatList<string> ProfileLabels => [.. Profiles.Select(LabelOf)];

    /// <summary>How many credentials of it can expire: OAuth and token profiles, and an OAuth token in the environment.</summary>
    public int SignInCount =>
        Profiles.Count(profile => profile.Kind != AuthProfileKind.ApiKey) + (EnvironmentValue == OAuthInEnvironment ? 1 : 0);

    /// <summary>Whether a credential of it is seen anywhere.</summary>
    internal bool HasAny => Profiles.Count > 0 || EnvironmentValue is not null || ConfigurationValue is not null;

    /// <summary>What stands for an OAuth token in the environment, of which nothing is shown.</summary>
    internal const string OAuthInEnvironment = "OAuth (env)";

    /// <summary>Always the provider.</summary>
    public override string ToString() => Provider;

    private static string LabelOf(ProfileStatus profile)
    {
        string value = profile.Kind switch
        {
            _ when profile.Reference is { } reference => reference.Description,
            AuthProfileKind.ApiKey => profile.MaskedValue,
            AuthProfileKind.Token => "token:" + profile.MaskedValue,
            _ => profile.Email is null ? "OAuth" : $"OAuth ({profile.Email})",
        };
        string suffix = profile.Unusable is null ? "" : $" [{profile.Unusable}]";
        return $"{profile.ProfileId}={value}{suffix}";
    }
}
