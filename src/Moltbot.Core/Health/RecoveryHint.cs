using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Health;

/// <summary>What a gateway of today tells to do about a profile that is not used for a while, in the words of its own command line.</summary>
internal static class RecoveryHint
{
    private const string Wait = "Wait for cooldown or switch provider.";

    /// <summary>The hint about a profile in cooldown.</summary>
    public static string OfCooldown(AuthProfile profile, string? reason) => SignInAgain(profile, reason) ?? Wait;

    /// <summary>The hint about a profile that is disabled.</summary>
    public static string OfDisabled(AuthProfile profile, string? reason) => SignInAgain(profile, reason) ?? (reason == "billing" ? "Top up credits (provider billing) or switch provider." : Wait);

    /// <summary>The name of a profile to people: its id with the account's address, or with the name that somebody gave it.</summary>
    public static string LabelOf(AuthProfile profile) => (profile.Email ?? profile.DisplayName) is { } name ? $"{profile.Id} ({name})" : profile.Id;

    private static string? SignInAgain(AuthProfile profile, string? reason) => reason is "auth" or "auth_permanent" or "session_expired"
        ? $"Re-authenticate with {GatewayCommands.SignIn(profile.ProviderName, profile.Id)}."
        : null;
}
