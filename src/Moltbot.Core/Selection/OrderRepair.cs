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
internal sealed class OrderRepair
{
    private readonly AgentContext agent;
    private readonly IReadOnlyList<AgentContext> agents;

    /// <summary>The orders that an agent obeys.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="agents">All agents of the installation.</param>
    public OrderRepair(AgentContext agent, IReadOnlyList<AgentContext> agents)
    {
        this.agent = agent;
        this.agents = agents;
    }

    /// <summary>The orders that name profiles which do not exist: those of the agent's own store, then those of the configuration.</summary>
    /// <param name="provider">The only provider to look at, or <see langword="null"/> for all.</param>
    /// <exception cref="MoltbotException">A store cannot be read.</exception>
    public IReadOnlyList<AuthOrder> Find(ProviderId? provider = null) => [.. InStore(provider), .. InConfiguration(provider)];

    /// <summary>Repairs one of the orders that were found.</summary>
    /// <param name="order">The order.</param>
    /// <param name="cancellation">Ends the wait for another process.</param>
    /// <returns>What is left of it.</returns>
    /// <exception cref="MoltbotException">A store cannot be read, or the file that the order is in cannot be locked or written.</exception>
    public AuthOrder Repair(AuthOrder order, CancellationToken cancellation = default)
    {
        ProviderId provider = ProviderId.Parse(order.Provider);
        if (order.IsConfigured)
        {
            Predicate<string> isUnknown = UnknownToAll();
            agent.ConfigurationFile.Editor.Apply(configuration => AuthProfileConfiguration.RemoveFromOrder(configuration, provider, isUnknown), cancellation);
            return OfConfiguration(agent.ConfigurationFile.ReadAgain().Configuration, provider, isUnknown);
        }

        AuthProfileStore repaired = agent.Store.Commit(new((own, view) => Repair(own, view, provider)), cancellation);
        return OfStore(repaired, repaired, provider);
    }

    private static StoreContent Repair(StoreContent document, AuthProfileStore view, ProviderId provider)
    {
        IReadOnlyList<string> order = document.Store.Order(provider) ?? [];
        return order.All(view.Has) ? document : document.WithOrder(provider, order.Where(view.Has));
    }

    private IEnumerable<AuthOrder> InStore(ProviderId? only)
    {
        AuthProfileStore view = agent.View;
        return agent.Reading.Own is not { } own ? [] : own.Store.ProvidersInOrders
            .Where(provider => only is null || provider == only)
            .Select(provider => OfStore(own.Store, view, provider))
            .Where(order => order.UnknownProfileId.Count > 0);
    }

    /// <summary>The override that rotation obeys, whatever the spelling of the provider in it.</summary>
    private AuthOrder OfStore(AuthProfileStore own, AuthProfileStore view, ProviderId provider)
    {
        IReadOnlyList<string> ids = own.Order(provider) ?? [];
        return new AuthOrder(agent.StateDirectory, agent.Id.Value, provider.Value, agent.Store.Place.Path, [.. ids]) { FrontEnd = agent.Environment.FrontEnd, UnknownProfileId = [.. ids.Where(id => !view.Has(id))] };
    }

    private IEnumerable<AuthOrder> InConfiguration(ProviderId? only)
    {
        ProviderId[] ordered = [.. agent.Configuration.OrderedProviders.Where(provider => only is null || provider == only)];
        if (ordered.Length == 0)
            return [];

        Predicate<string> isUnknown = UnknownToAll();
        return ordered.Select(provider => OfConfiguration(agent.Configuration, provider, isUnknown)).Where(order => order.UnknownProfileId.Count > 0);
    }

    private AuthOrder OfConfiguration(MoltbotConfiguration configuration, ProviderId provider, Predicate<string> isUnknown)
    {
        IReadOnlyList<string> ids = configuration.Order(provider) ?? [];
        return new AuthOrder(agent.StateDirectory, agent.Id.Value, provider.Value, agent.ConfigurationFile.Path, [.. ids]) { FrontEnd = agent.Environment.FrontEnd, IsConfigured = true, UnknownProfileId = [.. ids.Where(id => isUnknown(id))] };
    }

    /// <summary>What the configuration says is for all agents, so a profile that one of them has is not unknown.</summary>
    private Predicate<string> UnknownToAll()
    {
        AuthProfileStore[] views = [.. agents.Select(other => other.View)];
        return id => !Array.Exists(views, view => view.Has(id));
    }
}
