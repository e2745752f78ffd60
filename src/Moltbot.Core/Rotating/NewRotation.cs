using System.Globalization;
using System.Text.RegularExpressions;
using Moltbot.Core.Errors;
using Moltbot.Core.Importing;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;
using Moltbot.Core.Text;

namespace Moltbot.Core.Rotating;

/// <summary>A rotation that can be started: everything that can be found wrong beforehand was found.</summary>
/// <param name="Record">What is remembered of it.</param>
/// <param name="Profile">The profile with the new key.</param>
/// <param name="Deposit">Puts the new secret into its vault; <see langword="null"/> where no vault keeps it.</param>
internal sealed partial record NewRotation(RotationRecord Record, NewProfile Profile, VaultDeposit? Deposit)
{
    private static readonly TimeSpan LongestGrace = TimeSpan.FromDays(366);

    /// <summary>Makes sure that a profile's key can be rotated at all, whatever the new one is.</summary>
    /// <param name="agent">The agent that has the profile.</param>
    /// <param name="reading">What is in the agent's store.</param>
    /// <param name="request">The rotation.</param>
    /// <returns>The profile as it is.</returns>
    /// <exception cref="MoltbotException">It cannot, and why.</exception>
    public static AuthProfile Require(AgentContext agent, StoreReading reading, RotationRequest request)
    {
        InstallationLayout.Of(agent.Paths).MayKeep.Require();
        reading.MayWrite.Require();
        CheckGrace(request.KeepFor);
        AuthProfile old = Rotatable(agent, reading, request.ProfileId);
        _ = DestinationOf(request, old);
        return old;
    }

    /// <summary>Finds out whether a rotation can be started, and changes nothing.</summary>
    /// <param name="agent">The agent that has the profile.</param>
    /// <param name="reading">What is in the agent's store.</param>
    /// <param name="request">The rotation.</param>
    /// <param name="given">The new key, as it was typed or piped in.</param>
    /// <exception cref="MoltbotException">It cannot, and why.</exception>
    public static NewRotation Prepare(AgentContext agent, StoreReading reading, RotationRequest request, Secret given)
    {
        AuthProfile old = Require(agent, reading, request);
        NewProfile profile = ProfileOf(old, request, given, agent.Clock);
        if (old.Reference is null && old.PlainSecret == profile.Value)
            throw RotationErrors.SameKey(old.Id);

        VaultDestination? destination = DestinationOf(request, old);
        VaultSecret? place = destination is null ? null : PlaceIn(destination, agent, old);
        SecretReference? reference = place is null ? null : SecretReference.To(place);
        string salt = RotationRecord.NewSalt();
        RotationRecord record = new(agent.Id, old.Id, old.Provider, old.Kind, UnixTime.Now(agent.Clock))
        {
            StartedBy = agent.Environment.GetFirstNonBlank("USER", "LOGNAME", "USERNAME"),
            Salt = salt,
            OldDigest = RotationRecord.DigestOf(salt, old.Reference, old.PlainSecret),
            NewDigest = RotationRecord.DigestOf(salt, reference, profile.Value),
            Value = reference is null ? profile.Value : null,
            Reference = reference,
            OldReference = old.Reference,
            Expires = profile.Expires,
            KeepFor = request.KeepFor.TotalMilliseconds,
            Agents = [agent.Id],
        };
        VaultDeposit? deposit = place is null ? null : new(destination!.Vaults, place, present: null);
        deposit?.Check(profile.Value);
        return new NewRotation(record, profile, deposit);
    }

    /// <summary>Makes sure that a grace period is one.</summary>
    /// <exception cref="MoltbotException"><see cref="ErrorCode.InvalidArgument"/>.</exception>
    public static void CheckGrace(TimeSpan? keepFor)
    {
        if (keepFor < TimeSpan.Zero || keepFor > LongestGrace)
            throw RotationErrors.BadGrace();
    }

