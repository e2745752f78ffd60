using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Orders that name profiles which do not exist or are another provider's.</summary>
internal sealed class OrderCheck : IInstallationCheck
{
    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.OrderNamesUnknown, FindingKinds.OrderNamesOtherProvider];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) =>
        installation.AreStoresKnown ? [.. installation.Agents.SelectMany(agent => InStore(installation, agent)), .. InConfiguration(installation)] : [];

    private static IEnumerable<Finding> InStore(ExaminedInstallation installation, AgentContext agent)
    {
        if (agent.Reading.Own is not { } own)
            yield break;

        foreach (ProviderId provider in own.Store.ProvidersInOrders)
        {
            IReadOnlyList<string> ids = own.Store.Order(provider) ?? [];
            FindingPlace place = new(agent.StorePath) { Entry = $"order.{provider}", Agent = agent.Id.Value };
            foreach (Broken broken in Of(provider, ids, id => !StoredIds.Has(agent, id), id => agent.Reading.Store.Find(id)))
            {
                Repair take = Repair.Of(agent.StorePath, broken.Action, broken.Consent, cancellation =>
                {
                    agent.Store.Commit(StoreChange.Of(now => now.WithOrder(provider, (now.Store.Order(provider) ?? []).Except(broken.Ids, StringComparer.Ordinal))), cancellation);
                    return $"{NextSteps.SetOrderTo(provider.Value, ids)}";
                });
                yield return installation.Found(broken.Kind, $"The {provider} order in {agent.StorePath} names {broken.What}", place, take);
            }
        }
    }

    private static IEnumerable<Finding> InConfiguration(ExaminedInstallation installation)
    {
        string? outdated = ProfileIdCheck.NewIdIn(installation) is null ? null : "anthropic:default";
        foreach (ProviderId provider in installation.Configuration.OrderedProviders)
        {
            IReadOnlyList<string> ids = installation.Configuration.Order(provider) ?? [];
            FindingPlace place = new(installation.ConfigurationFile.Path) { Entry = $"auth.order.{provider}" };
            foreach (Broken broken in Of(provider, ids, id => id != outdated && !StoredIds.Has(installation, id), id => Find(installation, id)))
            {
                Repair take = Repair.Of(installation.ConfigurationFile.Path, broken.Action, broken.Consent, cancellation => string.Join(
                    ", ",
                    installation.ConfigurationFile.Editor
                        .Apply(configuration => AuthProfileConfiguration.RemoveFromOrder(configuration, provider, broken.Ids.Contains), cancellation)
                        .Select(path => $"the text as it was is in {path}.bak")));
                yield return installation.Found(broken.Kind, $"auth.order for {provider} in the configuration names {broken.What}", place, take);
            }
        }
    }

    private static AuthProfile? Find(ExaminedInstallation installation, string id) =>
        installation.Agents.Select(agent => agent.Reading.Store.Find(id)).FirstOrDefault(profile => profile is not null);

    private static IEnumerable<Broken> Of(ProviderId provider, IReadOnlyList<string> ids, Predicate<string> isUnknown, Func<string, AuthProfile?> find)
    {
        string[] unknown = [.. ids.Where(id => isUnknown(id)).Distinct(StringComparer.Ordinal)];
        if (unknown.Length > 0)
            yield return new Broken(FindingKinds.OrderNamesUnknown, unknown, $"{string.Join(", ", unknown)}, which nobody has.", ConsentFor(unknown));

        string[] others = [.. ids.Where(id => find(id) is { } profile && profile.Provider != provider).Distinct(StringComparer.Ordinal)];
        if (others.Length > 0)
            yield return new Broken(FindingKinds.OrderNamesOtherProvider, others, $"{string.Join(", ", others)}, which {(others.Length == 1 ? "is" : "are")} for another provider, so {(others.Length == 1 ? "it is" : "they are")} not tried.", ConsentFor(others));

        // An order of which nothing is left goes, and then profiles are tried that it kept out.
        RepairConsent ConsentFor(string[] gone) => ids.All(gone.Contains) ? RepairConsent.Asked : RepairConsent.Unasked;
    }

    private sealed record Broken(FindingKind Kind, IReadOnlyCollection<string> Ids, string What, RepairConsent Consent)
    {
        public string Action => $"Take {string.Join(", ", Ids)} out of the order{(Consent == RepairConsent.Asked ? ", which goes with it" : "")}";
    }
}
