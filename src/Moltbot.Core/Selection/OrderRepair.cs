using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Selection;

/// <summary>
/// Takes profile ids that no profile has out of orders: out of the overrides in an agent's store, and out of
/// <c>auth.order</c> in the configuration, which counts for every agent. An order of which nothing is left goes.
/// </summary>
public sealed class OrderRepair
{
    private readonly MoltbotInstallation installation;
    private readonly Agent agent;
    private readonly AgentStore store;

    internal OrderRepair(MoltbotInstallation installation, Agent agent, AgentStore store)
    {
        this.installation = installation;
        this.agent = agent;
        this.store = store;
    }

    /// <summary>The orders that name profiles which do not exist: those of the agent's own store, then those of the configuration.</summary>
    /// <param name="provider">The only provider to look at, or <see langword="null"/> for all.</param>
    /// <exception cref="MoltbotException">A store cannot be read.</exception>
    public IReadOnlyList<AuthOrder> Find(ProviderId? provider = null) => [.. InStore(provider), .. InConfiguration(provider)];

    /// <summary>Mends one of the orders that were found.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellation">Ends the wait for another process.</param>
    /// <returns>What is left of it.</returns>
    /// <exception cref="MoltbotException">A store cannot be read, or the file that the order is in cannot be locked or written.</exception>
    public AuthOrder Mend(AuthOrder order, CancellationToken cancellation = default)
    {
        ProviderId provider = ProviderId.Parse(order.Provider);
        if (order.IsConfigured)
        {
            Predicate<string> isUnknown = UnknownToAll();
            installation.ConfigurationFile.Editor.Apply(configuration => AuthProfileConfiguration.RemoveFromOrder(configuration, provider, isUnknown), cancellation);
            return OfConfiguration(installation.Reopen().Configuration, provider, isUnknown);
        }

        AuthProfileStore mended = store.Update((document, view) => Mend(document, view, provider), cancellation);
        return OfStore(mended, mended, provider);
    }

    private static AuthProfileDocument Mend(AuthProfileDocument document, AuthProfileStore view, ProviderId provider)
    {
        IReadOnlyList<string> order = document.Store.Order(provider) ?? [];
        return order.All(id => view.Find(id) is not null) ? document : document.WithOrder(provider, order.Where(id => view.Find(id) is not null));
    }

    private IEnumerable<AuthOrder> InStore(ProviderId? only)
    {
        StoreReading current = store.Read();
        AuthProfileStore view = current.StoreOrThrow();
        return current.Document is not { } own ? [] : own.Store.ProvidersInOrders
            .Where(provider => only is null || provider == only)
            .Select(provider => OfStore(own.Store, view, provider))
            .Where(order => order.UnknownProfileId.Count > 0);
    }

    /// <summary>The override that rotation obeys, whatever the spelling of the provider in it.</summary>
    private AuthOrder OfStore(AuthProfileStore own, AuthProfileStore view, ProviderId provider) => agent.OrderOf(provider, own.Order(provider), view);

    private IEnumerable<AuthOrder> InConfiguration(ProviderId? only)
    {
        ProviderId[] ordered = [.. installation.Configuration.OrderedProviders.Where(provider => only is null || provider == only)];
        if (ordered.Length == 0)
            return [];

        Predicate<string> isUnknown = UnknownToAll();
        return ordered.Select(provider => OfConfiguration(installation.Configuration, provider, isUnknown)).Where(order => order.UnknownProfileId.Count > 0);
    }

    private AuthOrder OfConfiguration(MoltbotConfiguration configuration, ProviderId provider, Predicate<string> isUnknown)
    {
        IReadOnlyList<string> ids = configuration.Order(provider) ?? [];
        return new AuthOrder(agent.StateDirectory, agent.Id.Value, provider.Value, installation.Paths.ConfigPath, ids) { IsConfigured = true, UnknownProfileId = [.. ids.Where(id => isUnknown(id))] };
    }

    /// <summary>What the configuration says is for all agents, so a profile that one of them has is not unknown.</summary>
    private Predicate<string> UnknownToAll()
    {
        AuthProfileStore[] views = [.. installation.AgentIds.Select(id => installation.GetAgent(id.Value).ReadStore().StoreOrThrow())];
        return id => Array.TrueForAll(views, view => view.Find(id) is null);
    }
}