    /// <summary>
    /// Whether an old secret lies in a vault under a name that this program gives, so that nobody else needs it once no
    /// profile refers to it.
    /// </summary>
    public static bool IsNamedByUs(RotationRecord record) =>
        record.OldReference is { IsInVault: true } reference
        && VaultSecret.TryParse(reference.Id) is { } place
        && WithoutTime(place.Name) == VaultDestination.UsualName(record.Agent, record.ProfileId);

    /// <summary>A profile of the agent's own that has one secret.</summary>
    private static AuthProfile Rotatable(AgentContext agent, StoreReading reading, string profileId)
    {
        AuthProfile profile = reading.Store.Find(profileId) ?? throw Missing(agent, reading.Store, profileId);
        if (AuthProfile.SecretMember(profile.Kind) is null)
            throw RotationErrors.SignIn(profileId, profile.Provider.Value);
        if (!reading.Owns(profileId))
            throw ProfileErrors.Inherited(profileId, agent.Id);

        return profile.HasSecret ? profile : throw ProfileErrors.NothingToMove(profileId);
    }

    /// <summary>Who names a provider in the place of a profile may mean a key that is in no profile.</summary>
    private static MoltbotException Missing(AgentContext agent, AuthProfileStore view, string profileId)
    {
        MoltbotException missing = ProfileErrors.NotFound(profileId, view, agent.Directory);
        ProviderId provider = ProviderId.Parse(profileId.Split(':')[0]);
        string? outside = EnvironmentKeys.Find(provider, agent.Environment)?.Source
            ?? (agent.Configuration.Provider(provider.Value)?.ApiKey is null ? null : $"models.providers.{provider}.apiKey in the configuration");
        return view.ProfilesOf(provider).Count == 0 && outside is not null ? missing.With(RotationErrors.KeyOutside(outside)) : missing;
    }

    private static NewProfile ProfileOf(AuthProfile old, RotationRequest request, Secret given, TimeProvider clock)
    {
        if (old.Kind == AuthProfileKind.Token)
            return new TokenImport { Provider = old.Provider, ProfileId = old.Id, ExpiresIn = request.ExpiresIn, ExpiresAt = request.ExpiresAt }.ToProfile(given, clock);
        if (request.ExpiresIn is not null || request.ExpiresAt is not null)
            throw RotationErrors.NoExpiry(old.Id);

        ApiKeyImport import = new() { Provider = old.Provider, ProfileId = old.Id, Destination = ApiKeyDestination.Profile };
        import.Check();
        return import.ToProfile(import.CheckKey(given));
    }

    /// <summary>The vault that gets the new secret: the one that is named, or that of the old one.</summary>
    private static VaultDestination? DestinationOf(RotationRequest request, AuthProfile old)
    {
        if (request.Vault is { } named)
            return named;
        if (old.Reference is not { } reference)
            return null;
        if (!reference.IsInVault)
            throw RotationErrors.Elsewhere(old.Id, reference);

        return request.Vaults is { } vaults ? new VaultDestination(vaults, VaultSecret.Of(reference).Vault) : throw RotationErrors.InVault(old.Id, reference);
    }

    /// <summary>The place beside that of the old secret, which stays where it is: under the same name with the time, if none is given.</summary>
    private static VaultSecret PlaceIn(VaultDestination destination, AgentContext agent, AuthProfile old)
    {
        VaultSecret place = destination.PlaceFor(agent.Id, old.Id, old.Reference);
        if (destination.Name is null)
            return place with { Name = $"{WithoutTime(place.Name)}.{agent.Clock.GetUtcNow().ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture)}" };

        return old.Reference == SecretReference.To(place) ? throw RotationErrors.SameName(place) : place;
    }

    private static string WithoutTime(string name) => TimeAtEnd().Replace(name, "");

    [GeneratedRegex(@"\.\d{14}$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex TimeAtEnd();
}
