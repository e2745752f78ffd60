using System.Text.Json.Nodes;
using Moltbot.Core.Errors;
using Moltbot.Core.Installation;
using Moltbot.Core.Json;
using Moltbot.Core.OAuth;
using Moltbot.Core.Profiles;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Renewing;

/// <summary>
/// Renews sign-ins so that no refresh token is sent twice: all copies of one are found first, the stores that hold them are
/// locked together, what somebody else has renewed meanwhile is taken over, and an answer is on the disk from the moment it
/// has come, before it is written to every copy and before any lock goes.
/// </summary>
/// <param name="agents">All agents of the installation.</param>
/// <param name="records">What is remembered of renewals.</param>
/// <param name="send">Sends one refresh token and reads the answer.</param>
/// <param name="clock">The clock.</param>
internal sealed class SignInRenewals(IReadOnlyList<AgentContext> agents, RenewalRecords records, Func<AuthProfile, CancellationToken, Task<Renewal>> send, TimeProvider clock)
{
    private const int MostAtOnce = 8;
    private const int MostRounds = 5;

    /// <summary>The sign-ins of all agents' own stores.</summary>
    /// <exception cref="MoltbotException">A store cannot be read; what is in it is not known, and nothing is sent.</exception>
    public IReadOnlyList<SignInCopy> Copies()
    {
        Readings readings = new();
        return [.. agents.DistinctBy(agent => agent.Store.Place).SelectMany(agent => SignInCopy.In(agent, readings))];
    }

    /// <summary>A sign-in that an agent sees, where it is stored: in its own store, or the one that it inherits from.</summary>
    public SignInCopy CopyOf(AgentContext agent, AuthProfile profile) =>
        new(agent.Store.Read().Owns(profile.Id) ? agent : agents.FirstOrDefault(other => other.Id == AgentId.Main) ?? agent, profile);

    /// <summary>Renews those sign-ins that have to be, each once for all its copies, up to eight at the same time.</summary>
    /// <param name="wanted">The sign-ins that are wanted, as they were read.</param>
    /// <param name="isDue">Whether one has to be renewed.</param>
    /// <param name="cancellation">Ends the waiting for locks, and what has not been sent. What is under way is waited for.</param>
    /// <returns>What became of each that is wanted, in the same order.</returns>
    /// <exception cref="MoltbotException">A store cannot be read or locked. Nothing was sent.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled before anything was sent. Else what became of each is told.</exception>
    public async Task<IReadOnlyList<RenewedSignIn>> RenewAsync(IReadOnlyList<SignInCopy> wanted, Func<AuthProfile, bool> isDue, CancellationToken cancellation = default)
    {
        if (!wanted.Any(copy => isDue(copy.Profile)))
            return [.. wanted.Select(copy => new RenewedSignIn(copy, RenewalOutcome.Current, [copy.Agent.Id.Value]))];
        if (wanted.Any(copy => copy.Profile.IsLeftToGateway))
            return [.. wanted.Select(copy => LeftToGateway(copy, isDue(copy.Profile)))];

        for (int round = 1; ; round++)
        {
            AgentContext[] holders = [.. SignInsOf(wanted, Copies()).SelectMany(signIn => signIn).Select(copy => copy.Agent)];
            using HeldStores held = await HeldStores.HoldAsync(holders, records.Directory, clock, cancellation).ConfigureAwait(false);

            // What was read before the wait is not what there is now: a store may hold a copy that it did not hold then.
            List<SignInCopy>[] signIns = SignInsOf(wanted, Copies());
            if (signIns.SelectMany(signIn => signIn).All(copy => held.Has(copy.Agent)))
                return await RenewAsync(wanted, signIns, isDue, held, cancellation).ConfigureAwait(false);
            if (round == MostRounds)
                throw RenewalErrors.KeepsChanging(wanted[0].Agent);
        }
    }

