using Moltbot.Core.Configuration;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Selection;

/// <summary>Which profiles of a provider are tried, and in which order (docs/gateway/credentials.md §3). Pure rules.</summary>
internal static class CandidateOrder
{
    /// <summary>The ids of the profiles to try, the first one first. Each id stands in it once.</summary>
    /// <param name="store">The agent's view.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="provider">The provider that needs a credential.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    /// <param name="preferred">A profile that goes first if it can be tried at all, even while it is in cooldown.</param>
    public static IReadOnlyList<string> Resolve(
        AuthProfileStore store,
        MoltbotConfiguration configuration,
        ProviderId provider,
        double now,
        string? preferred = null)
    {
        OrderBasis basis = OrderBasis.Of(store, configuration, provider);
        Candidate[] candidates = [.. basis.ProfileIds
            .Distinct(StringComparer.Ordinal)
            .Select(store.Find)
            .OfType<AuthProfile>()
            .Where(profile => Refusal(profile, configuration, provider, now) is null)
            .Select((profile, place) => new Candidate(profile, store.Usage(profile.Id), place))];

        IEnumerable<Candidate> usable = candidates.Where(candidate => !candidate.Usage.IsUnusableAt(now));
        IEnumerable<string> order = (basis.IsOrder ? usable : usable.Order(store.IsOfToday ? OfToday(now) : ByKindAndLastUse))
            .Concat(candidates.Where(candidate => candidate.Usage.IsUnusableAt(now)).OrderBy(candidate => candidate.Usage.UnusableUntil ?? 0))
            .Select(candidate => candidate.Profile.Id);
        return preferred is not null && Array.Exists(candidates, candidate => candidate.Profile.Id == preferred)
            ? [preferred, .. order.Where(id => id != preferred)]
            : [.. order];
    }

    /// <summary>Why a profile is not tried at all; <see langword="null"/> when it is.</summary>
    internal static CandidateState? Refusal(AuthProfile profile, MoltbotConfiguration configuration, ProviderId provider, double now)
    {
        if (profile.Provider != provider)
            return CandidateState.OtherProvider;
        if (configuration.Profiles.TryGetValue(profile.Id, out ConfiguredProfile? configured)
            && (ProviderId.Parse(configured.Provider) != provider || !ProfileRules.AllowsKind(configured, profile.Kind)))
        {
            return CandidateState.ModeMismatch;
        }

        if (profile.IsSetAside)
            return CandidateState.SetAside;
        if (!profile.HasSecret)
            return CandidateState.NoSecret;

        return ProfileRules.IsOver(profile, now) ? CandidateState.Expired : null;
    }

    /// <summary>Which of two profiles is tried first while neither is in cooldown, as a comparison of the two.</summary>
    internal static int Compare(AuthProfile one, AuthProfile other, OrderBasis basis, AuthProfileStore store)
    {
        Candidate first = CandidateOf(one);
        Candidate second = CandidateOf(other);
        return basis.IsOrder ? first.Place.CompareTo(second.Place) : ByKindAndLastUse.Compare(first, second);

        Candidate CandidateOf(AuthProfile profile) => new(profile, store.Usage(profile.Id), basis.ProfileIds.TakeWhile(id => id != profile.Id).Count());
    }

    /// <summary>What is alike in both stays as it stood.</summary>
    private static Comparer<Candidate> ByKindAndLastUse { get; } = Comparer<Candidate>.Create((one, other) =>
    {
        int order = Rank(one.Profile.Kind).CompareTo(Rank(other.Profile.Kind));
        if (order == 0)
            order = (one.Usage.LastUsed ?? 0).CompareTo(other.Usage.LastUsed ?? 0);

        return order != 0 ? order : one.Place.CompareTo(other.Place);
    });

    /// <summary>As gateways of today have it (docs/gateway/later.md §5): a sign-in that has to be renewed comes behind those that last.</summary>
    private static Comparer<Candidate> OfToday(double now) => Comparer<Candidate>.Create((one, other) =>
        one.Profile.Kind == other.Profile.Kind && IsExpiredSignIn(one.Profile, now).CompareTo(IsExpiredSignIn(other.Profile, now)) is var renewal and not 0
            ? renewal
            : ByKindAndLastUse.Compare(one, other));

    /// <summary>Sign-ins that renew themselves come first, keys that cost money last.</summary>
    private static int Rank(AuthProfileKind kind) => kind switch
    {
        AuthProfileKind.OAuth => 0,
        AuthProfileKind.Token => 1,
        _ => 2,
    };

    private static bool IsExpiredSignIn(AuthProfile profile, double now) => profile.Kind == AuthProfileKind.OAuth && !(now < profile.Expires);

    /// <summary>A profile that can be tried, and its place before sorting.</summary>
    private sealed record Candidate(AuthProfile Profile, ProfileUsage Usage, int Place);
}
