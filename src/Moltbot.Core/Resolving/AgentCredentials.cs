using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Renewing;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Resolving;

/// <summary>
/// The credentials that an agent's next run would use (docs/gateway/errors.md §3): the first candidate that is not in cooldown and
/// whose secret can be had; only where there is no candidate at all the environment's or the configuration's.
/// </summary>
public sealed class AgentCredentials
{
    private readonly SecretResolver secrets;
    private readonly CredentialPlanner planner;
    private readonly CredentialResolver resolver;
    private readonly Dictionary<string, (AuthProfile? Profile, MoltbotException? Error)> renewed = new(StringComparer.Ordinal);

    internal AgentCredentials(AgentContext context, SecretResolver secrets)
    {
        Context = context;
        this.secrets = secrets;
        planner = new CredentialPlanner(context);
        resolver = new CredentialResolver(secrets);
    }

    /// <summary>Whose they are.</summary>
    internal AgentContext Context { get; }

    /// <summary>
    /// Fetches what several providers or profiles will need in one pass, so that a vault is opened once for all of them.
    /// What fails is reported where it is asked for.
    /// </summary>
    public void Fetch(IEnumerable<string> providers, IEnumerable<string> profileIds) => secrets.Resolve(
    [
        .. providers.Select(provider => planner.Plan(provider).OfNextRun.FirstOrDefault())
            .Concat(profileIds.Select(Context.View.Find).OfType<AuthProfile>().Select(planner.PlanOf))
            .Select(planned => planned?.Step)
            .OfType<CredentialStep.NeedsSecret>()
            .Select(step => step.Reference),
    ]);

    /// <summary>
    /// Renews the expired sign-ins that several providers or profiles will need: of a provider's those that come before one
    /// that can be used, until one is renewed. What fails is reported where it is asked for.
    /// </summary>
    /// <returns>What failed, and that copies could not be brought up to the sign-ins that are used in their place.</returns>
    internal async Task<IReadOnlyList<MoltbotException>> RenewAsync(SignInResolver signIns, IEnumerable<string> providers, IEnumerable<string> profileIds, CancellationToken cancellation)
    {
        List<MoltbotException> behind = [];
        foreach (string provider in providers)
        {
            foreach (PlannedCredential planned in planner.Plan(provider).OfNextRun)
            {
                await CatchUpAsync(signIns, planned, behind, cancellation).ConfigureAwait(false);
                if (planned.Step is CredentialStep.Ready or CredentialStep.NeedsSecret || await RenewAsync(signIns, planned, cancellation).ConfigureAwait(false))
                    break;
            }
        }

        foreach (PlannedCredential planned in profileIds.Select(Context.View.Find).OfType<AuthProfile>().Select(planner.PlanOf))
        {
            await CatchUpAsync(signIns, planned, behind, cancellation).ConfigureAwait(false);
            await RenewAsync(signIns, planned, cancellation).ConfigureAwait(false);
        }

        return [.. renewed.Values.Select(result => result.Error).OfType<MoltbotException>(), .. behind];
    }

    /// <summary>The credential for a provider.</summary>
    /// <exception cref="MoltbotException">
    /// There is none (<see cref="ErrorCode.CredentialNotFound"/>, <see cref="ErrorCode.CredentialOfOtherProvider"/>), or all have expired
    /// (<see cref="ErrorCode.CredentialExpired"/>) or are in cooldown (<see cref="ErrorCode.CredentialInCooldown"/>); or why the first one's secret
    /// could not be had.
    /// </exception>
    public CredentialInUse OfProvider(string provider)
    {
        if (ProviderId.Parse(provider).IsEmpty)
            throw new MoltbotException(ErrorCode.ProviderMissing, "Missing provider. Name the provider whose credential is meant, for instance anthropic.");

        CredentialPlan plan = planner.Plan(provider);
        List<MoltbotException> passedOver = [];
        foreach (PlannedCredential planned in plan.OfNextRun)
        {
            if (Take(planned, out MoltbotException? failure) is { } credential)
                return Describe(plan.Provider, planned, credential, passedOver);

            passedOver.Add(failure!);
        }

        throw passedOver is [MoltbotException first, ..] ? first : Nothing(plan, provider);
    }

