using Moltbot.Core.Errors;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Connecting;

/// <summary>Why nobody can sign in as it was wanted.</summary>
internal static class AccountErrors
{
    /// <summary>That a provider has no sign-in.</summary>
    public static MoltbotException NoSignIn(ProviderId provider) => MoltbotException.About(provider.Value, ErrorCode.SignInUnavailable, provider == ProviderId.Default
        ? (Advice)$"There is no sign-in for {provider} here. {SignInAdvice.SignInAgain(provider)}"
        : (Advice)$"There is no sign-in for {provider} here. There is one for {string.Join(", ", SignInProvider.All.Select(known => known.Provider.Value))}; for others, store a key with {NextSteps.ImportApiKey}.");

    /// <summary>That a gateway of today has no sign-in of a provider, of which January's may have had one.</summary>
    public static MoltbotException NoSignInToday(ProviderId provider) => MoltbotException.About(provider.Value, ErrorCode.SignInUnavailable,
        $"The gateway of this installation, {GatewayCommands.Today}, has no sign-in for {provider} that could be made here. There is one for {string.Join(", ", SignInProvider.All.Select(known => known.TodayProvider).OfType<ProviderId>())}; its own command line may know others, and for the rest a key can be stored with {NextSteps.ImportApiKey}.");

    /// <summary>That nobody knows which model of a provider a gateway of today begins with.</summary>
    public static MoltbotException NoModelToday(SignInProvider provider) => MoltbotException.About(provider.Provider.Value, ErrorCode.SignInUnavailable,
        $"Which model of {provider.Label} would become the default is known to the gateway alone. Sign in without that, then name one with {NextSteps.SetDefaultModel}.");

    /// <summary>That a provider gives out no codes for people.</summary>
    public static MoltbotException NoDeviceCode(SignInProvider provider) => MoltbotException.About(
        provider.Provider.Value, ErrorCode.SignInUnavailable, $"{provider.Label} has no sign-in with a device code. Leave {NextSteps.DeviceCode} out; without a browser here, paste the address that the browser ends at.");

    /// <summary>That a sign-in of a gateway of today is not sent anywhere, not even to be ended.</summary>
    public static MoltbotException NotEndedHere(AuthProfile profile) => MoltbotException.About(profile.Id, ErrorCode.SignInOfGateway,
        $"The sign-in of profile \"{profile.Id}\" is the gateway's, {GatewayCommands.Today}, and its tokens are sent by nobody else, not even to end it. End it in the account's settings at {profile.ProviderName}; {NextSteps.RemoveProfile} removes what is stored.");

    /// <summary>That nobody signed in in time.</summary>
    public static MoltbotException TimedOut(SignInProvider provider, TimeSpan limit) => MoltbotException.About(
        provider.Provider.Value, ErrorCode.SignInTimedOut, $"Nobody signed in to {provider.Label} within {limit.TotalSeconds} seconds. {SignInAdvice.StartAgain}");

    /// <summary>That a sign-in stays, because the provider did not end it.</summary>
    public static Advice StillStored(string profileId) => $"The profile {profileId} stays as it is; {NextSteps.Force} removes it all the same.";
}
