using Moltbot.Core.Configuration;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Health;

/// <summary>Everything there is to see of a store's profiles at one time.</summary>
internal sealed class ProfileOverview
{
    private static readonly Comparer<UnusableProfile> SoonestFirst =
        Comparer<UnusableProfile>.Create((left, right) => left.RemainingMilliseconds.CompareTo(right.RemainingMilliseconds));

    private readonly AuthProfileStore store;
    private readonly MoltbotConfiguration configuration;
    private readonly double now;
    private readonly double warnAfter;
    private readonly Agent agent;

    public ProfileOverview(AuthProfileStore store, MoltbotConfiguration configuration, double now, TimeSpan? warnWithin, Agent agent)
    {
        this.store = store;
        this.configuration = configuration;
        this.now = now;
        this.agent = agent;
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
        HealthSummary.Build(All.Select(profile => profile.Judgement), now, warnAfter, providers);

    /// <summary>One of its profiles.</summary>
    public ProfileStatus Of(AuthProfile profile) => new(
        ProfileHealth.Of(profile, configuration, now, warnAfter),
        store.Usage(profile.Id),
        UnusableNow.GetValueOrDefault(profile.Id),
        agent);

    private ILookup<ProviderId, ProfileStatus> ByProvider => field ??= All.ToLookup(profile => profile.Judgement.Profile.Provider);

    private OrderedMap<UnusableProfile> UnusableNow => field ??= store.Usages.Choose((id, usage) => usage.IsUnusableAt(now)
        ? new UnusableProfile(
            agent.StateDirectory,
            agent.Id.Value,
            id,
            store.Find(id)?.ProviderName,
            usage.IsDisabledAt(now),
            usage.DisabledReason,
            usage.UnusableUntil!.Value,
            usage.UnusableUntil.Value - now)
        : null);
}
