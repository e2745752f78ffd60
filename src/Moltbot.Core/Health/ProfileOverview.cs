using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Health;

/// <summary>Everything there is to see of a store's profiles at one time.</summary>
internal sealed class ProfileOverview
{
    private static readonly Comparer<UnusableProfile> SoonestFirst =
        Comparer<UnusableProfile>.Create((left, right) => left.RemainingMilliseconds.CompareTo(right.RemainingMilliseconds));

    private readonly AgentContext context;
    private readonly AuthProfileStore store;
    private readonly double warnAfter;

    /// <param name="context">The agent.</param>
    /// <param name="store">Its view, which may be newer than the context's, or be what could be read.</param>
    /// <param name="warnWithin">How long before its end a credential counts as expiring; a day if omitted.</param>
    public ProfileOverview(AgentContext context, AuthProfileStore store, TimeSpan? warnWithin = null)
    {
        this.context = context;
        this.store = store;
        warnAfter = warnWithin?.TotalMilliseconds ?? HealthSummary.DefaultWarnAfter;
    }

    /// <summary>Every profile, in the order of the store.</summary>
    public IReadOnlyList<ProfileStatus> All => field ??= [.. store.Profiles.Select(Of)];

    /// <summary>The profiles that are not used for a while, the soonest usable one first.</summary>
    public IReadOnlyList<UnusableProfile> Unusable => [.. UnusableNow.Values.OrderBy(profile => profile, SoonestFirst)];

    /// <summary>The profiles of a provider, in the order of the store.</summary>
    public IReadOnlyList<ProfileStatus> Of(ProviderId provider) => [.. ByProvider[provider]];

    /// <summary>How well the profiles of some providers are.</summary>
    public HealthSummary Health(IEnumerable<string> providers) =>
        HealthSummary.Build(All.Select(profile => profile.ProfileHealth), context.Now, warnAfter, providers);

    /// <summary>One of its profiles.</summary>
    public ProfileStatus Of(AuthProfile profile) => new(
        ProfileHealth.Of(profile, context.Configuration, context.Now, warnAfter, context.Renewals.RejectionOf),
        store.Usage(profile.Id),
        UnusableNow.GetValueOrDefault(profile.Id),
        context);

    private ILookup<ProviderId, ProfileStatus> ByProvider => field ??= All.ToLookup(profile => profile.ProfileHealth.Profile.Provider);

    private OrderedMap<UnusableProfile> UnusableNow => field ??= store.Usages.Choose((id, usage) => usage.IsUnusableAt(context.Now)
        ? new UnusableProfile
        {
            StateDirectory = context.StateDirectory,
            Agent = context.Id.Value,
            ProfileId = id,
            Provider = store.Find(id)?.ProviderName,
            State = usage.IsDisabledAt(context.Now) ? CandidateState.Disabled : CandidateState.Cooldown,
            DisabledReason = usage.DisabledReason,
            UntilMilliseconds = usage.UnusableUntil!.Value,
            RemainingMilliseconds = usage.UnusableUntil.Value - context.Now,
        }
        : null);
}
