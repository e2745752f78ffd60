using Moltbot.Core.Auditing;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>A file of an older layout with credentials in it.</summary>
internal static class LegacyResidue
{
    /// <summary>
    /// The finding about one. As long as an agent has no store it lives on what such files hold, and gets one; afterwards nobody
    /// reads them, and they can go if the store has all that is in them.
    /// </summary>
    public static Finding Of(ExaminedInstallation installation, SecretFinding finding, FindingPlace place)
    {
        AgentContext? agent = finding.Agent is { } id ? installation.Agents.FirstOrDefault(agent => agent.Id.Value == id) : installation.Main;
        if (agent is { Store.Exists: false, Reading: { Errors: [], NotAStore: null, UnreadLayouts: [], Imported.Profiles.Count: > 0 } })
        {
            Repair import = Repair.Of(agent.StorePath, "Take its credentials over into a store", RepairConsent.Asked, cancellation =>
            {
                agent.Store.Commit(StoreChange.Of(own => own), cancellation);
                return $"rm '{agent.StorePath}', after its credentials are back in {finding.Path}";
            });
            return installation.Found(
                FindingKinds.LegacyResidue,
                $"{finding.Path} is of an older layout, and agent {agent.Id} still lives on it. The first change takes its credentials over.",
                place,
                import) with { Severity = FindingSeverity.Note };
        }

        return installation.Found(FindingKinds.LegacyResidue, finding.Message, place);
    }
}
