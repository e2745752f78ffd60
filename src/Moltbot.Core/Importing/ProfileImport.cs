using System.Text.Json;
using Moltbot.Core.Configuration;
using Moltbot.Core.Profiles;

namespace Moltbot.Core.Importing;

/// <summary>
/// Puts a profile into an agent's store and then its entry into the configuration. In this order, because a process that
/// dies in between leaves a credential that nothing names yet, and no entry that names nothing and hides what works.
/// </summary>
internal sealed class ProfileImport(MoltbotInstallation installation, Agent agent, AgentStore store)
{
    private JsonElement previous;

    /// <summary>Writes both, or neither.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="options">What may be replaced, and what is left alone.</param>
    /// <param name="more">What else is to be changed in the configuration.</param>
    /// <param name="cancellation">Ends the wait for another process.</param>
    public ImportedProfile Run(NewProfile profile, ImportOptions options, Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>>? more, CancellationToken cancellation)
    {
        ConfiguredProfile entry = new(profile.Id, profile.Provider.Value, profile.Kind.ToStoredName(), profile.Email);
        Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule = configuration =>
            [.. AuthProfileConfiguration.Enter(configuration, entry), .. more?.Invoke(configuration) ?? []];
        if (!options.NoConfig)
            installation.ConfigurationEditor.Preview(rule);

        store.Update(document => Replace(document, profile, options.Force), cancellation);
        if (!options.NoConfig)
            Enter(profile, rule, cancellation);

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

    private AuthProfileDocument Replace(AuthProfileDocument document, NewProfile profile, bool force)
    {
        previous = document.Entry(profile.Id);
        AuthProfile? existing = document.Store.Find(profile.Id);
        bool isAlike = existing is not null && existing.Kind == profile.Kind && existing.Provider == profile.Provider;
        return previous.ValueKind == JsonValueKind.Undefined || isAlike || force
            ? document.WithProfile(profile)
            : throw ProfileErrors.OfOtherKind(profile, existing);
    }

    private void Enter(NewProfile profile, Func<MoltbotConfiguration, IReadOnlyList<ConfigurationChange>> rule, CancellationToken cancellation)
    {
        try
        {
            installation.ConfigurationEditor.Apply(rule, cancellation);
        }
        catch (OperationCanceledException)
        {
            TakeBack(profile);
            throw;
        }
        catch (MoltbotException failure)
        {
            TakeBack(profile, failure);
            throw Explain(failure, $"The profile {profile.Id} was taken back, so nothing has changed.");
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
            throw Explain(failure ?? second, $"The profile {profile.Id} is stored all the same, because taking it back failed: {second.Message}");
        }
    }

    private static MoltbotException Explain(MoltbotException failure, string outcome) => new(failure.Code, $"{failure.Message} {outcome}", failure)
    {
        Path = failure.Path,
        Line = failure.Line,
        Column = failure.Column,
        Subject = failure.Subject,
    };
}
