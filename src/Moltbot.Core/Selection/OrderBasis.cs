using Moltbot.Core.Configuration;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Selection;

/// <summary>What says which profiles of a provider are candidates at all (docs/gateway/credentials.md §3).</summary>
/// <param name="Name">What it is, for people to read.</param>
/// <param name="ProfileIds">The ids that it names. They need not exist, and one may be named twice.</param>
/// <param name="IsOrder">Whether it says in which order they are tried. If not, kinds and last uses decide.</param>
internal sealed record OrderBasis(string Name, IReadOnlyList<string> ProfileIds, bool IsOrder)
{
    /// <summary>The basis for a provider: the first of the store's order, the configuration's order, the configuration's profiles, and all that are stored.</summary>
    public static OrderBasis Of(AuthProfileStore store, MoltbotConfiguration configuration, ProviderId provider)
    {
        if (store.Order(provider) is { } stored && Counts(stored, store))
            return new OrderBasis("the order override in the store", stored, IsOrder: true);
        if (configuration.Order(provider) is { } configured)
            return new OrderBasis("auth.order in the configuration", configured, IsOrder: true);

        string[] profiles = [.. configuration.ProfilesOf(provider).Select(profile => profile.Id)];
        return profiles.Length > 0 && Counts(profiles, store)
            ? new OrderBasis("auth.profiles in the configuration", profiles, IsOrder: false)
            : new OrderBasis("the profiles in the store", [.. store.ProfilesOf(provider).Select(profile => profile.Id)], IsOrder: false);
    }

    /// <summary>A gateway of today passes over a list none of whose profiles is stored (docs/gateway/later.md §5).</summary>
    private static bool Counts(IReadOnlyList<string> ids, AuthProfileStore store) => !store.IsOfToday || ids.Any(id => store.Find(id) is not null);
}
