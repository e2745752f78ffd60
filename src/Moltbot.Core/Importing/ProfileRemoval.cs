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
/// <param name="agent">The agent that has the profile.</param>
/// <param name="others">All other agents of the installation.</param>
internal sealed class ProfileRemoval(AgentContext agent, IReadOnlyList<AgentContext> others)
{
    private readonly AgentStore store = agent.Store;
    private ConfigurationEdit? edit;

    /// <summary>What would be removed.</summary>
    public RemovedProfile Check(string profileId)
    {
        agent.ConfigurationFile.Require();
        store.MayWrite.Require();
        bool isOwn = store.Owns(profileId);
        AgentContext[] owners = [.. others.Where(other => other.Store.Owns(profileId))];
        bool isConfigured = owners is [] && RuleFor(profileId)(agent.Configuration).Count > 0;
        if (!isOwn && !isConfigured)
            throw ProfileErrors.Inherited(agent.Profile(profileId).Id, agent.Id);
        if (isConfigured)
            edit = agent.ConfigurationFile.Editor.Prepare(RuleFor(profileId));

        bool isLeftInMain = Array.Exists(owners, owner => owner.Id == AgentId.Main);
        IEnumerable<AgentContext> blind = isLeftInMain ? [] : others.Except(owners).Append(agent);
        return new RemovedProfile(
            agent.StateDirectory,
            agent.Id.Value,
            profileId,
            isOwn ? store.Path : null,
            isConfigured ? agent.ConfigurationFile.Path : null,
            SessionPins.To(profileId, blind))
        {
            Reference = agent.Reading.Document?.Store.Find(profileId)?.Reference,
        };
    }

    /// <summary>Removes it, or nothing.</summary>
    public RemovedProfile Run(string profileId, CancellationToken cancellation)
    {
        RemovedProfile removed = Check(profileId);
        bool wasStored = false;
        bool wasConfigured = false;
        if (store.Exists || removed.StorePath is not null)
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
