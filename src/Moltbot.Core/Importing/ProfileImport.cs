using System.Text.Json;
using Moltbot.Core.Configuration;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Importing;

/// <summary>
/// Puts a profile into an agent's store and then its entry into the configuration. In this order, because a process that
/// dies in between leaves a credential that nothing names yet, and no entry that names nothing and hides what works.
/// </summary>
/// <param name="installation">The installation.</param>
/// <param name="agent">The agent that gets the profile.</param>
/// <param name="store">Its store.</param>
/// <param name="options">What may be replaced, and what is left alone.</param>
/// <param name="more">What else is to be changed in the configuration.</param>
internal sealed class ProfileImport(
    MoltbotInstallation installation,
    Agent agent,
    AgentStore store,
    ImportOptions options,
    Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>>? more)
{
    private JsonElement previous;

    /// <summary>Finds out whether both can be written.</summary>
    public void Check(NewProfile profile)
    {
        StoreReading current = store.Read();
        current.StoreOrThrow();
        if (current.Document is { } document)
            Replace(document, profile);
        else if (store.Exists)
            throw ProfileErrors.NotAStore(store.Path);

        if (!options.NoConfig)
            installation.ConfigurationEditor.Preview(RuleFor(profile));
    }

    /// <summary>Writes both, or neither.</summary>
    public ImportedProfile Run(NewProfile profile, CancellationToken cancellation)
    {
        Check(profile);
        store.Update(document => Replace(document, profile), cancellation);
        if (!options.NoConfig)
            Enter(profile, cancellation);

        return new ImportedProfile(
            agent.Id.Value,
            profile.Id,
            profile.Provider.Value,
            profile.Kind,
            UnixTime.ToDateTime(profile.Expires),
            store.Path,
            options.NoConfig ? null : installation.Paths.ConfigPath,
            HasReplaced: previous.ValueKind != JsonValueKind.Undefined,
            new ImportReview(installation.Reopen(), store, profile).Notes());
    }

    private Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> RuleFor(NewProfile profile)
    {
        ConfiguredProfile entry = new(profile.Id, profile.Provider.Value, profile.Kind.ToStoredName(), profile.Email);
        return configuration => [.. AuthProfileConfiguration.Enter(configuration, entry), .. more?.Invoke(configuration) ?? []];
    }

    private AuthProfileDocument Replace(AuthProfileDocument document, NewProfile profile)
    {
        previous = document.Entry(profile.Id);
        AuthProfile? existing = document.Store.Find(profile.Id);
        bool isAlike = existing is not null && existing.Kind == profile.Kind && existing.Provider == profile.Provider;
        return previous.ValueKind == JsonValueKind.Undefined || isAlike || options.Force
            ? document.WithProfile(profile)
            : throw ProfileErrors.OfOtherKind(profile, existing);
    }

    private void Enter(NewProfile profile, CancellationToken cancellation)
    {
        try
        {
            installation.ConfigurationEditor.Apply(RuleFor(profile), cancellation);
        }
        catch (OperationCanceledException)
        {
            TakeBack(profile);
            throw;
        }
        catch (MoltbotException failure)
        {
            TakeBack(profile, failure);
            throw failure.With($"The profile {profile.Id} was taken back, so nothing has changed.");
        }
    }

    /// <summary>Restores what the id held before, unless someone else has replaced the profile meanwhile.</summary>
    private void TakeBack(NewProfile profile, MoltbotException? failure = null)
    {
        try
        {
            store.Update(document => document.Holds(profile) ? document.WithEntry(profile.Id, previous) : document, CancellationToken.None);
        }
        catch (MoltbotException second)
        {
            throw (failure ?? second).With($"The profile {profile.Id} is stored all the same, because taking it back failed: {second.Message}");
        }
    }
}
