using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Text;

namespace Moltbot.Core.Sessions;

/// <summary>Which profile of a provider a session sticks to (docs/gateway/sessions.md §10). Pure rules.</summary>
internal class StickyProfileRule
{
    private readonly HashSet<string> tried;
    private readonly Lazy<string> firstAvailable;

    /// <summary>The rule of a provider.</summary>
    /// <param name="store">The agent's view.</param>
    /// <param name="provider">The provider of the session's model.</param>
    /// <param name="order">Its profiles to try, the first one first.</param>
    /// <param name="now">The time, in milliseconds since the Unix epoch.</param>
    public StickyProfileRule(AuthProfileStore store, ProviderId provider, IReadOnlyList<string> order, double now)
    {
        Store = store;
        Provider = provider;
        Order = order;
        Now = now;
        tried = new(order, StringComparer.Ordinal);
        firstAvailable = new(() => order.FirstOrDefault(id => !IsInCooldown(id)) ?? order[0]);
    }

    /// <summary>The profiles to try, the first one first.</summary>
    public IReadOnlyList<string> Order { get; }

    /// <summary>The agent's view.</summary>
    protected AuthProfileStore Store { get; }

    /// <summary>The provider of the session's model.</summary>
    protected ProviderId Provider { get; }

    /// <summary>The time, in milliseconds since the Unix epoch.</summary>
    protected double Now { get; }

    /// <summary>The profile for the session's next message. A session without a key keeps what it is pinned to, whatever that is.</summary>
    /// <param name="entry">The session's entry.</param>
    /// <param name="isNewSession">Whether the session starts anew.</param>
    public virtual StickyProfile Resolve(SessionEntry entry, bool isNewSession)
    {
        if (entry.Key.Length == 0)
            return new StickyProfile(entry.StoredProfileOverride, TakesPinAway: false);

        bool isCleared = ProblemOf(entry) != PinProblem.None;
        string? current = isCleared ? null : entry.ProfileOverride;
        if (Order.Count == 0)
            return new StickyProfile(null, isCleared);
        if (current is not null && entry.PinnedBy == PinSource.User && !isNewSession)
            return new StickyProfile(current, isCleared);

        string next = Choose(current, entry, isNewSession);
        if (next.Length == 0)
            return new StickyProfile(isCleared || entry.StoredProfileOverride is not { } kept ? null : EcmaScriptText.Trim(kept), isCleared);

        bool isPinnedSo = !isCleared && next == entry.StoredProfileOverride && entry.StoredSource == "auto" && entry.CompactionsWhenPinned == entry.Compactions;
        return new StickyProfile(next, isCleared, isPinnedSo ? null : entry.Compactions);
    }

    /// <summary>Why a session's pin to a profile does not hold; a session without one has no problem.</summary>
    public virtual PinProblem ProblemOf(SessionEntry entry) => entry.ProfileOverride is not { } profileId ? PinProblem.None : Store.Find(profileId) switch
    {
        null => PinProblem.ProfileMissing,
        AuthProfile profile when profile.Provider != Provider => PinProblem.ProfileOfOtherProvider,
        _ when Order.Count > 0 && !tried.Contains(profileId) => PinProblem.ProfileNotTried,
        _ => PinProblem.None,
    };

    private string Choose(string? current, SessionEntry entry, bool isNewSession)
    {
        if (isNewSession)
            return current is null ? firstAvailable.Value : NextAvailable(current);
        if (current is not null && entry.Compactions > (entry.CompactionsWhenPinned ?? entry.Compactions))
            return NextAvailable(current);

        return current is null || IsInCooldown(current) ? firstAvailable.Value : current;
    }

    private string NextAvailable(string current)
    {
        int start = 0;
        while (Order[start] != current) start++;
        return Order.Skip(start + 1).Concat(Order.Take(start + 1)).FirstOrDefault(id => !IsInCooldown(id)) ?? current;
    }

    private bool IsInCooldown(string profileId) => Store.Usage(profileId).IsUnusableAt(Now);
}
