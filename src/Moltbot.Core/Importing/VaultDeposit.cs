using Moltbot.Core.Errors;
using Moltbot.Core.Resolving;
using Moltbot.Core.Secrets;

namespace Moltbot.Core.Importing;

/// <summary>
/// Puts a secret into a vault in a way that can be taken back. A secret that is there already and is not the profile's
/// own is never replaced.
/// </summary>
internal sealed class VaultDeposit
{
    private readonly ISecretVaults vaults;
    private readonly VaultSecret place;
    private readonly bool isOwn;
    private Secret? previous;

    /// <summary>A deposit for a profile.</summary>
    /// <param name="vaults">Who opens the vault.</param>
    /// <param name="place">Where the secret goes.</param>
    /// <param name="present">Where the profile's secret is now, or <see langword="null"/> when that is the store.</param>
    public VaultDeposit(ISecretVaults vaults, VaultSecret place, SecretReference? present)
    {
        this.vaults = vaults;
        this.place = place;
        Reference = SecretReference.To(place);
        isOwn = present == Reference;
    }

    /// <summary>Where it goes.</summary>
    public VaultSecret Place => place;

    /// <summary>The reference to it.</summary>
    public SecretReference Reference { get; }

    /// <summary>Whether a secret that was checked was there already, as the profile's own.</summary>
    public bool WasThere(Secret value) => isOwn && previous == value;

    /// <summary>Finds out whether a secret could be put there.</summary>
    /// <exception cref="MoltbotException">The vault cannot be used, or holds another secret of this name (<see cref="ErrorCode.SecretExists"/>).</exception>
    public void Check(Secret value)
    {
        vaults.Require(place.Vault);
        previous = Read();
        if (previous is { } other && other != value && !isOwn)
            throw SecretErrors.NameTaken(place);
    }

    /// <summary>Puts a secret there that was checked, and makes sure that the vault gives it back.</summary>
    /// <param name="value">The secret.</param>
    /// <param name="metadata">What is said about it, where the vault has a place for that.</param>
    /// <exception cref="MoltbotException">That failed; the vault holds what it held before, or the error says what is left in it.</exception>
    public void Put(Secret value, IReadOnlyDictionary<string, object> metadata)
    {
        try
        {
            if (previous != value)
                vaults.Put(place, value);

            // Before it is read back, because there are vaults that lose a secret over its metadata.
            vaults.Describe(place, metadata);
            if (Read() != value)
                throw SecretErrors.NotReadBack(place);
        }
        catch (MoltbotException failure)
        {
            throw TakeBack(failure);
        }
    }

    /// <summary>Restores what the vault held before.</summary>
    /// <returns>The error because of which that was necessary, with what came of it.</returns>
    public MoltbotException TakeBack(MoltbotException failure)
    {
        try
        {
            if (previous is { } old)
                vaults.Put(place, old);
            else if (Read() is not null)
                vaults.Remove(place);

            return failure.With($"The vault \"{place.Vault}\" holds what it held before.");
        }
        catch (MoltbotException second)
        {
            return failure.With($"The vault \"{place.Vault}\" may still hold the new secret under the name \"{place.Name}\", because taking it back failed: {second.Words}");
        }
    }

    /// <summary>What is there, or <see langword="null"/>.</summary>
    private Secret? Read()
    {
        FetchedSecret fetched = vaults.Fetch([Reference], CancellationToken.None)[0];
        return fetched.Error?.Code == ErrorCode.SecretNotFound ? null : fetched.ValueOrThrow();
    }
}
