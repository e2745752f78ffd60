using Moltbot.Core.Configuration;

namespace Moltbot.Core.Profiles;

/// <summary>How a profile is named to people.</summary>
public static class ProfileLabel
{
    /// <summary>The id with the account's address, which the configuration may know better than the store: <c>id (address)</c>.</summary>
    public static string Of(string profileId, AuthProfile? profile, MoltbotConfiguration configuration)
    {
        string configured = EcmaScriptText.Trim(configuration.Profiles.GetValueOrDefault(profileId)?.Email ?? "");
        string? email = configured.Length > 0 ? configured : profile?.Email;
        return email is null ? profileId : $"{profileId} ({email})";
    }
}
