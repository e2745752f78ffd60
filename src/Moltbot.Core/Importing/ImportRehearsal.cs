using Moltbot.Core.Configuration;
using Moltbot.Core.Installation;
using Moltbot.Core.Profiles;
using Moltbot.Core.Providers;
using Moltbot.Core.Secrets;
using Moltbot.Core.Selection;

namespace Moltbot.Core.Importing;

/// <summary>
/// A made-up import that touches nothing but memory. The runtime loads code when it is first used, which takes longer than
/// all the work of an import; after a rehearsal it is there.
/// </summary>
internal static class ImportRehearsal
{
    private const string Path = "/rehearsal";

    public static void Run()
    {
        NewProfile profile = new("anthropic:b", ProviderId.Default, AuthProfileKind.Token, new Secret("made up"));
        AuthProfileDocument document = AuthProfileDocument.Read(JsonText.Parse([.. """{"profiles":{}}"""u8]), Path)!;
        Review(document.WithProfile(profile).Store, Enter(profile));
        Hold();
    }

    /// <summary>The configuration with a profile entered beside another, and with a time, as in an edit.</summary>
    private static MoltbotConfiguration Enter(NewProfile profile)
    {
        ConfiguredProfile entry = new(profile.Id, profile.Provider.Value, profile.Kind.ToStoredName(), Email: null);
        ConfigurationDraft draft = new(new ConfigurationSources(Path, "{\n  auth: {\n    profiles: {\n      'anthropic:a': {\n        mode: 'token',\n      },\n    },\n  },\n}\n"), isNew: false);
        foreach (ConfigurationChange change in AuthProfileConfiguration.Enter(MoltbotConfiguration.Empty, entry))
            draft.Apply(change);

        draft.ApplyToMain(document => document.Set(["meta", "lastTouchedAt"], UnixTime.ToText(DateTimeOffset.UnixEpoch)));
        return new MoltbotConfiguration(IncludeResolver.Resolve(draft.Sources)!.AsObject());
    }

    private static void Review(AuthProfileStore store, MoltbotConfiguration configuration)
    {
        ProcessEnvironment environment = new() { HomeDirectory = Path, WorkingDirectory = Path };
        _ = new CredentialResolver(store, store, configuration, environment, now: 0).Resolve(ProviderId.Default.Value);
        _ = ProviderCatalog.Ids.Contains(ProviderId.Default);
    }

    /// <summary>What keeps a lock fresh.</summary>
    private static void Hold()
    {
        using ITimer timer = TimeProvider.System.CreateTimer(static _ => { }, state: null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
