using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Selection;

/// <summary>
/// Finds the credential that is used for a provider, and where it comes from, without asking the network
/// (docs/gateway/credentials.md §2). A sign-in that would have to be renewed counts as not usable.
/// </summary>
public sealed class CredentialResolver
{
    private const string AwsSdk = "aws-sdk";

    private readonly AuthProfileStore store;
    private readonly AuthProfileStore mainStore;
    private readonly MoltbotConfiguration configuration;
    private readonly ProcessEnvironment environment;
    private readonly double now;
    private readonly SecretResolver secrets;

    /// <summary>Resolves credentials of one agent at one time.</summary>
    /// <param name="store">The agent's view.</param>
    /// <param name="mainStore">The main agent's view; the same for the main agent.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="environment">The environment after everything that adds to it.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    /// <param name="secrets">Follows the references of profiles whose secret is kept elsewhere; if omitted, they cannot be used.</param>
    public CredentialResolver(
        AuthProfileStore store,
        AuthProfileStore mainStore,
        MoltbotConfiguration configuration,
        ProcessEnvironment environment,
        double now,
        SecretResolver? secrets = null)
    {
        this.store = store;
        this.mainStore = mainStore;
        this.configuration = configuration;
        this.environment = environment;
        this.now = now;
        this.secrets = secrets ?? SecretResolver.None;
    }

    /// <summary>The credential for a provider: the first usable profile, else the environment's, else the configuration's.</summary>
    /// <param name="provider">The provider, as the caller spells it.</param>
    /// <param name="preferred">A profile to try first, or <see langword="null"/>.</param>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.CredentialNotFound"/> or <see cref="ErrorCode.CredentialOfOtherProvider"/>; or why the secret of the
    /// first profile that is kept elsewhere could not be fetched, if there is nothing in its place.
    /// </exception>
    public EffectiveCredential Resolve(string provider, string? preferred = null)
    {
        ConfiguredProvider? configured = configuration.Provider(provider);
        ProviderId id = ProviderId.Parse(provider);
        if (configured?.Auth == AwsSdk)
            return AwsCredential();

        List<MoltbotException> failures = [];
        return FromProfiles(id, preferred, failures)
            ?? FromEnvironment(id)
            ?? (configured?.ApiKey is { } key ? new EffectiveCredential(new Secret(key), CredentialMode.ApiKey, "models.json") : null)
            ?? (id.Value == "amazon-bedrock" && configured?.Auth is null ? AwsCredential() : null)
            ?? throw (failures is [MoltbotException first, ..] ? first : NotFound(provider));
    }

    /// <summary>The credential of one profile, whatever provider it is for and with no other in its place.</summary>
    /// <exception cref="MoltbotException">
    /// <see cref="ErrorCode.ProfileUnusable"/> or <see cref="ErrorCode.RefreshNeeded"/>; or why a secret that is kept elsewhere
    /// could not be fetched.
    /// </exception>
    public EffectiveCredential ResolveProfile(string profileId) => TryProfile(profileId)
        ?? throw new MoltbotException(
            ErrorCode.ProfileUnusable,
            $"No credentials found for profile \"{profileId}\". It does not exist, holds no secret, has expired, or is configured for another provider or mode.")
        {
            Subject = profileId,
        };

    /// <summary>How a provider's credential is used, going by what there is; <see langword="null"/> when no provider is named.</summary>
    public CredentialMode? Mode(string provider)
    {
        string name = EcmaScriptText.Trim(provider);
        if (name.Length == 0)
            return null;

        string? auth = configuration.Provider(name)?.Auth;
        ProviderId id = ProviderId.Parse(name);
        if (auth == AwsSdk)
            return CredentialMode.AwsSdk;
        if (ModeOfProfiles(id) is { } stored)
            return stored;
        if (auth is null && id.Value == "amazon-bedrock")
            return CredentialMode.AwsSdk;
        if (FromEnvironment(id) is { } fromEnvironment)
            return fromEnvironment.Mode;

        return configuration.Provider(name)?.HasApiKey == true ? CredentialMode.ApiKey : CredentialMode.Unknown;
    }

