using Moltbot.Core.Errors;
using Moltbot.Core.Profiles;
using Moltbot.Core.Text;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Profiles that are not used for a while, and those that rest for longer than the gateway ever lets one rest.</summary>
internal sealed class CooldownCheck : IInstallationCheck
{
    private const double Hour = 60 * 60_000;

    /// <inheritdoc/>
    public IReadOnlyList<FindingKind> Kinds { get; } = [FindingKinds.ProfileCooldown, FindingKinds.ProfileDisabled, FindingKinds.ProfileCooldownTooLong];

    /// <inheritdoc/>
    public IEnumerable<Finding> Examine(ExaminedInstallation installation) =>
        from agent in installation.Agents
        from usage in agent.Reading.Own?.Store.Usages ?? Json.OrderedMap<ProfileUsage>.Empty
        where usage.Value.IsUnusableAt(installation.Now) && agent.Reading.Store.Find(usage.Key) is not null
        select Of(installation, agent, usage.Key, usage.Value);

    private static Finding Of(ExaminedInstallation installation, AgentContext agent, string id, ProfileUsage usage)
    {
        double left = usage.UnusableUntil!.Value - installation.Now;
        bool isDisabled = usage.IsDisabledAt(installation.Now);
        string kind = isDisabled ? $"disabled{(string.IsNullOrEmpty(usage.DisabledReason) ? "" : $":{usage.DisabledReason}")}" : "cooldown";
        FindingPlace place = new(agent.StorePath) { Entry = $"usageStats.{id}", Agent = agent.Id.Value, ProfileId = id };
        if (left > installation.UsageRules.LongestRest(installation.Configuration, agent.Reading.Store.Find(id)!.Provider, usage, installation.Now) + Hour)
        {
            Repair clear = Repair.Of(agent.StorePath, "End it", RepairConsent.Asked, cancellation =>
            {
                agent.Store.Commit(StoreChange.OfUsage((own, view) => installation.UsageRules.Cleared(own, view, id, withDisabled: true)), cancellation);
                return "the next failure makes it rest again";
            });
            return installation.Found(
                FindingKinds.ProfileCooldownTooLong,
                $"{id} is to rest for {DurationText.Remaining(left)} ({kind}), longer than the gateway ever lets one rest: the clock was wrong when it failed, or the store was edited. {NextSteps.ClearDisabled} ends it.",
                place,
                clear);
        }

        return isDisabled
            ? installation.Found(FindingKinds.ProfileDisabled, $"{id}: {kind} ({DurationText.Remaining(left)}). Top up or switch the provider; {NextSteps.ClearDisabled} lets it be tried again.", place)
            : installation.Found(FindingKinds.ProfileCooldown, $"{id}: {kind} ({DurationText.Remaining(left)}). Wait, or switch the provider.", place);
    }
}
