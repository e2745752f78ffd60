using System.Text.Json;

namespace Moltbot.Core.Profiles;

/// <summary>One reading of an agent's view. It reads every file at most once and collects what went wrong.</summary>
internal sealed class AgentStoreReader(double now)
{
    private readonly List<MoltbotException> errors = [];
    private readonly List<MoltbotException> warnings = [];

    /// <summary>The main agent's credentials.</summary>
    public StoreReading Read(AgentStoreFiles main) => Done(ReadMain(main, out _));

    /// <summary>An agent's credentials over the main agent's.</summary>
    public StoreReading Read(AgentStoreFiles own, AgentStoreFiles main)
    {
        AuthProfileStore inherited = ReadMain(main, out bool hasProfiles);
        if (ReadDocument(own, out bool failed) is { } document)
            return Done(inherited.Overlay(WithQwenCli(own, document.Store)));

        return Done(failed || hasProfiles ? inherited : inherited.Overlay(ReadOlderLayouts(own)));
    }

    /// <summary>What the older layouts say, for an agent that has no store.</summary>
    public AuthProfileStore ReadOlderLayouts(AgentStoreFiles files) => WithQwenCli(files, WithOAuthJson(files, ReadAuthJson(files)));

    /// <summary>What the agent's own <c>auth.json</c> says.</summary>
    public AuthProfileStore ReadAuthJson(AgentStoreFiles files) =>
        AuthProfileStore.Of(LegacyProfiles.FromAuthJson(ReadOptional(files.LegacyAuth), files.LegacyAuth));

    private StoreReading Done(AuthProfileStore view) => new(view, errors, warnings);

    private AuthProfileStore ReadMain(AgentStoreFiles main, out bool hasProfiles)
    {
        AuthProfileDocument? document = ReadDocument(main, out bool failed);
        hasProfiles = document?.Store.Profiles.Count > 0;
        if (document is not null)
            return WithQwenCli(main, document.Store);

        return failed ? AuthProfileStore.Empty : ReadOlderLayouts(main);
    }

    private AuthProfileStore WithOAuthJson(AgentStoreFiles files, AuthProfileStore store) => store.WithProfiles(
        LegacyProfiles.FromOAuthJson(ReadOptional(files.LegacyOAuth), files.LegacyOAuth).Where(profile => store.Find(profile.Id) is null));

    private AuthProfileStore WithQwenCli(AgentStoreFiles files, AuthProfileStore store) =>
        LegacyProfiles.FromQwenCli(store, () => ReadOptional(files.QwenCli), files.QwenCli, now) is { } current
            ? store.WithProfiles([current])
            : store;

    private AuthProfileDocument? ReadDocument(AgentStoreFiles files, out bool failed)
    {
        failed = false;
        try
        {
            return AuthProfileDocument.Read(CredentialFile.Read(files.Store), files.Store);
        }
        catch (MoltbotException e)
        {
            failed = true;
            errors.Add(e);
            return null;
        }
    }

    private JsonElement ReadOptional(string path)
    {
        try
        {
            return CredentialFile.Read(path);
        }
        catch (MoltbotException e)
        {
            if (warnings.TrueForAll(warning => warning.Path != path))
                warnings.Add(e);

            return default;
        }
    }
}