    private EffectiveCredential? FromProfiles(ProviderId provider, string? preferred, List<MoltbotException> failures)
    {
        foreach (string profileId in CandidateOrder.Resolve(store, configuration, provider, now, preferred))
        {
            if (TryCandidate(profileId, failures) is { } credential)
                return credential;
        }

        return null;
    }

    /// <summary>The next candidate takes the place of one that fails.</summary>
    private EffectiveCredential? TryCandidate(string profileId, List<MoltbotException> failures)
    {
        try
        {
            return TryProfile(profileId);
        }
        catch (MoltbotException e)
        {
            if (e.Code != ErrorCode.RefreshNeeded)
                failures.Add(e);

            return null;
        }
    }

    private EffectiveCredential? TryProfile(string profileId)
    {
        if (store.Find(profileId) is not { } profile || !ProfileRules.IsConfiguredAlike(profile, configuration))
            return null;

        string source = $"profile:{profileId}";
        return profile.Kind switch
        {
            AuthProfileKind.ApiKey => new EffectiveCredential(
                Referenced(profile) ?? (HasText(profile, "key") ? profile.Key : null), CredentialMode.ApiKey, source, profileId),
            AuthProfileKind.Token when !profile.HasSecret || ProfileRules.IsExpiredToken(profile, now) => null,
            AuthProfileKind.Token => new EffectiveCredential(
                new Secret(EcmaScriptText.Trim((Referenced(profile) ?? profile.Token).Reveal())), CredentialMode.Token, source, profileId),
            _ => new EffectiveCredential(AccessToken(profile), CredentialMode.OAuth, source, profileId),
        };
    }

    /// <summary>The secret of a profile that is kept elsewhere, or <see langword="null"/> when it is in the store.</summary>
    private Secret? Referenced(AuthProfile profile) => profile.Reference is { } reference ? secrets.Resolve(reference).ValueOrThrow() : null;

    private Secret? AccessToken(AuthProfile profile)
    {
        if (IsFresh(profile))
            return AccessKey(profile);
        if (SignInReplacing(profile) is { } other)
            return AccessKey(other);
        if (mainStore.Find(profile.Id) is { Kind: AuthProfileKind.OAuth } inherited && now < inherited.Expires)
            return AccessKey(inherited);

        throw new MoltbotException(
            ErrorCode.RefreshNeeded,
            $"The sign-in of profile \"{profile.Id}\" has expired and has to be renewed. The gateway does that when it next uses it; if it cannot, sign in again.")
        {
            Subject = profile.Id,
        };
    }

    /// <summary>Without an expiry that is a number or means one, the token is taken as it is, except by the two providers that always ask again.</summary>
    private bool IsFresh(AuthProfile profile)
    {
        JsonElement expires = profile.Json.Member("expires");
        double end = expires.ValueKind == JsonValueKind.Null ? 0 : EcmaScriptNumber.From(expires);
        return double.IsNaN(end) ? profile.ProviderName is not ("chutes" or "qwen-portal") : now < end;
    }

    /// <summary>The sign-in that takes the place of an old <c>…:default</c> one, if it is usable (docs/gateway/oauth.md §9 b).</summary>
    private AuthProfile? SignInReplacing(AuthProfile profile) =>
        ReplacementId(profile) is { } id && id != profile.Id
        && store.Find(id) is { } other
        && (!configuration.Profiles.TryGetValue(id, out ConfiguredProfile? configured)
            || (configured.Provider == other.ProviderName && configured.Mode == "oauth"))
        && IsFresh(other)
            ? other
            : null;

