using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Rotating;

/// <summary>What the stores say of rotations at one moment. Each store is read once, when it is first asked for.</summary>
/// <param name="agents">All agents of the installation.</param>
/// <param name="now">The time, in milliseconds since the Unix epoch.</param>
internal sealed class RotationMoment(IReadOnlyList<AgentContext> agents, double now)
{
    private readonly Readings readings = new();
    private readonly Dictionary<AgentId, StoreReading> stores = [];

    /// <summary>An agent of the installation.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.AgentNotFound"/>: it is gone.</exception>
    public AgentContext AgentOf(AgentId id) => agents.FirstOrDefault(agent => agent.Id == id) ?? throw RotationErrors.AgentGone(id);

    /// <summary>What is in an agent's store, all of it.</summary>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public StoreReading Of(AgentContext agent)
    {
        if (!stores.TryGetValue(agent.Id, out StoreReading? reading))
            stores[agent.Id] = reading = agent.Store.Read(readings);

        reading.StoreOrThrow();
        return reading;
    }

    /// <summary>What an agent has of its own.</summary>
    /// <exception cref="MoltbotException">The store cannot be read.</exception>
    public AuthProfileStore OwnOf(AgentContext agent)
    {
        StoreReading reading = Of(agent);
        return reading.Own?.Store ?? reading.Imported;
    }

    /// <summary>How far a rotation has come.</summary>
    public RotationStage StageOf(RotationRecord record) => RotationRules.StageOf(record, OwnOf(AgentOf(record.Agent)), now);

    /// <summary>Whether some agent's profile has an id.</summary>
    public bool HasProfile(string profileId) => agents.Any(agent => OwnOf(agent).Find(profileId) is not null);

    /// <summary>Whether some agent's profile refers to a secret.</summary>
    public bool IsReferredTo(SecretReference reference) => agents.Any(agent => OwnOf(agent).Profiles.Any(profile => profile.Reference == reference));

    /// <summary>The other agents that have a copy of the key before under the same id.</summary>
    public IEnumerable<AgentId> CopiesOf(RotationRecord record) =>
        agents.Where(agent => agent.Id != record.Agent && record.IsOld(OwnOf(agent).Find(record.ProfileId))).Select(agent => agent.Id);

    /// <summary>
    /// Whoever has to do with the end of a rotation, the agent of the profile last: the gateway copies what an agent inherits
    /// into the agent's own store, with the key before and its order.
    /// </summary>
    public IReadOnlyList<AgentContext> Concerned(RotationRecord record) =>
    [
        .. agents.Where(agent => agent.Id != record.Agent && (record.Agents.Contains(agent.Id) || RotationRules.HoldsPrevious(record, OwnOf(agent)))),
        AgentOf(record.Agent),
    ];

    /// <summary>A rotation as people see it.</summary>
    public KeyRotation Describe(RotationRecord record) => Describe(record, StageOf(record));

    /// <summary>A rotation as people see it, which has come as far as is said.</summary>
    public KeyRotation Describe(RotationRecord record, RotationStage stage)
    {
        AgentContext agent = AgentOf(record.Agent);
        string[] others = stage is RotationStage.Undone or RotationStage.Ended ? [] : [.. CopiesOf(record).Except(record.Agents).Select(id => id.Value)];
        bool isSwapped = record.KeepUntil is not null && stage is not (RotationStage.Pending or RotationStage.Undone);
        return new KeyRotation(agent.StateDirectory, record.Agent.Value, record.ProfileId, record.Provider.Value, record.Kind, stage, UnixTime.ToDateTime(record.StartedAt) ?? DateTimeOffset.UnixEpoch)
        {
            StartedBy = record.StartedBy,
            KeepFor = DurationText.ToTimeSpan(record.KeepFor),
            CompletedAt = isSwapped ? UnixTime.ToDateTime(record.CompletedAt) : null,
            KeepUntil = isSwapped ? UnixTime.ToDateTime(record.KeepUntil) : null,
            PreviousProfileId = isSwapped && stage != RotationStage.Ended ? record.PreviousId : null,
            Verdict = record.Verdict,
            ProbedAt = UnixTime.ToDateTime(record.ProbedAt),
            Reference = record.Reference,
            Agents = [.. record.Agents.Select(id => id.Value)],
            OtherAgents = [.. others],
            Warnings = others.Length == 0 ? [] : [RotationErrors.Copies(record, others).In(agent.Environment.FrontEnd)],
        };
    }
}
