using Moltbot.Core.Configuration;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Selection;

/// <summary>Which profiles of a provider are tried, and in which order (spec/gateway-auth-use.md §3). Pure rules.</summary>
public static class CandidateOrder
{
    /// <summary>The ids of the profiles to try, the first one first. Each id stands in it once.</summary>
    /// <param name="store">The agent's view.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="provider">The provider that needs a credential.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    /// <param name="preferred">A profile that goes first if it can be tried at all, even while it rests.</param>
    public static IReadOnlyList<string> Resolve(
        AuthProfileStore store,
        MoltbotConfiguration configuration,
        ProviderId provider,
        double now,
        string? preferred = null)
    {
        OrderBasis basis = OrderBasis.Of(store, configuration, provider);
        List<Candidate> candidates = [.. basis.ProfileIds
            .Distinct(StringComparer.Ordinal)
            .Select(store.Find)
            .OfType<AuthProfile>()
            .Where(profile => Refusal(profile, configuration, provider, now) is null)
            .Select(profile => new Candidate(profile, store.Usage(profile.Id)))];

        IEnumerable<Candidate> usable = candidates.Where(candidate => !candidate.Usage.IsUnusableAt(now));
        if (!basis.IsOrder)
            usable = usable.OrderBy(candidate => Rank(candidate.Profile.Kind)).ThenBy(candidate => candidate.Usage.LastUsed ?? 0);

        IEnumerable<string> order = usable
            .Concat(candidates.Where(candidate => candidate.Usage.IsUnusableAt(now)).OrderBy(candidate => candidate.Usage.UnusableUntil))
            .Select(candidate => candidate.Profile.Id);
        return preferred is not null && candidates.Exists(candidate => candidate.Profile.Id == preferred)
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

        if (!profile.HasSecret)
            return CandidateState.NoSecret;

        return ProfileRules.IsExpiredToken(profile, now) ? CandidateState.Expired : null;
    }

    /// <summary>Which of two profiles is tried first while neither rests, as a comparison of the two.</summary>
    internal static int Compare(AuthProfile left, AuthProfile right, OrderBasis basis, AuthProfileStore store)
    {
        if (basis.IsOrder)
            return PlaceIn(basis, left).CompareTo(PlaceIn(basis, right));

        int byKind = Rank(left.Kind).CompareTo(Rank(right.Kind));
        return byKind != 0 ? byKind : (store.Usage(left.Id).LastUsed ?? 0).CompareTo(store.Usage(right.Id).LastUsed ?? 0);
    }

    private static int PlaceIn(OrderBasis basis, AuthProfile profile) => basis.ProfileIds.TakeWhile(id => id != profile.Id).Count();

    /// <summary>Sign-ins that renew themselves come first, keys that cost money last.</summary>
    private static int Rank(AuthProfileKind kind) => kind switch
    {
        AuthProfileKind.OAuth => 0,
        AuthProfileKind.Token => 1,
        _ => 2,
    };

    private readonly record struct Candidate(AuthProfile Profile, ProfileUsage Usage);
}
