using Moltbot.Core.Errors;
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

    /// <summary>Makes it. What was begun is finished, because it could not be taken back once the pipeline is stopped.</summary>
    /// <returns>What came of it, and what is left in the old place.</returns>
    /// <exception cref="MoltbotException">The vault or the store could not be changed; the secret is where it was, or the error says what is left.</exception>
    public MovedCredential Run()
    {
        if (!HasChanged)
            return Plan;

        if (deposit is null)
            MoveToStore();
        else
            MoveTo(deposit);

        return Plan;
    }

    private void MoveTo(VaultDeposit vault)
    {
        vault.Put(value, SecretMetadata.Of(profile, agent.Id));
        try
        {
            store.Commit(StoreChange.Of(own => Unchanged(own).WithReference(profile.Id, vault.Reference)));
        }
        catch (MoltbotException failure)
        {
            throw vault.TakeBack(failure);
        }
    }

    private void MoveToStore()
    {
        AuthProfileStore written = store.Commit(StoreChange.Of(own => Unchanged(own).WithPlainSecret(profile.Id, value)));
        if (written.Find(profile.Id) is { Reference: null } moved && moved.PlainSecret == value)
            return;

        store.Commit(StoreChange.Of(own => own.WithReference(profile.Id, profile.Reference!)));
        throw new MoltbotException(ErrorCode.SecretUnusable, $"The secret of auth profile \"{profile.Id}\" cannot be written to the store as it is, so it stays at {profile.Reference}.") { Subject = profile.Id };
    }

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

    /// <summary>The document, if the profile in it is still what was looked at.</summary>
    private StoreContent Unchanged(StoreContent document) =>
        document.Store.Find(profile.Id) is { } now && now.Kind == profile.Kind && now.Reference == profile.Reference && now.PlainSecret == profile.PlainSecret
            ? document
            : throw ProfileErrors.Changed(profile.Id);
}
