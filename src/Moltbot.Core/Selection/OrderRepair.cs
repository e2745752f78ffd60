using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Selection;

/// <summary>Takes profile ids that no profile has out of order overrides. An order of which nothing is left goes.</summary>
internal static class OrderRepair
{
    /// <summary>The orders of a store that name profiles which do not exist.</summary>
    /// <param name="own">The agent's own store.</param>
    /// <param name="view">The agent's view, in which the profiles are looked for.</param>
    /// <param name="only">The only provider to look at, or <see langword="null"/> for all.</param>
    public static IReadOnlyList<ProviderId> Broken(AuthProfileStore own, AuthProfileStore view, ProviderId? only) =>
        [.. own.OrderedProviders.Where(provider => (only is null || provider == only) && own.OrderOverride(provider)!.Any(id => view.Find(id) is null))];

    /// <summary>The document with these orders mended; this same document when none is broken.</summary>
    public static AuthProfileDocument Mend(AuthProfileDocument document, AuthProfileStore view, ProviderId? only) => Broken(document.Store, view, only).Aggregate(
        document,
        (changed, provider) => changed.WithOrder(provider, changed.Store.OrderOverride(provider)!.Where(id => view.Find(id) is not null)));
}
