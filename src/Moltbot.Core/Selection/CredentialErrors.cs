using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Selection;

/// <summary>Why a provider's profiles give no credential now.</summary>
internal static class CredentialErrors
{
    public static MoltbotException Expired(ProviderId provider, IReadOnlyList<string> profileIds) => MoltbotException.About(profileIds[0], ErrorCode.CredentialExpired,
        $"The credential of {provider} has expired ({string.Join(", ", profileIds)}). Put in a new one with {NextSteps.ImportToken}.");

    public static MoltbotException Unusable(string profileId, string reason) => MoltbotException.About(profileId, ErrorCode.ProfileUnusable,
        $"No credentials found for profile \"{profileId}\": {reason}.");

    public static MoltbotException RefreshNeeded(string profileId) => MoltbotException.About(profileId, ErrorCode.RefreshNeeded,
        $"The sign-in of profile \"{profileId}\" has expired. {NextSteps.RefreshSignIns} renews it, and so does the gateway when it next uses it.");

    public static MoltbotException LeftToGateway(string profileId) => MoltbotException.About(profileId, ErrorCode.SignInOfGateway,
        $"The sign-in of profile \"{profileId}\" is the gateway's, openclaw, which alone renews and sends it; its tokens count once. Let the gateway make the request, or store an API key: {NextSteps.ImportApiKey}.");

    /// <summary>That a sign-in is not renewed here, and how its gateway renews it.</summary>
    public static MoltbotException RenewedByGateway(AuthProfile profile) => MoltbotException.About(profile.Id, ErrorCode.SignInOfGateway, profile.Fence switch
    {
        { HasFailed: true } => (Advice)$"The gateway, {GatewayCommands.Today}, has failed to renew the sign-in of profile \"{profile.Id}\", and its token is spent. Sign in again: {GatewayCommands.SignIn(profile.ProviderName, profile.Id)}, or {NextSteps.SignIn(profile.Provider.Value)}.",
        { } => (Advice)$"The gateway, {GatewayCommands.Today}, is renewing the sign-in of profile \"{profile.Id}\" at this moment, and nobody else may. Look again once it is done; if it does not end, sign in again: {GatewayCommands.SignIn(profile.ProviderName, profile.Id)}.",
        null => (Advice)$"The sign-in of profile \"{profile.Id}\" is the gateway's, {GatewayCommands.Today}, which alone renews it, because its tokens count once. Its next use renews it, and so does {GatewayCommands.Status}.",
    });

    /// <summary>That a sign-in has expired and cannot be renewed.</summary>
    /// <param name="profile">The sign-in.</param>
    /// <param name="reason">Why, ending with that somebody has to sign in again.</param>
    public static MoltbotException SignInNeeded(AuthProfile profile, string reason) => MoltbotException.About(profile.Id, ErrorCode.RefreshNeeded,
        $"Nothing can be had from profile \"{profile.Id}\": {reason}: {NextSteps.SignIn(profile.Provider.Value)}.");

    public static MoltbotException NotFound(string provider) => MoltbotException.About(provider, ErrorCode.CredentialNotFound,
        $"No API key found for provider \"{provider}\". Add a profile for it, or set one of its environment variables.");

    public static MoltbotException OnlyOfCodex(string provider) => MoltbotException.About(provider, ErrorCode.CredentialOfOtherProvider,
        "No API key found for provider \"openai\". You are authenticated with OpenAI Codex OAuth. Use openai-codex/gpt-5.2 (ChatGPT OAuth) or set OPENAI_API_KEY for openai/gpt-5.2.");

    public static MoltbotException InCooldown(ProviderId provider, IEnumerable<(string Id, ProfileUsage Usage)> inCooldown)
    {
        (string id, ProfileUsage usage) = inCooldown.MinBy(profile => profile.Usage.UnusableUntil);
        bool isDisabled = usage.DisabledUntil is { } end && end >= (usage.CooldownUntil ?? 0);
        return MoltbotException.About(id, ErrorCode.CredentialInCooldown,
            $"All profiles of {provider} are in cooldown or disabled after failures; the first one to be used again is {id}, from {UnixTime.ToReadable(usage.UnusableUntil)}. End that with {(isDisabled ? NextSteps.ClearDisabled : NextSteps.ClearCooldown)}, or add another profile.");
    }
}
