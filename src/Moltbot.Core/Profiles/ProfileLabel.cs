using Moltbot.Core.Configuration;
using Moltbot.Core.Text;

namespace Moltbot.Core.Profiles;

/// <summary>How a profile is named to people.</summary>
internal static class ProfileLabel
{
    /// <summary>The id with the account's address: <c>id (address)</c>, or the id alone.</summary>
    public static string Of(string profileId, AuthProfile? profile, MoltbotConfiguration configuration) =>
        EmailOf(profileId, profile, configuration) is { } email ? $"{profileId} ({email})" : profileId;

    /// <summary>The account's address, which the configuration may know better than the store; <see langword="null"/> when nobody does.</summary>
    public static string? EmailOf(string profileId, AuthProfile? profile, MoltbotConfiguration configuration)
    {
        string configured = EcmaScriptText.Trim(configuration.Profiles.GetValueOrDefault(profileId)?.Email ?? "");
        return configured.Length > 0 ? Redaction.HideSecrets(configured) : profile?.Email;
    }
}
