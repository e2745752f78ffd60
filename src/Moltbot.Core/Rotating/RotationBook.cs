using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Probing;
using Moltbot.Core.Profiles;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Rotating;

/// <summary>
/// Rotates keys so that the one in use is always one that was accepted. The new key waits in a record until it is swapped in
/// by one change of the store, which keeps the one before. The record is written first, with all that the change will do, and
/// which key is in use is read from the store, so a process may die between any two steps: the next command goes on.
/// </summary>
/// <param name="agents">All agents of the installation.</param>
/// <param name="records">What is remembered of rotations.</param>
/// <param name="notes">Where it is noted who has locked what.</param>
/// <param name="clock">The clock.</param>
internal sealed class RotationBook(IReadOnlyList<AgentContext> agents, RotationRecords records, string notes, TimeProvider clock)
{
    /// <summary>What the stores say now.</summary>
    private RotationMoment Now => new(agents, UnixTime.Now(clock));

    /// <summary>All rotations that are under way, by agent and profile. Nothing is locked or written.</summary>
    /// <exception cref="MoltbotException">A record or a store cannot be read.</exception>
    public IReadOnlyList<KeyRotation> All()
    {
        RotationMoment now = Now;
        _ = now.Of(now.AgentOf(AgentId.Main)); // an installation that is not seen has no list that is empty
        return [.. records.All().OrderBy(record => record.Agent.Value, StringComparer.Ordinal).ThenBy(record => record.ProfileId, StringComparer.Ordinal).Select(now.Describe)];
    }

    /// <summary>Makes sure that a profile's key can be rotated at all, whatever the new one is.</summary>
    /// <exception cref="MoltbotException">It cannot, and why.</exception>
    public void Require(AgentId agent, RotationRequest request)
    {
        RotationMoment now = Now;
        AuthProfile old = NewRotation.Require(now.AgentOf(agent), now.Of(now.AgentOf(agent)), request);
        RequireNone(agent, old.Id);
    }

    /// <summary>Finds out whether a rotation can be started, and changes nothing.</summary>
    /// <returns>The rotation as it would be.</returns>
    /// <exception cref="MoltbotException">It cannot, and why.</exception>
    public KeyRotation Check(AgentId agent, RotationRequest request, Secret given)
    {
        RotationMoment now = Now;
        return now.Describe(Prepare(now, agent, request, given).Record, RotationStage.Pending);
    }

    /// <summary>Puts the new key beside the old one, where nothing selects it.</summary>
    /// <exception cref="MoltbotException">It cannot be rotated, and nothing of the new key is kept.</exception>
    /// <exception cref="OperationCanceledException">The wait for the lock was cancelled, and nothing of the new key is kept.</exception>
    public OpenRotation Start(AgentId agent, RotationRequest request, Secret given, CancellationToken cancellation)
    {
        RotationMoment before = Now;
        NewRotation started = Prepare(before, agent, request, given);
        RotationRecord record = started.Record;
        AgentContext owner = before.AgentOf(agent);
        using (Hold([owner], cancellation))
        {
            RequireNone(agent, record.ProfileId);
            if (!record.IsOld(Now.OwnOf(owner).Find(record.ProfileId)))
                throw ProfileErrors.Changed(record.ProfileId);

            records.Write(record);
        }

        try
        {
            started.Deposit?.Put(started.Profile.Value, SecretMetadata.Of(started.Profile, agent));
        }
        catch (MoltbotException)
        {
            Forget(record);
            throw;
        }

        return new OpenRotation(before.Describe(record, RotationStage.Pending), record, started.Profile.Value);
    }

    /// <summary>A rotation that was started, with its new key.</summary>
    /// <param name="agent">The agent that has the profile.</param>
    /// <param name="profileId">The profile.</param>
    /// <param name="secrets">Follows the reference to a new key in a vault.</param>
    /// <exception cref="MoltbotException">
    /// There is none (<see cref="ErrorCode.RotationNotFound"/>), the profile has changed since
    /// (<see cref="ErrorCode.ProfileChanged"/>), or the key cannot be had.
    /// </exception>
    public OpenRotation Open(AgentId agent, string profileId, SecretResolver secrets)
    {
        RotationMoment now = Now;
        RequirePlace(now, agent);
        RotationRecord record = Found(agent, profileId);
        RotationStage stage = RequireItsOwn(now, record);
        Secret value = stage != RotationStage.Pending ? default : record.Reference is { } reference ? secrets.Resolve(reference).ValueOrThrow() : record.Value ?? default;
        return new OpenRotation(now.Describe(record, stage), record, value);
    }

