using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Profiles;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Importing;

/// <summary>
/// Moves the secret of a profile of an agent from the store to a vault, or back. The new place has to give the secret back
/// before the old one changes. Where a reference led, nothing is removed: others may need it.
/// </summary>
public sealed class CredentialMove
{
    private readonly AgentContext agent;
    private readonly IProfileStore store;
    private readonly AuthProfile profile;
    private readonly Secret value;
    private readonly VaultDeposit? deposit;

    /// <summary>Finds out whether the move can be made.</summary>
    /// <param name="agent">The agent.</param>
    /// <param name="profileId">The profile.</param>
    /// <param name="destination">The vault, or <see langword="null"/> for the store.</param>
    /// <param name="secrets">Follows the reference of a profile whose secret is kept elsewhere.</param>
    internal CredentialMove(AgentContext agent, string profileId, VaultDestination? destination, SecretResolver secrets)
    {
        this.agent = agent;
        store = agent.Store;
        agent.Reading.MayWrite.Require();
        profile = Find(profileId);
        value = profile.Reference is { } reference ? secrets.Resolve(reference).ValueOrThrow() : profile.PlainSecret;
        deposit = destination is null ? null : new VaultDeposit(destination.Vaults, destination.PlaceFor(agent.Id, profileId, profile.Reference), profile.Reference);
        deposit?.Check(value);
    }

    /// <summary>What would come of it.</summary>
    public MovedCredential Plan => new(
        agent.StateDirectory,
        agent.Id.Value,
        profile.Id,
        profile.Provider.Value,
        profile.Reference?.Description ?? store.Place.Path,
        deposit?.Reference.Description ?? store.Place.Path,
        HasChanged,
        IsLeftBehind ? [SecretLeftBehind.Message(profile.Id, profile.Reference!)] : []);

    private bool HasChanged => profile.Reference != deposit?.Reference || (deposit is not null && profile.HasPlainSecret);

    private bool IsLeftBehind => profile.Reference is not null && profile.Reference != deposit?.Reference;

    /// <summary>Why it could not be made, once it was tried; <see langword="null"/> when it was.</summary>
    public MoltbotException? Failure { get; private set; }

    /// <summary>Makes it. What was begun is finished, because it could not be taken back once the pipeline is stopped.</summary>
    /// <returns>What came of it, and what is left in the old place.</returns>
    /// <exception cref="MoltbotException">The vault or the store could not be changed; the secret is where it was, or the error says what is left.</exception>
    public MovedCredential Run()
    {
        RunAll([this], CancellationToken.None);
        return Failure is { } failure ? throw failure : Plan;
    }

    /// <summary>
    /// Makes several, with one change of each store. What is wrong with one is its <see cref="Failure"/>, and the others are made.
    /// </summary>
    /// <param name="moves">The moves. Of a profile that is named again, what came of the first is told.</param>
    /// <param name="cancellation">Prevents those that have not begun; what was begun is finished.</param>
    /// <returns>Those that were tried.</returns>
    public static IReadOnlyList<CredentialMove> RunAll(IEnumerable<CredentialMove> moves, CancellationToken cancellation)
    {
        List<CredentialMove> tried = [];
        foreach (IGrouping<string, CredentialMove> ofStore in moves.GroupBy(move => move.store.Place.Path, PathComparison.Here.Comparer))
        {
            HashSet<SecretReference> taken = [];
            Dictionary<string, CredentialMove> first = new(StringComparer.Ordinal);
            List<CredentialMove> begun = [];
            foreach (CredentialMove move in ofStore.TakeWhile(_ => !cancellation.IsCancellationRequested))
            {
                tried.Add(move);
                if (!first.TryAdd(move.profile.Id, move))
                    continue;
                if (move.deposit is { } deposit && !taken.Add(deposit.Reference))
                    move.Failure = SecretErrors.NameTaken(deposit.Place);
                else if (move.HasChanged && move.TryDeposit())
                    begun.Add(move);
            }

            if (begun.Count > 0)
                Commit(begun);

            foreach (CredentialMove again in ofStore.Where(move => first.TryGetValue(move.profile.Id, out CredentialMove? made) && made != move))
                again.Failure = first[again.profile.Id].Failure ?? (again.deposit?.Reference == first[again.profile.Id].deposit?.Reference ? null : ProfileErrors.Changed(again.profile.Id));
        }

        return tried;
    }

