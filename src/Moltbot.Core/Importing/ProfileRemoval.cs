using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Sessions;

namespace Moltbot.Core.Importing;

/// <summary>
/// Takes a profile out of the configuration and then out of an agent's store, each prepared before the first is done. In this
/// order, because an entry without its profile would keep the provider's other profiles from being used: a process that dies
/// in between leaves a profile that works, and a second run takes it out. Where the store cannot be written after all, the
/// configuration gets its text back.
/// </summary>
/// <param name="agent">The agent that has the profile.</param>
/// <param name="others">All other agents of the installation.</param>
/// <param name="sessionsOf">The sessions of an agent.</param>
internal sealed class ProfileRemoval(AgentContext agent, IReadOnlyList<AgentContext> others, Func<AgentContext, ISessionStore> sessionsOf)
{
    private readonly IProfileStore store = agent.Store;
    private ConfigurationEdit? edit;

    /// <summary>What would be removed.</summary>
    public RemovedProfile Check(string profileId)
    {
        agent.ConfigurationFile.Require();
        agent.Reading.MayWrite.Require();
        bool isOwn = agent.Owns(profileId);
        AgentContext[] owners = [.. others.Where(other => other.Owns(profileId))];
        bool isConfigured = owners is [] && RuleFor(profileId)(agent.Configuration).Count > 0;
        if (!isOwn && !isConfigured)
            throw ProfileErrors.Inherited(agent.Profile(profileId).Id, agent.Id);
        if (isConfigured)
            edit = agent.ConfigurationFile.Prepare(RuleFor(profileId));

        bool isLeftInMain = Array.Exists(owners, owner => owner.Id == AgentId.Main);
        SessionPins pins = SessionPins.To(profileId, isLeftInMain ? [] : others.Except(owners).Append(agent), sessionsOf);
        return new RemovedProfile(
            agent.StateDirectory,
            agent.Id.Value,
            profileId,
            isOwn ? store.Place.Path : null,
            isConfigured ? agent.ConfigurationFile.Path : null,
            [.. pins.Pins])
        {
            NotRead = [.. pins.Errors],
            Reference = agent.Reading.Own?.Store.Find(profileId)?.Reference,
        };
    }

    /// <summary>Removes it, or nothing.</summary>
    public RemovedProfile Run(string profileId, CancellationToken cancellation)
    {
        RemovedProfile removed = Check(profileId);
        StoreChange? change = store.Exists || removed.Path is not null ? StoreChange.Of(own => own.WithoutProfile(profileId)) : null;
        if (change is not null && edit is not null)
            store.Rehearse(change, cancellation);

        bool wasConfigured = edit is not null && edit.Apply(cancellation).Count > 0;
        bool wasStored = change is not null && TakeOut(change, wasConfigured, cancellation);
        return removed with { Path = wasStored ? store.Place.Path : null, ConfigPath = wasConfigured ? removed.ConfigPath : null };
    }

    private bool TakeOut(StoreChange change, bool wasConfigured, CancellationToken cancellation)
    {
        bool wasStored = false;
        WayBack back = new(
            () => (wasConfigured ? edit : null)?.TakeBack(),
            taken: null,
            problem => $"Its entry is gone from {agent.ConfigurationFile.Path} all the same, because putting it back failed: {problem} Remove the profile again to finish.");
        back.Before(() => store.Commit(new((own, view) => Note(own, change.Rule(own, view))), cancellation));
        return wasStored;

        StoreContent Note(StoreContent own, StoreContent changed)
        {
            wasStored = !ReferenceEquals(changed, own);
            return changed;
        }
    }

    private static Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> RuleFor(string profileId) =>
        configuration => AuthProfileConfiguration.Remove(configuration, profileId);
}
