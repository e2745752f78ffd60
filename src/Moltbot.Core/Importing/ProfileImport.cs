using System.Text.Json;
using System.Text.Json.Nodes;
using Moltbot.Core.Configuration;
using Moltbot.Core.Configuration.Editing;
using Moltbot.Core.Errors;
using Moltbot.Core.Failures;
using Moltbot.Core.Json;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Text;

namespace Moltbot.Core.Importing;

/// <summary>
/// Puts a profile into an agent's store and then its entry into the configuration. In this order, because a process that
/// dies in between leaves a credential that nothing names yet, and no entry that names nothing and hides what works. A
/// secret that goes into a vault goes there before both.
/// </summary>
/// <param name="agent">The agent that gets the profile.</param>
/// <param name="options">What may be replaced, and what is left alone.</param>
/// <param name="more">What else is to be changed in the configuration.</param>
internal sealed class ProfileImport(
    AgentContext agent,
    ImportOptions options,
    Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>>? more)
{
    private readonly IProfileStore store = agent.Store;
    private JsonElement previous;
    private IReadOnlyList<string>? previousOrder;
    private JsonElement previousUsage;
    private ProfileUsage? endedRest;
    private bool hadStore;
    private VaultDeposit? deposit;
    private ConfigurationEdit? edit;
    private WayBack? wayBack;

    /// <summary>
    /// Whether the profile becomes the first of a stored order, and the configuration gets no entry of it, as a gateway of today
    /// does with sign-ins. Where nothing decides which of the provider's profiles are tried, no order is made.
    /// </summary>
    public bool IsPutFirst { get; init; }

    /// <summary>Finds out whether all of it can be written.</summary>
    /// <returns>The profile as it would be stored.</returns>
    public NewProfile Check(NewProfile given)
    {
        StoreReading current = agent.Reading;
        current.MayWrite.Require();
        current.StoreOrThrow();
        NewProfile profile = Placed(given, current);
        if (current.Own is { } own)
            Replace(own, current.Store, profile);
        else if (store.Exists)
            throw ProfileErrors.NotAStore(store.Place.Path);

        if (!options.NoConfig)
            edit = agent.ConfigurationFile.Prepare(RuleFor(profile));

        deposit?.Check(profile.Value);
        return profile;
    }

    /// <summary>Finds out whether a profile of which not everything is known yet could be stored and entered now, and changes nothing.</summary>
    public void Rehearse(NewProfile profile, CancellationToken cancellation)
    {
        if (!options.NoConfig)
            agent.ConfigurationFile.Prepare(RuleFor(profile));

        store.Rehearse(new StoreChange((own, view) => Replace(own, view, profile)), cancellation);
    }

    /// <summary>Writes all of it, or nothing.</summary>
    public ImportedProfile Run(NewProfile given, CancellationToken cancellation)
    {
        NewProfile profile = Check(given);
        if (deposit is null)
            Write(profile, cancellation);
        else
            WriteBehind(deposit, profile);

        return new ImportedProfile(
            agent.StateDirectory,
            agent.Id.Value,
            profile.Id,
            profile.Provider.Value,
            profile.Kind,
            UnixTime.ToDateTime(profile.Expires),
            store.Place.Path,
            options.NoConfig ? null : agent.ConfigurationFile.Path,
            HasReplaced: previous.ValueKind != JsonValueKind.Undefined,
            [.. new ImportReview(agent.ReadAgain(), profile, endedRest).Notes(), .. LeftBehind(profile)])
        {
            Reference = profile.Reference,
        };
    }

    /// <summary>The profile with the reference to its place in the vault, if it is to have one.</summary>
    private NewProfile Placed(NewProfile profile, StoreReading current)
    {
        if (options.Vault is not { } destination)
            return profile;

        SecretReference? present = current.Own?.Store.Find(profile.Id)?.Reference;
        deposit = new VaultDeposit(destination.Vaults, destination.PlaceFor(agent.Id, profile.Id, present), present);
        return profile with { Reference = deposit.Reference };
    }

    private void Write(NewProfile profile, CancellationToken cancellation)
    {
        hadStore = store.Exists;
        store.Commit(new StoreChange((own, view) => Replace(own, view, profile)), cancellation);
        if (edit is null)
            return;

        wayBack = new WayBack(
            () => TakeBack(profile),
            $"The profile {profile.Id} was taken back, so the credentials are what they were.",
            problem => $"The profile {profile.Id} is stored all the same, because taking it back failed: {problem}");
        wayBack.Before(() => edit.Apply(cancellation));
    }

    /// <summary>Once the secret is in the vault the rest is not interrupted, because it could not be taken out again then.</summary>
    private void WriteBehind(VaultDeposit vault, NewProfile profile)
    {
        vault.Put(profile.Value, SecretMetadata.Of(profile, agent.Id));
        try
        {
            Write(profile, CancellationToken.None);
        }
        catch (MoltbotException failure) when (wayBack is not { IsBlocked: true })
        {
            throw vault.TakeBack(failure);
        }
    }

    /// <summary>A secret that the profile referred to and does not any more.</summary>
    private ImportNote[] LeftBehind(NewProfile profile) =>
        AuthProfile.Read(profile.Id, previous, storedIn: null)?.Reference is { } reference && reference != profile.Reference
            ? [new ImportNote(ImportNoteKind.SecretLeftBehind, SecretLeftBehind.Message(profile.Id, reference))]
            : [];

    private Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> RuleFor(NewProfile profile)
    {
        ConfiguredProfile configured = new(profile.Id, profile.Provider.Value, profile.Kind.ToStoredName(), profile.Email);
        return configuration => [.. Enter(configuration, configured), .. more?.Invoke(configuration) ?? []];
    }

    private IReadOnlyList<ConfigurationChange> Enter(MoltbotConfiguration configuration, ConfiguredProfile configured) => IsPutFirst
        ? IsConfiguredAlike(configuration, configured) ? [] : AuthProfileConfiguration.Correct(configuration, configured)
        : agent.Reading.Store.IsOfToday
        ? AuthProfileConfiguration.EnterToday(configuration, configured)
        : AuthProfileConfiguration.Enter(configuration, configured);

    /// <summary>The store with the profile. What the secret before has earned is no reason to leave another one unused.</summary>
    private StoreContent Replace(StoreContent document, AuthProfileStore view, NewProfile profile)
    {
        previous = document.Entry(profile.Id);
        previousUsage = document.Store.Usage(profile.Id).Json;
        AuthProfile? existing = document.Store.Find(profile.Id);
        bool isAlike = existing is not null && existing.Kind == profile.Kind && existing.Provider == profile.Provider;
        if (previous.ValueKind != JsonValueKind.Undefined && !isAlike && !options.Force)
            throw ProfileErrors.OfOtherKind(profile, existing);

        bool isChanged = !IsSameSecret(existing ?? view.Find(profile.Id), profile);
        endedRest = isChanged && view.Usage(profile.Id) is var usage && usage.IsUnusableAt(agent.Now) ? usage : null;
        StoreContent changed = IsPutFirst ? First(document.WithProfile(profile), profile) : document.WithProfile(profile);
        return isChanged ? changed.WithFreshUsage(view, profile.Id) : changed;
    }

    private static bool IsConfiguredAlike(MoltbotConfiguration configuration, ConfiguredProfile wanted) =>
        configuration.Profiles.GetValueOrDefault(wanted.Id) is not { } present || (present.Mode == wanted.Mode && ProviderId.ParseToday(present.Provider) == ProviderId.ParseToday(wanted.Provider));

    private StoreContent First(StoreContent document, NewProfile profile)
    {
        previousOrder = document.Store.Order(profile.Provider);
        IReadOnlyList<string>? tried = previousOrder ?? agent.Configuration.Order(profile.Provider) ?? Listed(profile.Provider);
        return tried is null or [] ? document : document.WithOrder(profile.Provider, tried.Prepend(profile.Id));
    }

    private string[] Listed(ProviderId provider) => [.. agent.Configuration.Profiles.Values.Where(listed => ProviderId.ParseToday(listed.Provider) == provider).Select(listed => listed.Id)];

    /// <summary>Whether the secret is the one that the profile had, be it in another place now.</summary>
    private bool IsSameSecret(AuthProfile? existing, NewProfile profile) =>
        existing is not null && existing.Kind == profile.Kind && (existing.Reference is null ? existing.PlainSecret == profile.Value : deposit?.WasThere(profile.Value) == true);

    /// <summary>Restores what the id held before, unless someone else has replaced the profile meanwhile.</summary>
    private void TakeBack(NewProfile profile) =>
        store.Commit(StoreChange.Of(own => own.Holds(profile) ? WithUsage(WithOrder(own, profile).WithEntry(profile.Id, previous), profile.Id) : own) with { RemovesEmpty = !hadStore }, CancellationToken.None);

    private StoreContent WithOrder(StoreContent own, NewProfile profile) =>
        !IsPutFirst ? own : previousOrder is null ? own.WithoutOrder(profile.Provider) : own.WithOrder(profile.Provider, previousOrder);

    private StoreContent WithUsage(StoreContent own, string profileId) =>
        previousUsage.IsContainer() && JsonText.ToNode(previousUsage) is JsonObject usage ? own.WithUsage(profileId, usage) : own.WithoutUsage(profileId);
}