    private async Task<IReadOnlyList<RenewedSignIn>> RenewAsync(
        IReadOnlyList<SignInCopy> wanted, List<SignInCopy>[] signIns, Func<AuthProfile, bool> isDue, HeldStores held, CancellationToken cancellation)
    {
        using SemaphoreSlim free = new(MostAtOnce);
        (List<SignInCopy> SignIn, RenewalOutcome Outcome, MoltbotException? Error)[] done = await Task.WhenAll(signIns.Select(async signIn =>
        {
            try
            {
                return (signIn, await RenewAsync(signIn, Seen(wanted, signIn), isDue, held, free, cancellation).ConfigureAwait(false), (MoltbotException?)null);
            }
            catch (MoltbotException error)
            {
                return (signIn, error.Code == ErrorCode.ClockOff ? RenewalOutcome.Renewed : RenewalOutcome.Failed, error);
            }
            catch (OperationCanceledException)
            {
                return (signIn, RenewalOutcome.Failed, RenewalErrors.NotSent(signIn[0].Profile));
            }
        })).ConfigureAwait(false);

        if (done.All(one => one.Error?.Code == ErrorCode.Interrupted))
            cancellation.ThrowIfCancellationRequested();

        Readings now = new();
        return [.. wanted.Select(copy =>
        {
            (List<SignInCopy> signIn, RenewalOutcome outcome, MoltbotException? error) = done.FirstOrDefault(
                one => one.SignIn.Exists(other => IsSamePlace(other, copy)), ([], RenewalOutcome.Failed, RenewalErrors.Gone(copy.Profile)));
            return new RenewedSignIn(copy.ReadAgain(now), outcome, [.. signIn.Select(other => other.Agent.Id.Value).Distinct(StringComparer.Ordinal)], error);
        })];
    }

    /// <summary>Renews one sign-in with all its copies, whose stores are locked.</summary>
    private async Task<RenewalOutcome> RenewAsync(
        List<SignInCopy> signIn, AuthProfile[] seen, Func<AuthProfile, bool> isDue, HeldStores held, SemaphoreSlim free, CancellationToken cancellation)
    {
        SignInCopy newest = signIn.MaxBy(copy => copy.Profile.Expires ?? 0)!;
        if (Answered(signIn) is { } answered)
        {
            await StoreAsync(answered.Copy, answered.Record.Changes, signIn, held).ConfigureAwait(false);
            return RenewalOutcome.TakenOver;
        }

        bool isNew = !Array.Exists(seen, profile => profile.Refresh == newest.Profile.Refresh && profile.Access == newest.Profile.Access);
        if (isNew ? SignIns.IsFresh(newest.Profile, UnixTime.Now(clock)) : !isDue(newest.Profile))
            return await TakeOverAsync(newest, signIn, held).ConfigureAwait(false) || isNew ? RenewalOutcome.TakenOver : RenewalOutcome.Current;
        if (records.Find(newest.Profile) is { State: RenewalState.Rejected } rejected)
            throw RenewalErrors.Rejected(newest.Profile, rejected);

        Renewal renewal = await SendAsync(newest, held, free, cancellation).ConfigureAwait(false);
        if (renewal.Entry is { } entry)
        {
            JsonObject changes = newest.ChangesTo(entry);
            records.Write(newest.Profile, new RenewalRecord(RenewalState.Answered, UnixTime.Now(clock)) { Changes = changes });
            await StoreAsync(newest, changes, signIn, held).ConfigureAwait(false);
        }

        return renewal.Failure is { } failure ? throw Remember(newest.Profile, failure, isStored: renewal.Entry is not null) : RenewalOutcome.Renewed;
    }

    private async Task<Renewal> SendAsync(SignInCopy copy, HeldStores held, SemaphoreSlim free, CancellationToken cancellation)
    {
        // That this can be written is also the proof that there is room for the answer. It is done before it is this one's turn,
        // so that no turn is spent on waiting for the disk.
        records.Write(copy.Profile, new RenewalRecord(RenewalState.Sent, UnixTime.Now(clock)));
        try
        {
            await free.WaitAsync(cancellation).ConfigureAwait(false);
            try
            {
                held.EnsureHeld();
                return await send(copy.Profile, cancellation).ConfigureAwait(false);
            }
            finally
            {
                free.Release();
            }
        }
        catch (OperationCanceledException)
        {
            records.Remove(copy.Profile);
            throw;
        }
    }

    /// <summary>Writes what an answer changes to every copy, and forgets the answer once it is in all of them.</summary>
    private async Task StoreAsync(SignInCopy source, JsonObject changes, List<SignInCopy> signIn, HeldStores held)
    {
        try
        {
            foreach (IGrouping<AgentContext, SignInCopy> store in signIn.GroupBy(copy => copy.Agent))
                await held.CommitAsync(store.Key, (document, _) => store.Aggregate(document, (changed, copy) => changed.WithEntry(copy.Profile.Id, copy.With(changes, changed)))).ConfigureAwait(false);
        }
        catch (MoltbotException error)
        {
            throw error.With($"The new sign-in is kept in {records.PathOf(source.Profile)}, and taken from there by the next command that needs it.");
        }

        records.Remove(source.Profile);
    }

