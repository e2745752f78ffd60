using Moltbot.Core.Errors;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Quotas;

/// <summary>Why a provider that somebody names is not asked how much is left.</summary>
internal static class QuotaErrors
{
    public static MoltbotException NotAsked(ProviderId provider) => QuotaProvider.Find(provider) is { } known ? NoCredential(known) : TellsNothing(provider);

    private static MoltbotException TellsNothing(ProviderId provider) => MoltbotException.About(provider.Value, ErrorCode.InvalidArgument,
        $"{(provider.IsEmpty ? "A provider without a name" : provider.Value)} does not tell how much of a plan is left. Name one of {string.Join(", ", QuotaProvider.All.Select(known => known.Provider.Value))}.");

    private static MoltbotException NoCredential(QuotaProvider known) => MoltbotException.About(known.Provider.Value, ErrorCode.CredentialNotFound,
        $"There is nothing to ask {known.Provider} with how much of a plan is left: {(known.IsOfKey ? "no variable, no entry of the configuration and no profile holds a key for it" : "it tells that to a stored sign-in or token, and there is none")}.");
}
