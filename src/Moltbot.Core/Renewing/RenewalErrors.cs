using Moltbot.Core.Errors;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Renewing;

/// <summary>Why a sign-in cannot be renewed.</summary>
internal static class RenewalErrors
{
    /// <summary>That the provider has refused its refresh token before.</summary>
    public static MoltbotException Rejected(AuthProfile profile, RenewalRecord record) => new(
        ErrorCode.RefreshTokenRejected,
        $"The provider does not take the sign-in {profile.Id} any more (since {UnixTime.ToReadable(record.At)}): {record.Reason}. {SignInAdvice.SignInAgain(profile.Provider)}")
    {
        Subject = profile.Id,
    };

    /// <summary>That nobody knows a provider.</summary>
    public static MoltbotException UnknownProvider(ProviderId provider, IEnumerable<string> names) => MoltbotException.About(
        provider.Value,
        ErrorCode.ProviderNotFound,
        $"No provider is called {provider}. {NearName.Hint(provider.Value, names) ?? $"There are sign-ins for {string.Join(", ", SignInProvider.All.Select(known => known.Provider.Value))}."}");

    /// <summary>That a sign-in is not there any more.</summary>
    public static MoltbotException Gone(AuthProfile profile) => new(
        ErrorCode.ProfileNotFound, $"The profile {profile.Id} was removed meanwhile. Nothing was sent; look at what there is now.") { Subject = profile.Id };

    /// <summary>That it was interrupted before a sign-in's turn came.</summary>
    public static MoltbotException NotSent(AuthProfile profile) => new(
        ErrorCode.Interrupted, $"The sign-in {profile.Id} was not renewed before the interruption. Nothing was sent for it; renew it again.") { Subject = profile.Id };

    /// <summary>That the stores to lock were others each time.</summary>
    public static MoltbotException KeepsChanging(AgentContext agent) => new(
        ErrorCode.StoreLocked, $"Other programs keep changing the sign-ins of {agent.StateDirectory}. Nothing was sent; try again in a moment.") { Path = agent.StateDirectory };
}
