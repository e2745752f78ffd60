using Moltbot.Core.Profiles;

namespace Moltbot.Core.Selection;

/// <summary>The names of <see cref="CredentialMode"/>.</summary>
public static class CredentialModes
{
    /// <summary>How a profile of a kind is used.</summary>
    public static CredentialMode Of(AuthProfileKind kind) => kind switch
    {
        AuthProfileKind.ApiKey => CredentialMode.ApiKey,
        AuthProfileKind.OAuth => CredentialMode.OAuth,
        _ => CredentialMode.Token,
    };

    /// <summary>The gateway's name of a mode.</summary>
    public static string ToName(this CredentialMode mode) => mode switch
    {
        CredentialMode.ApiKey => "api-key",
        CredentialMode.OAuth => "oauth",
        CredentialMode.Token => "token",
        _ => "aws-sdk",
    };
}
