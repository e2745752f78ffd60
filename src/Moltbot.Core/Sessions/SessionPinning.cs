using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Sessions;

/// <summary>What a session may be pinned to.</summary>
internal static class SessionPinning
{
    /// <summary>The profile that a person wants, if it is there and for the provider of the model (docs/gateway/sessions.md §4, 5).</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.ProfileNotFound"/> or <see cref="ErrorCode.ProfileOfOtherProvider"/>.</exception>
    public static AuthProfile CheckProfile(AuthProfileStore store, string profileId, ProviderId provider, string agentDirectory = "the store")
    {
        AuthProfile profile = store.Find(profileId) ?? throw ProfileErrors.NotFound(profileId, store, agentDirectory);
        return profile.ProviderName == provider.Value ? profile : throw ProfileErrors.OfOtherProvider(profile, provider);
    }
}
