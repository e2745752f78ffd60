using Moltbot.Core.Configuration;
using Moltbot.Core.Failures;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Selection;

/// <summary>What makes a stored profile usable, whoever asks.</summary>
internal static class ProfileRules
{
    /// <summary>Whether the configuration's mode for a profile fits what is stored. A stored token does where OAuth is configured.</summary>
    public static bool AllowsKind(ConfiguredProfile configured, AuthProfileKind kind) =>
        configured.Mode == kind.ToStoredName() || (configured.Mode == "oauth" && kind == AuthProfileKind.Token);

    /// <summary>Whether the configuration says of a profile what is stored, to the very text of the provider, or says nothing of it.</summary>
    public static bool IsConfiguredAlike(AuthProfile profile, MoltbotConfiguration configuration) =>
        !configuration.Profiles.TryGetValue(profile.Id, out ConfiguredProfile? configured)
        || (configured.Provider == profile.ProviderName && AllowsKind(configured, profile.Kind));

    /// <summary>Whether a profile is not used any more: a token whose time has passed, and what a gateway of today takes for no credential.</summary>
    public static bool IsOver(AuthProfile profile, double now) => profile.HasInvalidExpiry || profile.Fence is not null || IsExpiredToken(profile, now);

    /// <summary>Whether the profile is a token whose time has passed. Without a positive finite expiry it never does.</summary>
    public static bool IsExpiredToken(AuthProfile profile, double now) =>
        profile.Kind == AuthProfileKind.Token
        && profile.Expires is { } expires && double.IsFinite(expires) && expires > 0 && now >= expires;
}
