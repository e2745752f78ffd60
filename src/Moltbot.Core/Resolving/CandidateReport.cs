using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Resolving;

/// <summary>
/// Tells which credential an agent's run uses for a provider and why (docs/gateway/credentials.md §2 and §3, docs/gateway/errors.md
/// §3), as <see cref="AgentCredentials"/> chooses it. Profiles come first: as long as one of them is tried at all, neither
/// the environment nor the configuration takes its place. Of secrets that are kept elsewhere, those are fetched that come
/// before the one that is used, and that one.
/// </summary>
internal sealed class CandidateReport
{
    private readonly AgentContext context;
    private readonly CredentialPlan plan;
    private readonly SecretResolver secrets;
    private readonly List<AuthCandidate> items = [];
    private AuthCandidate? chosen;
    private string? standby;

    public CandidateReport(AgentContext context, string provider, SecretResolver secrets)
    {
        this.context = context;
        this.secrets = secrets;
        plan = new CredentialPlanner(context).Plan(provider);
    }

    public AuthCandidates Build()
    {
        if (plan.IsLeftToSdk)
            Add(plan.Sdk!, CandidateState.Chosen, "the configuration leaves this provider to the AWS SDK");

        foreach (PlannedCredential tried in plan.Tried)
            AddTried(tried);

        foreach (PlannedCredential refused in plan.Refused)
            Add(refused, (CredentialStep.None)refused.Step);

        string? shadow = chosen is not null ? $"{chosen} comes first" : plan.Tried.Count > 0 ? "profiles come first, even while none of them can be used" : null;
        foreach (PlannedCredential key in plan.Keys)
            AddKey(key, shadow);

        if (plan is { Sdk: { } sdk, Tried.Count: 0 } && chosen is null)
            Add(sdk, CandidateState.Chosen, "the AWS SDK finds its own credentials");

        return new AuthCandidates(items) { Agent = context.Id.Value, Provider = plan.Provider.Value, StorePath = context.StorePath, OrderedBy = plan.Basis.Name, FrontEnd = context.Environment.FrontEnd };
    }

    private void AddTried(PlannedCredential tried)
    {
        if (tried.Unusable is { } rest)
            Add(tried, rest, ReasonForCooldown(tried.Usage, rest));
        else if (tried.Step is CredentialStep.None none)
            Add(tried, none);
        else if (chosen is null && tried.Step is CredentialStep.NeedsSecret needed && secrets.Resolve(needed.Reference).Error is { } error)
            Add(tried, CandidateState.Unresolved, error.MessageIn(context.Environment.FrontEnd));
        else if (chosen is null)
            Add(tried, CandidateState.Chosen, $"{ReasonToChoose(tried)}{Renewal(tried.Step)}");
        else if (chosen.ProfileId is null)
            Add(tried, CandidateState.Shadowed, $"{chosen} comes first");
        else
            Add(tried, CandidateState.Standby, standby ??= $"tried if {chosen.ProfileId} fails");
    }

    private static string Renewal(CredentialStep step) => step switch
    {
        CredentialStep.NeedsRefresh => "; the sign-in has expired and is renewed with its first use",
        CredentialStep.LeftToGateway => "; the gateway alone renews and sends it",
        _ => "",
    };

    /// <summary>Adds a source that is no profile. It is hidden by what comes before it, be it usable or not.</summary>
    private void AddKey(PlannedCredential key, string? shadow)
    {
        string? hiddenBy = shadow ?? (chosen is null ? null : $"{chosen} comes first");
        Add(key, hiddenBy is null ? CandidateState.Chosen : CandidateState.Shadowed, hiddenBy ?? $"{(key.IsConfigured ? "neither a profile nor the environment" : "no profile")} comes before it");
    }

    /// <summary>What is in cooldown is listed behind what can be used, but is often what would be used otherwise.</summary>
    private string ReasonToChoose(PlannedCredential planned) =>
        items.Count > 0 ? "the first that can be used" :
        InCooldownBefore(planned) is { Length: > 0 } inCooldown ? $"the first that can be used while {string.Join(", ", inCooldown)} {(inCooldown.Length == 1 ? "is" : "are")} in cooldown" :
        plan.Basis.IsOrder ? $"the first in {plan.Basis.Name}" :
        context.View.ProfilesOf(plan.Provider).Count > 1 ? "sign-ins come before tokens, tokens before API keys; of one kind, the one used longest ago" :
        "the only profile";

    private string[] InCooldownBefore(PlannedCredential planned) => [.. plan.Tried
        .Where(other => other.Unusable is not null && CandidateOrder.Compare(other.Profile!, planned.Profile!, plan.Basis, context.View) < 0)
        .Select(other => other.ProfileId!)];

    private static string ReasonForCooldown(ProfileUsage usage, CandidateState rest)
    {
        string what = rest == CandidateState.Cooldown ? "in cooldown" : usage.DisabledReason is { Length: > 0 } reason ? $"disabled for {reason}" : "disabled";
        string failures = string.Join(", ", usage.FailureCounts.Select(count => $"{count.Key} {count.Value}"));
        return $"{what} until {UnixTime.ToReadable(usage.UnusableUntil)}{(failures.Length > 0 ? $" after failures: {failures}" : "")}";
    }

    private void Add(PlannedCredential planned, CredentialStep.None none) => Add(planned, none.State, none.Reason);

    private void Add(PlannedCredential planned, CandidateState state, string reason)
    {
        AuthCandidate candidate = new()
        {
            StateDirectory = context.StateDirectory,
            Agent = context.Id.Value,
            Provider = plan.Provider.Value,
            OrderedBy = plan.Basis.Name,
            Position = items.Count + 1,
            Source = planned.Source,
            State = state,
            Reason = reason,
            ProfileId = planned.ProfileId,
            Mode = planned.Mode,
            MaskedValue = planned.MaskedValue,
            Usage = planned.Usage,
            Remaining = state is CandidateState.Cooldown or CandidateState.Disabled ? DurationText.ToTimeSpan(planned.Usage.UnusableUntil!.Value - context.Now) : null,
        };
        items.Add(candidate);
        if (candidate.IsChosen)
            chosen = candidate;
    }
}
