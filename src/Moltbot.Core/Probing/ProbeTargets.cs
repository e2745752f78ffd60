using Moltbot.Core.Http;
using Moltbot.Core.Models;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Probing;

/// <summary>Finds what of an agent's credentials is probed (docs/gateway/probes.md §1.2): every profile, and the keys of the environment and the configuration beside them.</summary>
/// <param name="context">The agent.</param>
/// <param name="options">How it is probed.</param>
/// <param name="replacements">Other addresses in the place of providers' own.</param>
internal sealed class ProbeTargets(AgentContext context, ProbeOptions options, EndpointReplacements replacements)
{
    private const string MissingOrExpired = "Auth profile credentials are missing or expired.";
    private const string BedrockToken = "AWS_BEARER_TOKEN_BEDROCK";

    private readonly CredentialPlanner planner = new(context);
    private readonly ProbeModels models = new(context.Configuration, options.Models);

    /// <summary>The targets, sorted by provider; of one the profiles in the order of the store, then the environment, then the configuration.</summary>
    /// <exception cref="Errors.MoltbotException">A store cannot be read.</exception>
    public IReadOnlyList<ProbeTarget> Find(ProbeSelection selection)
    {
        ConfiguredModels configured = new(context.Configuration);
        string[] references =
        [
            configured.Default.ToString(), .. context.Configuration.DefaultModel.Fallbacks, context.Configuration.ImageModel.Primary,
            .. context.Configuration.ImageModel.Fallbacks, .. configured.Allowed,
        ];
        return [.. MentionedProviders.In(context.View, context.Configuration, references, context.Environment)
            .DistinctBy(ProviderId.Parse)
            .Where(name => selection.Provider is null || ProviderId.Parse(name) == selection.Provider)
            .SelectMany(name => Of(name, selection))];
    }

    private IEnumerable<ProbeTarget> Of(string name, ProbeSelection selection)
    {
        CredentialPlan plan = planner.Plan(name);
        ProbeEndpoint endpoint = new(name, context.Configuration, context.Environment, replacements);
        PlannedCredential? inUse = plan.OfNextRun.FirstOrDefault(planned => planned.Step is not CredentialStep.None);
        Dictionary<string, PlannedCredential> profiles = plan.Tried.Concat(plan.Refused).Where(planned => planned.Profile is not null).ToDictionary(planned => planned.ProfileId!, StringComparer.Ordinal);
        IEnumerable<PlannedCredential> wanted = context.View.ProfilesOf(plan.Provider)
            .Where(profile => selection.ProfileIds?.Contains(profile.Id, StringComparer.Ordinal) != false)
            .Select(profile => profiles[profile.Id]);
        PlannedCredential? sdk = plan.Sdk is null || selection.ProfileIds is not null ? null : WithBearer(plan.Sdk);
        return wanted
            .Concat(selection.ProfileIds is null ? plan.Keys.Where(key => !key.IsConfigured).Take(1).Concat(plan.Keys.Where(key => key.IsConfigured)) : [])
            .Concat(sdk is null ? [] : [sdk])
            .Select(planned => new ProbeTarget(endpoint, planned)
            {
                Label = planned.ProfileId is { } id ? ProfileLabel.Of(id, planned.Profile, context.Configuration) : planned.Source,
                IsInUse = inUse is not null && planned.Source == inUse.Source,
                Model = models.Of(endpoint),
                Skipped = SkippedBecause(plan, planned),
            });
    }

    /// <summary>What the AWS SDK would sign with cannot be tried here; a key for Bedrock can.</summary>
    private PlannedCredential WithBearer(PlannedCredential sdk) => context.Environment.GetNonBlank(BedrockToken) is { } token
        ? sdk with { Mode = CredentialMode.ApiKey, Step = new CredentialStep.Ready(new Secret(token)) }
        : sdk;

    private ProbeVerdict? SkippedBecause(CredentialPlan plan, PlannedCredential planned) => planned.Step switch
    {
        CredentialStep.None { State: CandidateState.ExcludedByOrder } when plan.Basis.IsOrder => Skip("excluded_by_auth_order", "Excluded by auth.order for this provider."),
        CredentialStep.None { State: CandidateState.NoSecret } => Skip("missing_credential", MissingOrExpired),
        CredentialStep.None { State: CandidateState.Expired, Reason: var reason } => planned.Mode == CredentialMode.OAuth
            ? new ProbeVerdict(ProbeState.Auth, "expired", reason)
            : Skip("expired", MissingOrExpired),
        CredentialStep.None none => Skip("ineligible_profile", none.Reason),
        CredentialStep.LeftToGateway => Skip("gateway_sign_in", "the sign-in is the gateway's, which alone renews and sends it"),
        CredentialStep.NeedsRefresh when options.NoRefresh => new ProbeVerdict(ProbeState.Auth, "expired", "the sign-in has expired, and was not to be renewed") { IsRenewable = true },
        CredentialStep.Ready { Value: null } => Skip("not_probed", "the AWS SDK signs its requests itself, so that there is no key to be tried"),
        CredentialStep.Ready { Value: { } key } when planned.IsConfigured && IsPlaceholder(plan.Provider, key.Reveal()) => Skip("missing_credential", "the configuration has a placeholder in the place of a key"),
        CredentialStep.Ready when planned.Source == EnvironmentKey.GoogleCloud => Skip("not_probed", "Google's own programs hold its credential, and a key is not sent"),
        _ => null,
    };

    /// <summary>Whether a text only stands in the place of a key, as the gateway's onboarding writes it for those who sign in.</summary>
    private static bool IsPlaceholder(ProviderId provider, string key) =>
        key == SignInProvider.Find(provider)?.Configuration.Endpoint?.Placeholder || key == ApiKeyProvider.Find(provider)?.Endpoint?.Placeholder;

    private static ProbeVerdict Skip(string reason, string message) => new(ProbeState.Skipped, reason, message);
}
