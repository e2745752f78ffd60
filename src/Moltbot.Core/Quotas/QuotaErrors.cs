using Moltbot.Core.Errors;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Quotas;

/// <summary>Why a provider that somebody names is not asked how much is left.</summary>
internal static class QuotaErrors
{
    public static MoltbotException TellsNothing(ProviderId provider) => MoltbotException.About(provider.Value, ErrorCode.InvalidArgument,
        $"{(provider.IsEmpty ? "A provider without a name" : provider.Value)} does not tell how much of a plan is left. Name one of {string.Join(", ", QuotaProvider.All.Select(known => known.Provider.Value))}.");

    public static MoltbotException NoCredential(ProviderId provider) => MoltbotException.About(provider.Value, ErrorCode.CredentialNotFound,
        $"There is nothing to ask {provider} with how much of a plan is left: {Wanted(provider)}.");

    private static string Wanted(ProviderId provider) => QuotaProvider.Find(provider)!.IsOfKey
        ? "no variable, no entry of the configuration and no profile holds a key for it"
        : "it tells that to a stored sign-in or token, and there is none";
}
