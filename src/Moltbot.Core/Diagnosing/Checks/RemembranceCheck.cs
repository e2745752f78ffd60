using Moltbot.Core.Json;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>What stores remember of profiles that do not exist.</summary>
internal sealed class RemembranceCheck : IInstallationCheck
{
    /// <summary>How a gateway of today names the keys of the configuration, which are no profiles.</summary>
    private const string OfConfiguration = "inline-api-key:";

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.LastGoodUnknown, FindingKinds.UsageOfUnknown];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) => installation.Agents
        .Where(agent => agent.Reading is { Errors: [], NotAStore: null })
        .SelectMany(agent => In(installation, agent));

    private static IEnumerable<Finding> In(ExaminedInstallation installation, AgentContext agent)
    {
        if (agent.Reading.Own is not { } own)
            yield break;

        FindingPlace place = new(agent.StorePath) { Agent = agent.Id.Value };
        foreach (JsonEntry entry in own.Json.Member("lastGood").Entries())
        {
            if (entry.Value.AsText() is not { } id || StoredIds.Has(agent, id))
                continue;

            yield return installation.Found(
                FindingKinds.LastGoodUnknown,
                $"{agent.StorePath} remembers {id} as the last one that worked for {entry.Name}, and there is no such profile.",
                place with { Entry = $"lastGood.{entry.Name}", ProfileId = id },
                Forgetting(agent, $"Forget {id} as the last one that worked", now => now.Store.LastGood(entry.Name) == id ? now.Without([["lastGood", entry.Name]]) : now));
        }

        string[] unknown = [.. own.Store.UsedProfileIds.Where(id => !StoredIds.Has(agent, id) && !id.StartsWith(OfConfiguration, StringComparison.Ordinal))];
        if (unknown.Length > 0)
        {
            yield return installation.Found(
                FindingKinds.UsageOfUnknown,
                $"{agent.StorePath} remembers the use of {string.Join(", ", unknown)}, which {(unknown.Length == 1 ? "does" : "do")} not exist.",
                place with { Entry = "usageStats" },
                Forgetting(agent, $"Forget the use of {string.Join(", ", unknown)}", now => now.Without(unknown.Where(id => now.Store.Find(id) is null && !now.Entry(id).IsContainer()).Select(id => (IReadOnlyList<string>)["usageStats", id]))));
        }
    }

    private static Repair Forgetting(AgentContext agent, string action, Func<StoreContent, StoreContent> rule) => Repair.Of(agent.StorePath, action, RepairConsent.Unasked, cancellation =>
    {
        agent.Store.Commit(StoreChange.Of(rule), cancellation);
        return "there was nothing that it was about; nothing is to be undone";
    });
}
