using Moltbot.Core.Configuration;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Sessions;

/// <summary>
/// Which profile a session sticks to where a gateway of today is at work (docs/gateway/later.md §5): a person's choice stays, also
/// when its credential has gone; the gateway's own moves on only when it cannot be used, or back to a better one that can again.
/// </summary>
internal sealed class TodayStickyProfileRule : StickyProfileRule
{
    private readonly MoltbotConfiguration configuration;
    private readonly bool isOrdered;

    /// <summary>The rule of a provider.</summary>
    /// <param name="store">The agent's view.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="provider">The provider of the session's model.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    public TodayStickyProfileRule(AuthProfileStore store, MoltbotConfiguration configuration, ProviderId provider, double now)
        : base(store, provider, CandidateOrder.Resolve(store, configuration, provider, now), now)
    {
        this.configuration = configuration;
        isOrdered = OrderBasis.Of(store, configuration, provider).IsOrder;
    }

    /// <inheritdoc/>
    public override StickyProfile Resolve(SessionEntry entry, bool isNewSession)
    {
        if (entry.Key.Length == 0)
            return base.Resolve(entry, isNewSession);

        bool isCleared = ProblemOf(entry) != PinProblem.None;
        string? current = isCleared ? null : entry.ProfileOverride;
        if (current is not null && entry.PinnedBy == PinSource.User)
            return new StickyProfile(Store.Find(current) is null ? null : current, TakesPinAway: false);
        if (Order.Count == 0)
            return new StickyProfile(null, isCleared);
        if (Order.All(id => Store.Usage(id).IsUnusableAt(Now, model: null)))
            return new StickyProfile(null, TakesPinAway: isCleared || current is not null);

        string next = Choose(current, entry, isNewSession);
        bool isPinnedSo = !isCleared && next == entry.StoredProfileOverride && entry.StoredSource == "auto";
        return new StickyProfile(next, isCleared, isPinnedSo ? null : entry.Compactions);
    }

    /// <inheritdoc/>
    public override PinProblem ProblemOf(SessionEntry entry) => base.ProblemOf(entry) switch
    {
        PinProblem.ProfileMissing when entry.PinnedBy == PinSource.User && IsOfProvider(entry.ProfileOverride!) => PinProblem.None,
        PinProblem.ProfileNotTried when entry.PinnedBy == PinSource.User => PinProblem.None,
        PinProblem problem => problem,
    };

    /// <summary>Whether a profile that is not stored was of the provider, by what the configuration or its id says.</summary>
    private bool IsOfProvider(string profileId) => ProviderId.ParseToday(configuration.Profiles.TryGetValue(profileId, out ConfiguredProfile? configured)
        ? configured.Provider
        : profileId.Split(':')[0]) == ProviderId.ParseToday(Provider.Value);

    private string Choose(string? current, SessionEntry entry, bool isNewSession)
    {
        bool isUnusable = current is not null && IsUnusable(current, entry);
        if (current is not null && !isUnusable && Better(current, entry) is { } better)
            return better;
        if (current is not null && !isUnusable && !isNewSession)
            return current;

        int start = current is null || isUnusable ? -1 : Order.TakeWhile(id => id != current).Count();
        return Enumerable.Range(start + 1, Order.Count).Select(place => Order[place % Order.Count]).FirstOrDefault(id => !IsUnusable(id, entry))
            ?? Order[Math.Max(start, 0)];
    }

    /// <summary>A profile that the order has before the present one, which was refused for its rate and is not any more.</summary>
    private string? Better(string current, SessionEntry entry) => isOrdered && entry.StoredSource == "auto"
        ? Order.TakeWhile(id => id != current).FirstOrDefault(id => Store.Usage(id).FailureCounts.ContainsKey("rate_limit") && !IsUnusable(id, entry))
        : null;

    private bool IsUnusable(string profileId, SessionEntry entry) => entry.RunTimeModel is { } model
        ? Store.Usage(profileId).IsUnusableAt(Now, model)
        : Store.Usage(profileId).IsUnusableAt(Now);
}
