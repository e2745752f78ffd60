using Moltbot.Core.Errors;
using Moltbot.Core.OAuth;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Connecting;

/// <summary>Why nobody can sign in as it was wanted.</summary>
internal static class AccountErrors
{
    /// <summary>That a provider has no sign-in.</summary>
    public static MoltbotException NoSignIn(ProviderId provider) => MoltbotException.About(provider.Value, ErrorCode.SignInUnavailable, provider == ProviderId.Default
        ? (Advice)$"There is no sign-in for {provider} here. {SignInAdvice.SignInAgain(provider)}"
        : (Advice)$"There is no sign-in for {provider} here. There is one for {string.Join(", ", SignInProvider.All.Select(known => known.Provider.Value))}; for others, store a key with {NextSteps.ImportApiKey}.");

    /// <summary>That a provider gives out no codes for people.</summary>
    public static MoltbotException NoDeviceCode(SignInProvider provider) => MoltbotException.About(
        provider.Provider.Value, ErrorCode.SignInUnavailable, $"{provider.Label} has no sign-in with a device code. Leave {NextSteps.DeviceCode} out; without a browser here, paste the address that the browser ends at.");

    /// <summary>That nobody signed in in time.</summary>
    public static MoltbotException TimedOut(SignInProvider provider, TimeSpan limit) => MoltbotException.About(
        provider.Provider.Value, ErrorCode.SignInTimedOut, $"Nobody signed in to {provider.Label} within {limit.TotalSeconds} seconds. {SignInAdvice.StartAgain}");

    /// <summary>That a sign-in stays, because the provider did not end it.</summary>
    public static Advice StillStored(string profileId) => $"The profile {profileId} stays as it is; {NextSteps.Force} removes it all the same.";
}