    /// <summary>Takes down what the provider made of a new key that was just given.</summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="probe">What the provider made of it.</param>
    /// <param name="vaults">Who opens the vaults, or <see langword="null"/>.</param>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.KeyRefused"/>: it was refused, and nothing of it is kept.</exception>
    public OpenRotation Settle(OpenRotation rotation, CredentialProbe probe, ISecretVaults? vaults)
    {
        if (probe.IsRefused)
        {
            MoltbotException refusal = RotationErrors.Refused(rotation.Record, probe, isKept: false);
            Forget(rotation.Record);
            throw TakeOut(rotation.Record.Reference, vaults) is { } left ? refusal.With(left) : refusal;
        }

        RotationRecord noted = With(rotation.Record, probe);
        Change(noted, () => records.Write(noted));
        KeyRotation told = Now.Describe(noted, rotation.Rotation.Stage);
        return new OpenRotation(probe.Succeeded ? told : told with { Warnings = [.. told.Warnings, RotationErrors.NotKnown(noted, probe)] }, noted, rotation.Value);
    }

    /// <summary>Swaps a new key in. Where it is in use already, the grace period is set anew, or ended.</summary>
    /// <param name="rotation">The rotation.</param>
    /// <param name="probe">What the provider made of the new key; <see langword="null"/> where that does not matter.</param>
    /// <param name="keepFor">How long the key before is kept; as it was said at the start if <see langword="null"/>.</param>
    /// <param name="vaults">Who opens the vaults, or <see langword="null"/>.</param>
    /// <param name="cancellation">Ends the wait for locks.</param>
    /// <exception cref="MoltbotException">The key was refused or is not proven, the profile has changed since, or a store cannot be locked or written.</exception>
    /// <exception cref="OperationCanceledException">The wait for locks was cancelled, and nothing is changed.</exception>
    public KeyRotation Complete(OpenRotation rotation, CredentialProbe? probe, TimeSpan? keepFor, ISecretVaults? vaults, CancellationToken cancellation)
    {
        NewRotation.CheckGrace(keepFor);
        RotationRecord record;
        using (RotationHold held = Hold([.. rotation.Record.Agents.Select(Now.AgentOf)], cancellation))
        {
            record = Found(rotation.Record.Agent, rotation.Record.ProfileId);
            if (record.Salt != rotation.Record.Salt)
                throw RotationErrors.Exists(record);

            RotationMoment now = Now;
            double time = UnixTime.Now(clock);
            double grace = keepFor?.TotalMilliseconds ?? record.KeepFor;
            if (RequireItsOwn(now, record) == RotationStage.Pending)
            {
                record = SwapIn(now, Proven(record, probe) with { KeepFor = grace, CompletedAt = time, KeepUntil = time + grace }, held);
            }
            else if (keepFor is not null)
            {
                record = record with { KeepFor = grace, KeepUntil = time + grace };
                records.Write(record);
            }
        }

        KeyRotation completed = Now.Describe(record);
        return completed.Stage == RotationStage.Due ? End(record.Agent, record.ProfileId, vaults, cancellation) : completed;
    }

    /// <summary>The error about a rotation that was looked for in vain.</summary>
    public MoltbotException Missing(AgentId agent, string profileId) => RotationErrors.NotFound(profileId, agent, records.All());

    /// <summary>Finds out whether a rotation can be taken back, and changes nothing.</summary>
    /// <returns>The rotation as it is.</returns>
    /// <exception cref="MoltbotException">There is no way back.</exception>
    public KeyRotation CheckUndo(AgentId agent, string profileId, ISecretVaults? vaults)
    {
        RotationMoment now = Now;
        RequirePlace(now, agent);
        RotationRecord record = Found(agent, profileId);
        RequireWayBack(now, record, vaults);
        return now.Describe(record);
    }