    private string? ReplacementId(AuthProfile profile)
    {
        ConfiguredProfile? configured = configuration.Profiles.GetValueOrDefault(profile.Id);
        if (SuffixOf(profile.Id) != "default"
            || (configured is not null && ProviderId.Parse(configured.Provider) == profile.Provider && configured.Mode != "oauth"))
        {
            return null;
        }

        AuthProfile[] signIns = [.. store.ProfilesOf(profile.Provider).Where(other => other.Kind == AuthProfileKind.OAuth)];
        string email = EcmaScriptText.Trim(configured?.Email ?? "");
        if (email.Length > 0 && Array.Find(signIns, other => other.Email == email || other.Id == $"{profile.Provider}:{email}") is { } byEmail)
            return byEmail.Id;

        string? lastGood = store.LastGood(profile.Provider.Value) ?? store.LastGood(profile.ProviderName);
        if (Array.Exists(signIns, other => other.Id == lastGood))
            return lastGood;

        AuthProfile[] others = [.. signIns.Where(other => other.Id != profile.Id)];
        if (others is [AuthProfile only])
            return only.Id;

        return others.Where(other => LooksLikeEmail(SuffixOf(other.Id))).ToArray() is [AuthProfile named] ? named.Id : null;
    }

    private static string SuffixOf(string profileId) =>
        profileId.IndexOf(':', StringComparison.Ordinal) is >= 0 and int colon ? profileId[(colon + 1)..] : "";

    private static bool LooksLikeEmail(string text) =>
        text.Contains('@', StringComparison.Ordinal) && text.Contains('.', StringComparison.Ordinal);

    /// <summary>Two of Google's services want the project beside the token.</summary>
    private static Secret? AccessKey(AuthProfile profile)
    {
        if (profile.ProviderName is not ("google-gemini-cli" or "google-antigravity"))
            return HasText(profile, "access") ? profile.Access : null;

        JsonObject key = [];
        if (HasText(profile, "access"))
            key["token"] = JsonText.ToValue(profile.Json.Member("access"));
        if (profile.Json.Has("projectId"))
            key["projectId"] = JsonText.ToValue(profile.Json.Member("projectId"));

        return new Secret(JsonText.WriteCompact(key));
    }

    private static bool HasText(AuthProfile profile, string member) => profile.Json.Member(member).AsText() is not null;

    private EffectiveCredential? FromEnvironment(ProviderId provider) => EnvironmentKeys.Find(provider, environment) is { } found
        ? new EffectiveCredential(found.Value, found.IsOAuthToken ? CredentialMode.OAuth : CredentialMode.ApiKey, found.Source)
        : null;

    private EffectiveCredential AwsCredential() => new(Value: null, CredentialMode.AwsSdk, EnvironmentKeys.AwsSource(environment));

    private CredentialMode? ModeOfProfiles(ProviderId provider) =>
        store.ProfilesOf(provider).Select(profile => profile.Kind).Distinct().ToArray() switch
        {
            [] => null,
            [AuthProfileKind.OAuth] => CredentialMode.OAuth,
            [AuthProfileKind.Token] => CredentialMode.Token,
            [AuthProfileKind.ApiKey] => CredentialMode.ApiKey,
            _ => CredentialMode.Mixed,
        };

    private MoltbotException NotFound(string provider)
    {
        if (provider == "openai" && store.ProfilesOf(ProviderId.Parse("openai-codex")).Count > 0)
        {
            return new MoltbotException(
                ErrorCode.CredentialOfOtherProvider,
                "No API key found for provider \"openai\". You are authenticated with OpenAI Codex OAuth. Use openai-codex/gpt-5.2 (ChatGPT OAuth) or set OPENAI_API_KEY for openai/gpt-5.2.")
            {
                Subject = provider,
            };
        }

        return new MoltbotException(
            ErrorCode.CredentialNotFound,
            $"No API key found for provider \"{provider}\". Add a profile for it, or set one of its environment variables.")
        {
            Subject = provider,
        };
    }
}
