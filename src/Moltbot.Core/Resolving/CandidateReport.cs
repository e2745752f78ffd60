using System.Globalization;
using Moltbot.Core.Configuration;
using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
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
    private const string AwsSdk = "aws-sdk";

    private readonly AuthProfileStore store;
    private readonly CredentialResolver resolver;
    private readonly SecretResolver secrets;
    private readonly MoltbotConfiguration configuration;
    private readonly ProcessEnvironment environment;
    private readonly double now;
    private readonly Agent agent;
    private readonly ProviderId provider;
    private readonly OrderBasis basis;
    private readonly IReadOnlyList<string> tried;
    private readonly List<AuthCandidate> items = [];
    private AuthCandidate? chosen;

    public CandidateReport(
        AuthProfileStore store,
        AuthProfileStore mainStore,
        MoltbotConfiguration configuration,
        ProcessEnvironment environment,
        double now,
        Agent agent,
        ProviderId provider,
        SecretResolver secrets)
    {
        this.store = store;
        this.configuration = configuration;
        this.environment = environment;
        this.now = now;
        this.agent = agent;
        this.provider = provider;
        this.secrets = secrets;
        resolver = new CredentialResolver(store, mainStore, configuration, environment, now);
        basis = OrderBasis.Of(store, configuration, provider);
        tried = CandidateOrder.Resolve(store, configuration, provider, now);
    }

    public AuthCandidates Build()
    {
        ConfiguredProvider? configured = configuration.Provider(provider.Value);
        if (configured?.Auth == AwsSdk)
            AddAws("the configuration leaves this provider to the AWS SDK");

        AddProfiles();
        string? shadow = chosen is not null ? $"{chosen} comes first" : tried.Count > 0 ? "profiles come first, even while none of them can be used" : null;

        foreach (EnvironmentKey key in EnvironmentKeys.FindAll(provider, environment))
            AddSource(key.Source, key.IsOAuthToken ? CredentialMode.OAuth : CredentialMode.ApiKey, key.ShownValue, shadow, "no profile comes before it");
        if (configured?.ApiKey is { } configuredKey)
            AddSource("models.json", CredentialMode.ApiKey, new Secret(configuredKey).Mask(), shadow, "neither a profile nor the environment comes before it");
        if (provider.Value == "amazon-bedrock" && configured?.Auth is null && tried.Count == 0 && chosen is null)
            AddAws("the AWS SDK finds its own credentials");

        return new AuthCandidates(items) { Agent = agent.Id.Value, Provider = provider.Value, StorePath = agent.StorePath, OrderedBy = basis.Name };
    }

    private void AddProfiles()
    {
        foreach (string profileId in tried)
            AddTried(store.Find(profileId)!);

        foreach (string profileId in basis.ProfileIds.Distinct(StringComparer.Ordinal).Except(tried, StringComparer.Ordinal))
            AddRefused(profileId);

        foreach (AuthProfile profile in store.ProfilesOf(provider).Where(profile => !basis.ProfileIds.Contains(profile.Id, StringComparer.Ordinal)))
            Add(profile, CandidateState.ExcludedByOrder, $"{basis.Name} does not name it");
    }

    private void AddTried(AuthProfile profile)
    {
        ProfileUsage usage = store.Usage(profile.Id);
        if (usage.IsUnusableAt(now))
            Add(profile, usage.IsDisabledAt(now) ? CandidateState.Disabled : CandidateState.Cooldown, ReasonToRest(usage));
        else if (!ProfileRules.IsConfiguredAlike(profile, configuration))
            Add(profile, CandidateState.ModeMismatch, DescribeMismatch(profile));
        else if (IsBeyondRenewal(profile, out bool isRenewed))
            Add(profile, CandidateState.Expired, "the sign-in has expired and has no refresh token; sign in again");
        else if (chosen is null && profile.Reference is { } reference && secrets.Resolve(reference).Error is { } error)
            Add(profile, CandidateState.Unresolved, error.Message);
        else if (chosen is null)
            Add(profile, CandidateState.Chosen, $"{ReasonToChoose(profile)}{(isRenewed ? "; the sign-in has expired and is renewed with its first use" : "")}");
        else if (chosen.ProfileId is null)
            Add(profile, CandidateState.Shadowed, $"{chosen} comes first");
        else
            Add(profile, CandidateState.Standby, $"tried if {chosen.ProfileId} fails");
    }

    private void AddRefused(string profileId)
    {
        if (store.Find(profileId) is not { } profile)
        {
            Add(New($"profile:{profileId}", CandidateState.NotStored, $"{basis.Name} names it, but there is no such profile") with { ProfileId = profileId });
            return;
        }

        CandidateState state = CandidateOrder.Refusal(profile, configuration, provider, now)!.Value;
        Add(profile, state, state switch
        {
            CandidateState.OtherProvider => $"it is for {profile.ProviderName}",
            CandidateState.ModeMismatch => DescribeMismatch(profile),
            CandidateState.NoSecret => "there is nothing in it that could be sent",
            _ => $"it expired {DateText(profile.Expires)}; store a new token",
        });
    }

    /// <summary>What rests is listed behind what can be used, but is often what would be used otherwise.</summary>
    private string ReasonToChoose(AuthProfile profile) =>
        items.Count > 0 ? "the first that can be used" :
        RestingBefore(profile) is { Length: > 0 } resting ? $"the first that can be used while {string.Join(", ", resting)} {(resting.Length == 1 ? "rests" : "rest")}" :
        basis.IsOrder ? $"the first in {basis.Name}" :
        store.ProfilesOf(provider).Count > 1 ? "sign-ins come before tokens, tokens before API keys; of one kind, the one used longest ago" :
        "the only profile";

    private string[] RestingBefore(AuthProfile profile) => [.. tried
        .Where(id => store.Usage(id).IsUnusableAt(now) && CandidateOrder.Compare(store.Find(id)!, profile, basis, store) < 0)];

    private string ReasonToRest(ProfileUsage usage)
    {
        string what = !usage.IsDisabledAt(now) ? "rests" : usage.DisabledReason is { Length: > 0 } reason ? $"disabled for {reason}" : "disabled";
        string failures = string.Join(", ", usage.FailureCounts.Select(count => $"{count.Key} {count.Value}"));
        return $"{what} until {DateText(usage.UnusableUntil)}{(failures.Length > 0 ? $" after failures: {failures}" : "")}";
    }

    private string DescribeMismatch(AuthProfile profile)
    {
        ConfiguredProfile configured = configuration.Profiles[profile.Id];
        return $"the configuration says {configured.Provider}/{configured.Mode}, the store {profile.ProviderName}/{profile.Kind.ToStoredName()}";
    }

    /// <summary>A sign-in that has expired is as good as none, unless it can be renewed or another takes its place.</summary>
    private bool IsBeyondRenewal(AuthProfile profile, out bool isRenewed)
    {
        isRenewed = false;
        if (profile.Kind != AuthProfileKind.OAuth)
            return false;

        try
        {
            resolver.ResolveProfile(profile.Id);
            return false;
        }
        catch (MoltbotException e) when (e.Code == ErrorCode.RefreshNeeded)
        {
            isRenewed = !profile.Refresh.IsBlank;
            return !isRenewed;
        }
    }

    private void AddAws(string reason) => Add(New(EnvironmentKeys.AwsSource(environment), CandidateState.Chosen, reason) with { Mode = CredentialMode.AwsSdk });

    /// <summary>Adds a source that is no profile. It is hidden by what comes before it, be it usable or not.</summary>
    private void AddSource(string source, CredentialMode mode, string maskedValue, string? shadow, string reason)
    {
        string? hiddenBy = shadow ?? (chosen is null ? null : $"{chosen} comes first");
        Add(New(source, hiddenBy is null ? CandidateState.Chosen : CandidateState.Shadowed, hiddenBy ?? reason) with { Mode = mode, MaskedValue = maskedValue });
    }

    private void Add(AuthProfile profile, CandidateState state, string reason)
    {
        ProfileUsage usage = store.Usage(profile.Id);
        Add(New($"profile:{profile.Id}", state, reason) with
        {
            ProfileId = profile.Id,
            Mode = CredentialModes.Of(profile.Kind),
            MaskedValue = profile.MaskedValue,
            Usage = usage,
            Remaining = state is CandidateState.Cooldown or CandidateState.Disabled ? DurationText.ToTimeSpan(usage.UnusableUntil!.Value - now) : null,
        });
    }

    private void Add(AuthCandidate candidate)
    {
        items.Add(candidate);
        if (candidate.IsChosen)
            chosen = candidate;
    }

    private AuthCandidate New(string source, CandidateState state, string reason) => new()
    {
        StateDirectory = agent.StateDirectory,
        Agent = agent.Id.Value,
        Provider = provider.Value,
        OrderedBy = basis.Name,
        Position = items.Count + 1,
        Source = source,
        State = state,
        Reason = reason,
    };

    private static string DateText(double? time) =>
        UnixTime.ToDateTime(time)?.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "a time beyond the calendar";
}
