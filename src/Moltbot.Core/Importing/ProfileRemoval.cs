using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Importing;

/// <summary>
/// Takes a profile out of the configuration and then out of an agent's store, which stays locked for both. In this
/// order, because an entry without its profile would keep the provider's other profiles from being used.
/// </summary>
internal sealed class ProfileRemoval(MoltbotInstallation installation, Agent agent, AgentStore store)
{
    public RemovedProfile Run(string profileId, CancellationToken cancellation)
    {
        installation.RequireUsableConfiguration();
        Agent[] others = [.. installation.AgentIds.Where(id => id != agent.Id).Select(id => installation.GetAgent(id.Value))];
        bool isConfigured = installation.Configuration.Profiles.ContainsKey(profileId) && !others.Any(other => other.Owns(profileId));
        if (!agent.Owns(profileId) && !isConfigured)
            throw agent.ReadStore().StoreOrThrow().Find(profileId) is null ? agent.MissingProfile(profileId) : Inherited(profileId);

        bool wasChanged = false;
        if (isConfigured)
            installation.ConfigurationEditor.Preview(Rule);

        store.Update(Remove, cancellation);
        Agent[] blind = [.. others.Append(agent).Where(other => other.ReadStore().Store.Find(profileId) is null)];
        return new RemovedProfile(
            agent.Id.Value,
            profileId,
            store.Path,
            wasChanged ? installation.Paths.ConfigPath : null,
            SessionPins.To(profileId, blind.Select(other => other.Id), installation));

        AuthProfileDocument Remove(AuthProfileDocument document)
        {
            AuthProfileDocument changed = document.WithoutProfile(profileId);
            wasChanged = isConfigured && installation.ConfigurationEditor.Apply(Rule, cancellation).Count > 0;
            return changed;
        }

        IReadOnlyList<ConfigurationChange> Rule(MoltbotConfiguration configuration) => AuthProfileConfiguration.Remove(configuration, profileId);
    }

    private MoltbotException Inherited(string profileId) => new(
        ErrorCode.ProfileNotFound,
        $"Auth profile \"{profileId}\" is not agent {agent.Id}'s own: it inherits it from {AgentId.Main}. Remove it there, with --agent {AgentId.Main} (-Agent {AgentId.Main}).")
    {
        Subject = profileId,
    };
}
