using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Importing;

/// <summary>
/// Takes a profile out of the configuration and then out of an agent's store, which stays locked for both. In this
/// order, because an entry without its profile would keep the provider's other profiles from being used. By then the new
/// store is on the disk already, so a full disk changes neither.
/// </summary>
internal sealed class ProfileRemoval(MoltbotInstallation installation, Agent agent, AgentStore store)
{
    private ConfigurationEdit? edit;

    /// <summary>What would be removed.</summary>
    public RemovedProfile Check(string profileId)
    {
        installation.RequireUsableConfiguration();
        store.MayWrite.Require();
        Agent[] others = [.. installation.AgentIds.Where(id => id != agent.Id).Select(id => installation.GetAgent(id.Value))];
        Agent[] owners = [.. others.Where(other => other.Owns(profileId))];
        bool isConfigured = owners is [] && RuleFor(profileId)(installation.Configuration).Count > 0;
        if (!agent.Owns(profileId) && !isConfigured)
            throw agent.ReadStore().StoreOrThrow().Find(profileId) is null ? agent.MissingProfile(profileId) : ProfileErrors.Inherited(profileId, agent.Id);
        if (isConfigured)
            edit = installation.ConfigurationFile.Editor.Prepare(RuleFor(profileId));

        bool isLeftInMain = Array.Exists(owners, owner => owner.Id == AgentId.Main);
        IEnumerable<Agent> blind = isLeftInMain ? [] : others.Except(owners).Append(agent);
        return new RemovedProfile(
            agent.StateDirectory,
            agent.Id.Value,
            profileId,
            agent.Owns(profileId) ? store.Path : null,
            isConfigured ? installation.Paths.ConfigPath : null,
            SessionPins.To(profileId, blind.Select(other => other.Id), installation))
        {
            Reference = store.Read().Document?.Store.Find(profileId)?.Reference,
        };
    }

    /// <summary>Removes it, or nothing.</summary>
    public RemovedProfile Run(string profileId, CancellationToken cancellation)
    {
        RemovedProfile removed = Check(profileId);
        bool wasStored = false;
        bool wasConfigured = false;
        if (store.Exists || agent.Owns(profileId))
            store.Update(Remove, TakeOut, cancellation);
        else
            TakeOut();

        return removed with { StorePath = wasStored ? store.Path : null, ConfigPath = wasConfigured ? removed.ConfigPath : null };

        AuthProfileDocument Remove(AuthProfileDocument document)
        {
            AuthProfileDocument changed = document.WithoutProfile(profileId);
            wasStored = !ReferenceEquals(changed, document);
            return changed;
        }

        void TakeOut() => wasConfigured = edit is not null && edit.Apply(cancellation).Count > 0;
    }

    private static Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> RuleFor(string profileId) =>
        configuration => AuthProfileConfiguration.Remove(configuration, profileId);
}
