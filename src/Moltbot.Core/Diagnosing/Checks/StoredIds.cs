using Moltbot.Core.Profiles;

namespace Moltbot.Core.Diagnosing.Checks;

/// <summary>Which ids something is stored under, be it what nobody understands.</summary>
internal static class StoredIds
{
    /// <summary>Whether any agent sees or holds something under an id.</summary>
    public static bool Has(ExaminedInstallation installation, string id) => installation.Agents.Any(agent => Has(agent, id));

    /// <summary>Whether an agent does.</summary>
    public static bool Has(AgentContext agent, string id) => agent.Reading.Store.Find(id) is not null || agent.Reading.Owns(id);
}