    /// <summary>The credential of one profile, even while it is in cooldown: this is what a session that is pinned to it uses.</summary>
    /// <exception cref="MoltbotException">
    /// There is no such profile (<see cref="ErrorCode.ProfileNotFound"/>), it has expired (<see cref="ErrorCode.CredentialExpired"/>,
    /// <see cref="ErrorCode.RefreshNeeded"/>) or cannot be used (<see cref="ErrorCode.ProfileUnusable"/>); or why its secret could not be had.
    /// </exception>
    public CredentialInUse OfProfile(string profileId)
    {
        AuthProfile profile = Context.Profile(profileId);
        PlannedCredential planned = planner.PlanOf(profile);
        return Take(planned, out MoltbotException? failure) is { } credential
            ? Describe(profile.Provider, planned, credential, [])
            : throw failure!;
    }

    /// <summary>What is used does not depend on it, so it is no reason to refuse that.</summary>
    private static async Task CatchUpAsync(SignInResolver signIns, PlannedCredential planned, List<MoltbotException> behind, CancellationToken cancellation)
    {
        if (planned is not { Step: CredentialStep.Ready, Profile: { } profile })
            return;

        try
        {
            await signIns.CatchUpAsync(profile, cancellation).ConfigureAwait(false);
        }
        catch (MoltbotException error)
        {
            behind.Add(error);
        }
    }

    private async Task<bool> RenewAsync(SignInResolver signIns, PlannedCredential planned, CancellationToken cancellation)
    {
        if (planned.Step is not CredentialStep.NeedsRefresh needed)
            return false;

        try
        {
            renewed[needed.Profile.Id] = (await signIns.ResolveAsync(needed.Profile.Id, cancellation).ConfigureAwait(false), null);
        }
        catch (MoltbotException error)
        {
            renewed[needed.Profile.Id] = (null, error);
        }

        return renewed[needed.Profile.Id].Profile is not null;
    }

    private EffectiveCredential? Take(PlannedCredential planned, out MoltbotException? failure)
    {
        if (planned.Step is CredentialStep.NeedsRefresh needed && renewed.TryGetValue(needed.Profile.Id, out (AuthProfile? Profile, MoltbotException? Error) result) && result != default)
        {
            failure = result.Error;
            return result.Profile is { } profile ? new EffectiveCredential(SignIns.KeyOf(profile), planned.Mode!.Value, planned.Source, profile.Id) : null;
        }

        return resolver.Take(planned, out failure);
    }

    private CredentialInUse Describe(ProviderId provider, PlannedCredential planned, EffectiveCredential credential, IReadOnlyList<MoltbotException> passedOver)
    {
        AuthProfile? used = credential.ProfileId is { } id && renewed.TryGetValue(id, out (AuthProfile? Profile, MoltbotException? Error) result) ? result.Profile : planned.Profile;
        double? expires = used is { Kind: not AuthProfileKind.ApiKey, Expires: > 0 } profile ? profile.Expires : null;
        return new CredentialInUse(
            Context.StateDirectory,
            Context.Id.Value,
            provider.Value,
            credential.ProfileId,
            credential.Mode,
            credential.Source,
            planned.Profile?.Reference?.Description ?? planned.Profile?.StoredIn ?? credential.Source,
            UnixTime.ToDateTime(expires),
            credential.Value,
            passedOver);
    }

    private MoltbotException Nothing(CredentialPlan plan, string provider)
    {
        if (plan.Tried.Count > 0)
            return CredentialErrors.InCooldown(plan.Provider, plan.Tried.Select(planned => (planned.ProfileId!, planned.Usage)));

        string[] expired = [.. plan.Refused.Where(planned => planned.Step is CredentialStep.None { State: CandidateState.Expired }).Select(planned => planned.ProfileId!)];
        return expired.Length > 0 ? CredentialErrors.Expired(plan.Provider, expired) : NotFound(provider);
    }

    /// <summary>That a provider has no credential. The one of another provider may be meant.</summary>
    private MoltbotException NotFound(string provider) =>
        provider == "openai" && Context.View.ProfilesOf(ProviderId.Parse("openai-codex")).Count > 0 ? CredentialErrors.OnlyOfCodex(provider) : CredentialErrors.NotFound(provider);
}