    /// <summary>Brings a sign-in that is newer in one store to the others.</summary>
    private static async Task<bool> TakeOverAsync(SignInCopy newest, List<SignInCopy> signIn, HeldStores held)
    {
        List<SignInCopy> behind = [.. signIn.Where(copy => copy.Profile.Access != newest.Profile.Access || copy.Profile.Refresh != newest.Profile.Refresh)];
        JsonObject entry = JsonText.ToNode(newest.Profile.Json)!.AsObject();
        foreach (SignInCopy copy in behind)
            await held.CommitAsync(copy.Agent, (document, _) => document.WithEntry(copy.Profile.Id, copy.With(copy.ChangesTo(entry), document))).ConfigureAwait(false);

        return behind.Count > 0;
    }

    /// <summary>The answer that came for one of the copies' tokens and was not written to all of them.</summary>
    private (SignInCopy Copy, RenewalRecord Record)? Answered(List<SignInCopy> signIn)
    {
        foreach (SignInCopy copy in signIn)
        {
            if (records.Find(copy.Profile) is { State: RenewalState.Answered } record)
                return (copy, record);
        }

        return null;
    }

    /// <summary>What is known of a refresh token that brought no access token.</summary>
    private MoltbotException Remember(AuthProfile profile, SignInFailure failure, bool isStored)
    {
        if (failure.Code == ErrorCode.ClockOff)
            return failure.ToException(profile.Id, $"{profile.Id} was renewed, but ");

        MoltbotException error = failure.ToException(profile.Id, $"OAuth token refresh failed for {profile.ProviderName}: ");
        if (failure.Code == ErrorCode.RefreshTokenRejected && !profile.Refresh.IsBlank)
            records.Write(profile, new RenewalRecord(RenewalState.Rejected, UnixTime.Now(clock)) { Reason = Redaction.Hide(failure.Cause) });
        else if (!isStored && !failure.MayHaveArrived)
            records.Remove(profile);

        return error;
    }

    /// <summary>A sign-in that only its gateway renews. All of an installation are.</summary>
    private static RenewedSignIn LeftToGateway(SignInCopy copy, bool isDue) => isDue
        ? new(copy, RenewalOutcome.Failed, [copy.Agent.Id.Value], CredentialErrors.RenewedByGateway(copy.Profile))
        : new(copy, RenewalOutcome.Current, [copy.Agent.Id.Value]);

    /// <summary>The sign-ins that are wanted, each with all its copies.</summary>
    private static List<SignInCopy>[] SignInsOf(IReadOnlyList<SignInCopy> wanted, IReadOnlyList<SignInCopy> copies)
    {
        List<SignInCopy> rest = [.. copies, .. wanted.Where(copy => copy.Profile.Origin != ProfileOrigin.Store && !copies.Any(other => IsSamePlace(other, copy)))];
        List<List<SignInCopy>> signIns = [];
        foreach (SignInCopy copy in wanted)
        {
            if (rest.Find(other => IsSamePlace(other, copy)) is not { } first)
                continue;

            rest.Remove(first);
            List<SignInCopy> signIn = [first];
            for (int next = 0; next < signIn.Count; next++)
            {
                SignInCopy[] same = [.. rest.Where(other => other.IsSameAs(signIn[next]))];
                signIn.AddRange(same);
                rest.RemoveAll(same.Contains);
            }

            signIns.Add(signIn);
        }

        return [.. signIns];
    }

    /// <summary>The sign-in as the caller has seen it.</summary>
    private static AuthProfile[] Seen(IReadOnlyList<SignInCopy> wanted, List<SignInCopy> signIn) =>
        [.. wanted.Where(copy => signIn.Exists(other => IsSamePlace(other, copy))).Select(copy => copy.Profile)];

    private static bool IsSamePlace(SignInCopy copy, SignInCopy other) => copy.Profile.Id == other.Profile.Id && copy.Agent.Store.Place == other.Agent.Store.Place;
}