    /// <summary>Swaps the key before back in while it is kept, or drops a new one that waits.</summary>
    /// <exception cref="MoltbotException">There is no way back any more, or a store cannot be locked or written.</exception>
    /// <exception cref="OperationCanceledException">The wait for locks was cancelled, and nothing is changed.</exception>
    public KeyRotation Undo(AgentId agent, string profileId, ISecretVaults? vaults, CancellationToken cancellation)
    {
        RequirePlace(Now, agent);
        RotationRecord record = Found(agent, profileId);
        IReadOnlyList<AgentContext> concerned = Now.Concerned(record);
        using (RotationHold held = Hold(concerned, cancellation))
        {
            record = Found(agent, profileId);
            RequireWayBack(Now, record, vaults);
            foreach (AgentContext other in concerned)
                held.Commit(other, (own, _) => RotationRules.SwapBack(record, own));

            records.Remove(record);
        }

        return Now.Describe(record, RotationStage.Undone) with { Warnings = Told(TakeOut(record.Reference, vaults)) };
    }

    /// <summary>Takes out the key before, if the grace period of a rotation is over.</summary>
    /// <returns>The rotation, which has ended; where a secret is left that cannot be taken out here, it is still due and says so.</returns>
    /// <exception cref="MoltbotException">There is no such rotation, or a store cannot be locked or written.</exception>
    /// <exception cref="OperationCanceledException">The wait for locks was cancelled, and nothing is changed.</exception>
    public KeyRotation End(AgentId agent, string profileId, ISecretVaults? vaults, CancellationToken cancellation)
    {
        RotationRecord record = Found(agent, profileId);
        IReadOnlyList<AgentContext> concerned = Now.Concerned(record);
        using (RotationHold held = Hold(concerned, cancellation))
        {
            record = Found(agent, profileId);
            KeyRotation current = Now.Describe(record);
            if (current.Stage != RotationStage.Due)
                return current;

            foreach (AgentContext other in concerned)
                held.Commit(other, (own, _) => RotationRules.End(record, own));
        }

        RotationMoment now = Now;
        SecretReference? left = record.OldReference is { } reference && !now.IsReferredTo(reference) ? reference : null;
        bool isOurs = NewRotation.IsNamedByUs(record);
        if (left is not null && isOurs && vaults is null)
            return now.Describe(record) with { Warnings = [RotationErrors.LeftInVault(record, left).In(now.AgentOf(agent).Environment.FrontEnd)] };

        string? warning = left is null ? null : isOurs ? TakeOut(left, vaults) : SecretLeftBehind.Message(profileId, left);
        Forget(record);
        return now.Describe(record, RotationStage.Ended) with { Warnings = Told(warning) };
    }

    private NewRotation Prepare(RotationMoment now, AgentId agent, RotationRequest request, Secret given)
    {
        NewRotation prepared = NewRotation.Prepare(now.AgentOf(agent), now.Of(now.AgentOf(agent)), request, given);
        RequireNone(agent, prepared.Record.ProfileId);
        return request.AllAgents ? prepared with { Record = prepared.Record with { Agents = [agent, .. now.CopiesOf(prepared.Record)] } } : prepared;
    }

    /// <summary>
    /// Swaps the new key in at all agents, at that of the profile last: until then the rotation is pending, and a second run
    /// finishes what a first one has begun.
    /// </summary>
    private RotationRecord SwapIn(RotationMoment now, RotationRecord planned, RotationHold held)
    {
        RotationRecord record = planned with { PreviousId = planned.PreviousId ?? RotationRules.PreviousIdOf(planned.ProfileId, now.HasProfile) };
        AgentContext[] holders = [.. record.Agents.Reverse().Select(now.AgentOf).Where(holder => record.IsOld(now.OwnOf(holder).Find(record.ProfileId)))];
        Dictionary<AgentId, IReadOnlyList<string>?> orders = holders.ToDictionary(holder => holder.Id, holder => RotationRules.OrderWithPrevious(record, now.Of(holder).Store, holder.Configuration));
        Dictionary<AgentId, IReadOnlyList<string>> made = new(record.Orders);
        foreach (AgentContext holder in holders)
        {
            if (orders[holder.Id] is { } order && now.OwnOf(holder).Order(record.Provider) is null)
                made[holder.Id] = order;
        }

        record = record with { Orders = made };
        records.Write(record);
        foreach (AgentContext holder in holders)
            held.Commit(holder, (own, view) => RotationRules.SwapIn(record, own, view, orders[holder.Id]));

        // From here on the store has the new secret, and the record need not.
        RotationRecord done = record with { Value = null };
        records.Write(done);
        return done;
    }

