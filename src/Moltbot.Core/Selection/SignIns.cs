using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Selection;

/// <summary>Which access token is sent for a sign-in (docs/gateway/oauth.md §9): its own, another's, or one that is still to be had.</summary>
/// <param name="view">The agent's view.</param>
/// <param name="mainView">The main agent's view; the same for the main agent.</param>
/// <param name="configuration">The configuration.</param>
/// <param name="now">The time, in milliseconds since the Unix epoch.</param>
/// <param name="rejectionOf">Why a provider does not take a sign-in's refresh token any more, or <see langword="null"/> where it may.</param>
internal sealed class SignIns(AuthProfileStore view, AuthProfileStore mainView, MoltbotConfiguration configuration, double now, Func<AuthProfile, string?> rejectionOf)
{
    /// <summary>What is to be done to use a sign-in.</summary>
    public CredentialStep StepOf(AuthProfile profile)
    {
        if (InUseFor(profile) is { Access.IsBlank: false } other)
            return new CredentialStep.Ready(KeyOf(other));

        if (profile.Refresh.IsBlank)
            return new CredentialStep.None(CandidateState.Expired, "the sign-in has expired and has no refresh token; sign in again");

        return rejectionOf(profile) is { } reason
            ? new CredentialStep.None(CandidateState.Expired, $"the sign-in has expired, and the provider does not renew it any more ({reason}); sign in again")
            : new CredentialStep.NeedsRefresh(profile);
    }

    /// <summary>The sign-in whose access token is sent while it lasts; <see langword="null"/> when there is none.</summary>
    private AuthProfile? InUseFor(AuthProfile profile) =>
        IsFresh(profile, now) ? profile :
        Replacing(profile) ??
        (mainView.Find(profile.Id) is { Kind: AuthProfileKind.OAuth } inherited && now < inherited.Expires ? inherited : null);

    /// <summary>
    /// Whether an access token can still be sent. Without an expiry that is a number or means one it is taken as it is, except
    /// by the two providers that always ask again.
    /// </summary>
    /// <param name="profile">The sign-in.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    public static bool IsFresh(AuthProfile profile, double now)
    {
        JsonElement expires = profile.Json.Member("expires");
        double end = expires.ValueKind == JsonValueKind.Null ? 0 : expires.ToNumber();
        return double.IsNaN(end) ? profile.ProviderName is not ("chutes" or "qwen-portal") : now < end;
    }

    /// <summary>The sign-in that takes the place of an old <c>…:default</c> one, if it is usable (docs/gateway/oauth.md §9 b).</summary>
    private AuthProfile? Replacing(AuthProfile profile) =>
        ReplacementId(view, profile, configuration) is { } id && id != profile.Id
        && view.Find(id) is { } other
        && IsConfiguredAsSignIn(other, configuration)
        && IsFresh(other, now)
            ? other
            : null;

    /// <summary>Whether the configuration calls a profile a sign-in of its provider, or says nothing of it.</summary>
    public static bool IsConfiguredAsSignIn(AuthProfile profile, MoltbotConfiguration configuration) =>
        !configuration.Profiles.TryGetValue(profile.Id, out ConfiguredProfile? configured)
        || (configured.Provider == profile.ProviderName && configured.Mode == "oauth");

    /// <summary>The id of the sign-in that takes the place of an old <c>…:default</c> one (docs/gateway/oauth.md §9 b), which may be its own; <see langword="null"/> when there is none.</summary>
    public static string? ReplacementId(AuthProfileStore view, AuthProfile profile, MoltbotConfiguration configuration) =>
        ReplacementId(view, profile.Id, profile.Provider, configuration, profile.ProviderName);

    /// <summary>The same for a sign-in that need not be stored itself.</summary>
    /// <param name="view">The agent's view.</param>
    /// <param name="profileId">The old id.</param>
    /// <param name="provider">Its provider.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="providerName">The provider as it is stored, or <see langword="null"/> for its normal id.</param>
    public static string? ReplacementId(AuthProfileStore view, string profileId, ProviderId provider, MoltbotConfiguration configuration, string? providerName = null)
    {
        ConfiguredProfile? configured = configuration.Profiles.GetValueOrDefault(profileId);
        if (SuffixOf(profileId) != "default"
            || (configured is not null && ProviderId.Parse(configured.Provider) == provider && configured.Mode != "oauth"))
        {
            return null;
        }

        AuthProfile[] signIns = [.. view.ProfilesOf(provider).Where(other => other.Kind == AuthProfileKind.OAuth)];
        string email = EcmaScriptText.Trim(configured?.Email ?? "");
        if (email.Length > 0 && Array.Find(signIns, other => other.Email == email || other.Id == $"{provider}:{email}") is { } byEmail)
            return byEmail.Id;

        string? lastGood = view.LastGood(provider.Value) ?? view.LastGood(providerName ?? provider.Value);
        if (Array.Exists(signIns, other => other.Id == lastGood))
            return lastGood;

        AuthProfile[] others = [.. signIns.Where(other => other.Id != profileId)];
        if (others is [AuthProfile only])
            return only.Id;

        return others.Where(other => LooksLikeEmail(SuffixOf(other.Id))).ToArray() is [AuthProfile named] ? named.Id : null;
    }

    private static string SuffixOf(string profileId) =>
        profileId.IndexOf(':', StringComparison.Ordinal) is >= 0 and int colon ? profileId[(colon + 1)..] : "";

    private static bool LooksLikeEmail(string text) =>
        text.Contains('@', StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal);

    /// <summary>What is sent for a sign-in. Two of Google's services want the project beside the token.</summary>
    public static Secret KeyOf(AuthProfile profile)
    {
        if (profile.ProviderName is not ("google-gemini-cli" or "google-antigravity"))
            return profile.Access;

        JsonObject key = new() { ["token"] = JsonText.ToValue(profile.Json.Member("access")) };
        if (profile.Json.Has("projectId"))
            key["projectId"] = JsonText.ToValue(profile.Json.Member("projectId"));

        return new Secret(JsonText.WriteCompact(key));
    }
}