    private bool TryDeposit()
    {
        try
        {
            deposit?.Put(value, SecretMetadata.Of(profile, agent.Id));
            return true;
        }
        catch (MoltbotException failure)
        {
            Failure = failure;
            return false;
        }
    }

    private static void Commit(List<CredentialMove> begun)
    {
        IProfileStore shared = begun[0].store;
        HashSet<CredentialMove> overtaken = [];
        AuthProfileStore written;
        try
        {
            written = shared.Commit(StoreChange.Of(own =>
            {
                overtaken = [.. begun.Where(move => !move.IsUnchangedIn(own.Store))];
                return begun.Where(move => !overtaken.Contains(move)).Aggregate(own, (content, move) => move.Apply(content));
            }));
        }
        catch (MoltbotException failure)
        {
            foreach (CredentialMove move in begun)
                move.Failure = move.deposit?.TakeBack(failure) ?? failure;

            return;
        }

        foreach (CredentialMove move in overtaken.Where(move => !move.IsMadeIn(written)))
            move.Failure = move.deposit?.TakeBack(ProfileErrors.Changed(move.profile.Id)) ?? ProfileErrors.Changed(move.profile.Id);

        Restore(shared, [.. begun.Where(move => !overtaken.Contains(move) && !move.IsMadeIn(written))]);
    }

    /// <summary>Puts the references back of secrets that cannot be written to the store as they are.</summary>
    private static void Restore(IProfileStore shared, CredentialMove[] lost)
    {
        if (lost.Length == 0)
            return;

        MoltbotException? problem = null;
        try
        {
            shared.Commit(StoreChange.Of(own => lost.Aggregate(own, (content, move) => content.WithReference(move.profile.Id, move.profile.Reference!))));
        }
        catch (MoltbotException failure)
        {
            problem = failure;
        }

        foreach (CredentialMove move in lost)
            move.Failure = problem ?? new MoltbotException(ErrorCode.SecretUnusable, $"The secret of auth profile \"{move.profile.Id}\" cannot be written to the store as it is, so it stays at {move.profile.Reference}.") { Subject = move.profile.Id };
    }

    private StoreContent Apply(StoreContent own) =>
        deposit is null ? own.WithPlainSecret(profile.Id, value) : own.WithReference(profile.Id, deposit.Reference);

    /// <summary>Whether the profile is still what was looked at.</summary>
    private bool IsUnchangedIn(AuthProfileStore own) =>
        own.Find(profile.Id) is { } now && now.Kind == profile.Kind && now.Reference == profile.Reference && now.PlainSecret == profile.PlainSecret;

    /// <summary>Whether the secret is where it was to be, by this or by somebody else's doing: what was put there must stay then.</summary>
    private bool IsMadeIn(AuthProfileStore own) => own.Find(profile.Id) is { } now
        && (deposit is null ? now.Reference is null && now.PlainSecret == value : now.Reference == deposit.Reference);

    private AuthProfile Find(string profileId)
    {
        AuthProfile found = agent.Profile(profileId);
        if (!agent.Owns(profileId))
            throw ProfileErrors.Inherited(profileId, agent.Id);
        if (AuthProfile.SecretMember(found.Kind) is null)
            throw ProfileErrors.WithoutReference(profileId);
        if (found.ReferenceProblem is { } problem)
            throw problem;

        return found.HasSecret ? found : throw ProfileErrors.NothingToMove(profileId);
    }
}