    /// <summary>The rotation with what the provider made of its key.</summary>
    /// <exception cref="MoltbotException">The key is not to be swapped in.</exception>
    private RotationRecord Proven(RotationRecord record, CredentialProbe? probe)
    {
        if (probe is null)
            return record;

        RotationRecord noted = With(record, probe);
        if (probe.Succeeded)
            return noted;

        records.Write(noted);
        throw probe.IsRefused ? RotationErrors.Refused(record, probe, isKept: true) : RotationErrors.NotProven(record, probe);
    }

    private RotationRecord With(RotationRecord record, CredentialProbe probe) => record with { Verdict = probe.State.ToName(), ProbedAt = UnixTime.Now(clock) };

    /// <summary>Makes sure that the profile holds one of the two keys.</summary>
    private static RotationStage RequireItsOwn(RotationMoment now, RotationRecord record)
    {
        RotationStage stage = now.StageOf(record);
        AuthProfileStore own = now.OwnOf(now.AgentOf(record.Agent));
        return stage == RotationStage.Overtaken && !RotationRules.HoldsPrevious(record, own)
            ? throw RotationErrors.Overtaken(record, isGone: own.Find(record.ProfileId) is null)
            : stage;
    }

    /// <summary>Makes sure that there is a key to swap back to, or a new one to drop.</summary>
    private static void RequireWayBack(RotationMoment now, RotationRecord record, ISecretVaults? vaults)
    {
        RotationStage stage = now.StageOf(record);
        if (stage == RotationStage.Due)
            throw RotationErrors.TooLate(record);
        if (stage == RotationStage.Overtaken && RotationRules.HoldsPrevious(record, now.OwnOf(now.AgentOf(record.Agent))))
            throw RotationErrors.NoWayBack(record);
        if (record.Reference is { } reference && vaults is null)
            throw RotationErrors.UndoneInVault(record, reference);
    }

    /// <summary>Makes sure that the agent's credentials may be changed here at all.</summary>
    private static void RequirePlace(RotationMoment now, AgentId agent)
    {
        InstallationLayout.Of(now.AgentOf(agent).Paths).MayKeep.Require();
        now.AgentOf(agent).Store.MayWrite.Require();
    }

    private void RequireNone(AgentId agent, string profileId)
    {
        if (records.Find(agent, profileId) is { } other)
            throw RotationErrors.Exists(other);
    }

    /// <summary>Takes a secret out of its vault, unless some profile refers to it.</summary>
    /// <returns>What is left of it, or <see langword="null"/>.</returns>
    private string? TakeOut(SecretReference? reference, ISecretVaults? vaults)
    {
        if (reference is null || vaults is null || Now.IsReferredTo(reference))
            return null;

        VaultSecret place = VaultSecret.Of(reference);
        try
        {
            if (vaults.Fetch([reference], CancellationToken.None)[0].Error?.Code != ErrorCode.SecretNotFound)
                vaults.Remove(place);

            return null;
        }
        catch (MoltbotException problem)
        {
            return $"The vault \"{place.Vault}\" still holds the secret \"{place.Name}\", because taking it out failed: {problem.Message}";
        }
    }

    private void Forget(RotationRecord record) => Change(record, () => records.Remove(record));

    /// <summary>Changes what is remembered of a rotation under the lock, unless that is another one by now.</summary>
    private void Change(RotationRecord record, Action change)
    {
        using RotationHold held = Hold([Now.AgentOf(record.Agent)], CancellationToken.None);
        if (records.Find(record.Agent, record.ProfileId)?.Salt == record.Salt)
            change();
    }

    private RotationRecord Found(AgentId agent, string profileId) => records.Find(agent, profileId) ?? throw Missing(agent, profileId);

    private RotationHold Hold(IReadOnlyCollection<AgentContext> holders, CancellationToken cancellation) => RotationHold.Take(holders, records, notes, clock, cancellation);

    private static FlatList<string> Told(string? warning) => warning is null ? [] : [warning];
}
