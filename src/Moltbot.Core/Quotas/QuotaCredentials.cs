using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Quotas;

/// <summary>Chooses what providers are asked with (docs/gateway/usage.md §3). Nothing is renewed; secrets that are kept elsewhere are fetched in one pass.</summary>
/// <param name="agent">Whose credentials are used.</param>
/// <param name="secrets">Follows references.</param>
/// <param name="mayRenew">Whether sign-ins that have expired will be renewed.</param>
internal sealed class QuotaCredentials(AgentContext agent, SecretResolver secrets, bool mayRenew)
{
    private const string Copilot = "github-copilot";

    private readonly CredentialPlanner planner = new(agent);
    private readonly CredentialResolver resolver = new(secrets);

    /// <summary>The providers of which an agent has a sign-in or a token, whatever can be had from it.</summary>
    public static IEnumerable<QuotaProvider> WithSignIn(AuthProfileStore view) =>
        QuotaProvider.All.Where(provider => view.ProfilesOf(provider.Provider).Any(profile => profile.Kind != AuthProfileKind.ApiKey));

    /// <summary>Those of some providers for which there is something, each with what there is.</summary>
    /// <exception cref="MoltbotException">A store cannot be read.</exception>
    public IReadOnlyList<QuotaChoice> Choose(IEnumerable<QuotaProvider> providers)
    {
        (QuotaProvider Provider, PlannedCredential[] Planned)[] plans = [.. providers.Select(provider => (provider, PlannedFor(provider).ToArray()))];
        secrets.Resolve([.. plans.SelectMany(plan => plan.Planned).Select(planned => planned.Step).OfType<CredentialStep.NeedsSecret>().Select(step => step.Reference)]);
        return [.. plans
            .Select(plan => new QuotaChoice(plan.Provider, [.. FromEnvironment(plan.Provider), .. plan.Planned.Select(CandidateOf), .. FromOtherProgram(plan.Provider)]))
            .Where(choice => choice.Candidates.Count > 0)];
    }

    private IEnumerable<PlannedCredential> PlannedFor(QuotaProvider provider)
    {
        CredentialPlan plan = planner.Plan(provider.Provider.Value);
        return provider.IsOfKey
            ? plan.Keys.Where(key => key.IsConfigured).Concat(plan.Tried.Where(planned => IsKey(planned.Profile!, provider)))
            : plan.Tried.Concat(plan.Refused.Where(planned => planned.Step is CredentialStep.None { State: CandidateState.Expired })).Where(planned => planned.Profile!.Kind != AuthProfileKind.ApiKey && !IsOfGateway(planned));
    }

    /// <summary>A sign-in that a gateway of today alone sends.</summary>
    private static bool IsOfGateway(PlannedCredential planned) => planned.Step is CredentialStep.LeftToGateway || planned.Profile!.Fence is not null;

    private static bool IsKey(AuthProfile profile, QuotaProvider provider) =>
        profile.Kind == AuthProfileKind.ApiKey || (provider.TakesTokens && profile.Kind == AuthProfileKind.Token);

    private QuotaCandidate CandidateOf(PlannedCredential planned)
    {
        // GitHub tells it to its own token, and not to the one that it was exchanged for.
        if (planned.Profile is { Kind: AuthProfileKind.OAuth, Refresh.IsBlank: false } signIn && signIn.Provider.Value == Copilot)
            return QuotaCandidate.Of(signIn.Refresh, profile: null);
        if (mayRenew && planned.Step is CredentialStep.NeedsRefresh needed)
            return new QuotaCandidate(Value: null, ToRenew: needed.Profile.Id);

        return resolver.Take(planned, out MoltbotException? problem)?.Value is { } value
            ? QuotaCandidate.Of(value, planned.Profile)
            : new QuotaCandidate(Value: null, Problem: problem);
    }

    private IEnumerable<QuotaCandidate> FromEnvironment(QuotaProvider provider) =>
        provider.Variables.Select(agent.Environment.GetNonBlank).OfType<string>().Select(key => QuotaCandidate.Of(new Secret(key), profile: null));

    private IEnumerable<QuotaCandidate> FromOtherProgram(QuotaProvider provider)
    {
        if (provider.OtherProgram is not { } program)
            return [];

        JsonElement content = OptionalJson.Read(Path.Combine(agent.Environment.HomeDirectory, program.Path));
        return program.Names.Select(name => content.Member(name).Member("access").AsText()).OfType<string>().Where(key => !string.IsNullOrWhiteSpace(key)).Select(key => QuotaCandidate.Of(new Secret(key), profile: null));
    }
}
