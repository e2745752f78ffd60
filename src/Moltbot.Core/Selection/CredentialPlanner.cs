using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Selection;

/// <summary>Makes the plans of one agent at one time (docs/gateway/credentials.md §2 and §3). Pure: nothing is fetched or renewed.</summary>
/// <param name="view">The agent's view.</param>
/// <param name="mainView">The main agent's view; the same for the main agent.</param>
/// <param name="configuration">The configuration.</param>
/// <param name="environment">The environment after everything that adds to it.</param>
/// <param name="now">The time, in milliseconds since the Unix epoch.</param>
/// <param name="rejectionOf">Why a provider does not take a sign-in's refresh token any more, or <see langword="null"/> where it may; if omitted, nothing is known of that.</param>
internal sealed class CredentialPlanner(
    AuthProfileStore view,
    AuthProfileStore mainView,
    MoltbotConfiguration configuration,
    ProcessEnvironment environment,
    double now,
    Func<AuthProfile, string?>? rejectionOf = null)
{
    private const string AwsSdk = "aws-sdk";

    private readonly SignIns signIns = new(view, mainView, configuration, now, rejectionOf ?? (_ => null));

    /// <summary>The planner of an agent.</summary>
    /// <exception cref="Errors.MoltbotException">A store cannot be read.</exception>
    public CredentialPlanner(AgentContext context)
        : this(context.View, context.MainView, context.Configuration, context.Environment, context.Now, context.Renewals.RejectionOf)
    {
    }

    /// <summary>The plan for a provider.</summary>
    /// <param name="provider">The provider, as the caller spells it: the configuration may have entries of several spellings.</param>
    /// <param name="preferred">A profile to try first, or <see langword="null"/>.</param>
    public CredentialPlan Plan(string provider, string? preferred = null)
    {
        ProviderId id = view.IsOfToday ? ProviderId.ParseToday(provider) : ProviderId.Parse(provider);
        ConfiguredProvider? configured = configuration.Provider(provider);
        OrderBasis basis = OrderBasis.Of(view, configuration, id);
        IReadOnlyList<string> tried = CandidateOrder.Resolve(view, configuration, id, now, preferred);
        return new CredentialPlan(
            id,
            basis,
            [.. tried.Select(profileId => PlanOf(view.Find(profileId)!))],
            [.. basis.ProfileIds.Distinct(StringComparer.Ordinal).Except(tried, StringComparer.Ordinal).Select(profileId => Refused(profileId, basis, id)), .. LeftOut(basis, id)],
            [.. (view.IsOfToday ? EnvironmentKeys.FindAllOfToday(id.Value, environment) : EnvironmentKeys.FindAll(id, environment)).Select(PlanOf), .. Configured(configured)],
            configured?.Auth == AwsSdk || (configured?.Auth is null && id.Value == "amazon-bedrock") ? Sdk() : null,
            configured?.Auth == AwsSdk);
    }

    /// <summary>The plan for one profile, whatever provider it is for and with no other in its place.</summary>
    public PlannedCredential PlanOf(AuthProfile profile) => PlanOf(profile, StepOf(profile));

    private CredentialStep StepOf(AuthProfile profile) =>
        !ProfileRules.IsConfiguredAlike(profile, configuration) ? None(profile, CandidateState.ModeMismatch) :
        profile.IsSetAside ? None(profile, CandidateState.SetAside) :
        !profile.HasSecret ? None(profile, CandidateState.NoSecret) :
        ProfileRules.IsOver(profile, now) ? None(profile, CandidateState.Expired) :
        profile.Reference is { } reference ? new CredentialStep.NeedsSecret(reference) :
        profile.Kind switch
        {
            AuthProfileKind.ApiKey or AuthProfileKind.Token => new CredentialStep.Ready(profile),
            _ when profile.IsLeftToGateway => new CredentialStep.LeftToGateway(),
            _ => signIns.StepOf(profile),
        };

    private PlannedCredential Refused(string profileId, OrderBasis basis, ProviderId provider) =>
        view.Find(profileId) is not { } profile
            ? new PlannedCredential(Mode: null, new CredentialStep.None(CandidateState.NotStored, $"{basis.Name} names it, but there is no such profile")) { ProfileId = profileId }
            : PlanOf(profile, None(profile, CandidateOrder.Refusal(profile, configuration, provider, now)!.Value));

    private IEnumerable<PlannedCredential> LeftOut(OrderBasis basis, ProviderId provider)
    {
        HashSet<string> named = basis.ProfileIds.ToHashSet(StringComparer.Ordinal);
        return view.ProfilesOf(provider)
            .Where(profile => !named.Contains(profile.Id))
            .Select(profile => PlanOf(profile, new CredentialStep.None(CandidateState.ExcludedByOrder, $"{basis.Name} does not name it")));
    }

    private PlannedCredential PlanOf(AuthProfile profile, CredentialStep step)
    {
        ProfileUsage usage = view.Usage(profile.Id);
        return new PlannedCredential(CredentialModes.Of(profile.Kind), step)
        {
            ProfileId = profile.Id,
            Profile = profile,
            Usage = usage,
            Unusable = !usage.IsUnusableAt(now) ? null : usage.IsDisabledAt(now) ? CandidateState.Disabled : CandidateState.Cooldown,
        };
    }

    private static PlannedCredential PlanOf(EnvironmentKey key) =>
        new(key.IsOAuthToken ? CredentialMode.OAuth : CredentialMode.ApiKey, new CredentialStep.Ready(key.Value)) { Source = key.Source, MaskedValue = key.ShownValue };

    private static IEnumerable<PlannedCredential> Configured(ConfiguredProvider? provider)
    {
        if (provider?.ApiKey is { } text)
        {
            Secret key = new(text);
            yield return new PlannedCredential(CredentialMode.ApiKey, new CredentialStep.Ready(key)) { Source = PlannedCredential.ModelsFile, MaskedValue = key.Mask() };
        }
    }

    private PlannedCredential Sdk() => new(CredentialMode.AwsSdk, new CredentialStep.Ready(value: null)) { Source = EnvironmentKeys.AwsSource(environment) };

    private CredentialStep.None None(AuthProfile profile, CandidateState state) => new(state, state switch
    {
        CandidateState.OtherProvider => $"it is for {profile.ProviderName}",
        CandidateState.ModeMismatch when configuration.Profiles[profile.Id] is var configured =>
            $"the configuration says {configured.Provider}/{configured.Mode}, the store {profile.ProviderName}/{profile.Kind.ToStoredName()}",
        CandidateState.NoSecret => "there is nothing in it that could be sent",
        CandidateState.SetAside => "the gateway keeps it for later, or for one person",
        _ when profile.Fence is { HasFailed: true } => "the gateway could not renew the sign-in; sign in again",
        _ when profile.Fence is not null => "the gateway is renewing the sign-in",
        _ when profile.HasInvalidExpiry => "it does not say when it expires, so the gateway does not use it",
        _ when UnixTime.SecondsHint(profile.Expires) is { Length: > 0 } hint => $"it expired {UnixTime.ToReadable(profile.Expires)}.{hint.TrimEnd('.')}",
        _ => $"it expired {UnixTime.ToReadable(profile.Expires)}; store a new token",
    });
}
