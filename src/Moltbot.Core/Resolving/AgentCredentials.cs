using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Resolving;

/// <summary>
/// The credentials that an agent's next run would use (docs/gateway/errors.md §3): the first candidate that does not rest and
/// whose secret can be had; only where there is no candidate at all the environment's or the configuration's.
/// </summary>
public sealed class AgentCredentials
{
    private readonly Agent agent;
    private readonly AuthProfileStore store;
    private readonly MoltbotConfiguration configuration;
    private readonly double now;
    private readonly SecretResolver secrets;
    private readonly CredentialResolver resolver;

    internal AgentCredentials(MoltbotInstallation installation, Agent agent, SecretResolver secrets)
    {
        this.agent = agent;
        this.secrets = secrets;
        store = agent.ReadStore().StoreOrThrow();
        configuration = installation.Configuration;
        now = installation.Now;
        resolver = new CredentialResolver(store, installation.MainAgent.ReadStore().StoreOrThrow(), configuration, installation.Environment, now, secrets);
    }

    /// <summary>
    /// Fetches what several providers or profiles will need in one pass, so that a vault is opened once for all of them.
    /// What fails is reported where it is asked for.
    /// </summary>
    public void Fetch(IEnumerable<string> providers, IEnumerable<string> profileIds) => secrets.Resolve(
        [
            .. providers.Select(FirstUsable).Concat(profileIds).OfType<string>().Select(store.Find).Select(profile => profile?.Reference).OfType<SecretReference>(),
        ]);

    /// <summary>The credential for a provider.</summary>
    /// <exception cref="MoltbotException">
    /// There is none (<see cref="ErrorCode.CredentialNotFound"/>, <see cref="ErrorCode.CredentialOfOtherProvider"/>), or all have expired
    /// (<see cref="ErrorCode.CredentialExpired"/>) or rest (<see cref="ErrorCode.CredentialInCooldown"/>); or why the first one's secret
    /// could not be had.
    /// </exception>
    public CredentialInUse OfProvider(string provider)
    {
        ProviderId id = ProviderId.Parse(provider);
        if (id.IsEmpty)
            throw new MoltbotException(ErrorCode.ProviderMissing, "Missing provider. Name the provider whose credential is meant, for instance anthropic.");

        IReadOnlyList<string> candidates = CandidatesOf(id);
        return candidates.Count == 0 || configuration.Provider(provider)?.Auth == "aws-sdk" ? WithoutProfile(provider, id) : FirstOf(candidates, id);
    }

    /// <summary>The credential of one profile, even while it rests: this is what a session that is pinned to it uses.</summary>
    /// <exception cref="MoltbotException">
    /// There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>), it has expired (<see cref="ErrorCode.CredentialExpired"/>,
    /// <see cref="ErrorCode.RefreshNeeded"/>) or cannot be used (<see cref="ErrorCode.ProfileUnusable"/>); or why its secret could not be had.
    /// </exception>
    public CredentialInUse OfProfile(string profileId)
    {
        AuthProfile profile = store.Find(profileId) ?? throw ProfileErrors.NotFound(profileId, store, agent.Directory);
        return ProfileRules.IsExpiredToken(profile, now)
            ? throw CredentialErrors.Expired(profile.Provider, [profile.Id])
            : Describe(profile.Provider, resolver.ResolveProfile(profileId), []);
    }

    private CredentialInUse FirstOf(IReadOnlyList<string> candidates, ProviderId provider)
    {
        List<MoltbotException> passedOver = [];
        foreach (string profileId in candidates.Where(IsUsable))
        {
            try
            {
                return Describe(provider, resolver.ResolveProfile(profileId), passedOver);
            }
            catch (MoltbotException failure)
            {
                passedOver.Add(failure);
            }
        }

        throw passedOver is [MoltbotException first, ..] ? first : CredentialErrors.InCooldown(provider, candidates.Select(id => (id, store.Usage(id))));
    }

    private CredentialInUse WithoutProfile(string provider, ProviderId id)
    {
        try
        {
            return Describe(id, resolver.Resolve(provider), []);
        }
        catch (MoltbotException failure) when (failure.Code == ErrorCode.CredentialNotFound && ExpiredOf(id) is { Length: > 0 } expired)
        {
            throw CredentialErrors.Expired(id, expired);
        }
    }

    private CredentialInUse Describe(ProviderId provider, EffectiveCredential credential, IReadOnlyList<MoltbotException> passedOver)
    {
        AuthProfile? profile = credential.ProfileId is null ? null : store.Find(credential.ProfileId);
        double? expires = profile is { Kind: not AuthProfileKind.ApiKey, Expires: > 0 } ? profile.Expires : null;
        return new CredentialInUse(
            agent.StateDirectory,
            agent.Id.Value,
            provider.Value,
            credential.ProfileId,
            credential.Mode,
            credential.Source,
            profile?.Reference?.Description ?? profile?.StoredIn ?? credential.Source,
            UnixTime.ToDateTime(expires),
            credential.Value,
            passedOver);
    }

    private string[] ExpiredOf(ProviderId provider) =>
        [.. store.ProfilesOf(provider).Where(profile => ProfileRules.IsExpiredToken(profile, now)).Select(profile => profile.Id)];

    private IReadOnlyList<string> CandidatesOf(ProviderId provider) => CandidateOrder.Resolve(store, configuration, provider, now);

    private string? FirstUsable(string provider) => CandidatesOf(ProviderId.Parse(provider)).FirstOrDefault(IsUsable);

    private bool IsUsable(string profileId) => !store.Usage(profileId).IsUnusableAt(now);
}
