using System.Text.Json;
using Moltbot.Core.Errors;
using Moltbot.Core.Files;
using Moltbot.Core.Installation;

namespace Moltbot.Core.Profiles.January;

/// <summary>
/// One reading of an agent's view. It reads every file at most once and collects what went wrong. A store in the
/// installation of a gateway of today is not what that gateway uses, so it counts as one that cannot be read.
/// </summary>
internal sealed class AgentStoreReader(double now, InstallationLayout layout, Readings readings)
{
    private readonly List<MoltbotException> errors = [];
    private readonly List<MoltbotException> warnings = [];
    private readonly Dictionary<string, JsonElement> optional = new(PathComparison.Here.Comparer);
    private MoltbotException? notAStore;
    private AuthProfileStore? inherited;

    // Of the store that was read last, which is the agent's own.
    private WriteVerdict mayWrite = WriteVerdict.Allowed;
    private MoltbotException? problem;

    /// <summary>The main agent's credentials.</summary>
    public StoreReading Read(AgentStoreFiles main)
    {
        AuthProfileStore view = ReadMain(main, out StoreContent? content);
        return Done(view, content, imported: content is null ? view : AuthProfileStore.Empty);
    }

    /// <summary>An agent's credentials over the main agent's.</summary>
    public StoreReading Read(AgentStoreFiles own, AgentStoreFiles main)
    {
        inherited = ReadMain(main, out StoreContent? mainContent);
        if (ReadContent(own, out bool failed) is { } content)
            return Done(ViewWith(own, content), content, AuthProfileStore.Empty);
        if (failed || HasProfiles(mainContent))
            return Done(inherited, content: null, AuthProfileStore.Empty);

        AuthProfileStore older = ReadOlderLayouts(own);
        return Done(inherited.Overlay(older), content: null, AuthProfileStore.Of(older.Profiles.Where(profile => !IsMains(profile))));
    }

    /// <summary>What the view that was read is once the agent's own store is another.</summary>
    /// <param name="own">The agent's files.</param>
    /// <param name="content">What its own store is.</param>
    public AuthProfileStore ViewWith(AgentStoreFiles own, StoreContent content)
    {
        AuthProfileStore store = WithQwenCli(own, content.StoreIn(own.Store));
        return inherited is null ? store : inherited.Overlay(store);
    }

    private StoreReading Done(AuthProfileStore view, StoreContent? content, AuthProfileStore imported) => new(view, errors, [.. Unread, .. PassedOverEntry.ToWarnings(view.PassedOver)])
    {
        UnreadLayouts = [.. Unread],
        Main = inherited ?? view,
        MayWrite = mayWrite,
        OwnProblem = problem,
        HasMain = inherited is not null,
        Own = content,
        Imported = imported,
        NotAStore = notAStore,
    };

    private IEnumerable<MoltbotException> Unread => notAStore is null ? warnings : [notAStore, .. warnings];

    /// <summary>What older layouts and other programs keep for all agents is inherited from main, which has read it too.</summary>
    private bool IsMains(AuthProfile profile) =>
        profile.Origin != ProfileOrigin.OlderLayout && inherited!.Find(profile.Id)?.Origin == profile.Origin;

    private static bool HasProfiles(StoreContent? content) => content?.Store.Profiles.Count > 0;

    private AuthProfileStore ReadMain(AgentStoreFiles main, out StoreContent? content)
    {
        content = ReadContent(main, out bool failed);
        if (content is not null)
            return WithQwenCli(main, content.StoreIn(main.Store));

        return failed ? AuthProfileStore.Empty : ReadOlderLayouts(main);
    }

    private AuthProfileStore ReadOlderLayouts(AgentStoreFiles files) => WithQwenCli(files, WithOAuthJson(files, ReadAuthJson(files)));

    private AuthProfileStore ReadAuthJson(AgentStoreFiles files) =>
        AuthProfileStore.Of(LegacyProfiles.FromAuthJson(ReadOptional(files.LegacyAuth), files.LegacyAuth));

    private AuthProfileStore WithOAuthJson(AgentStoreFiles files, AuthProfileStore store) => store.WithProfiles(
        LegacyProfiles.FromOAuthJson(ReadOptional(files.LegacyOAuth), files.LegacyOAuth).Where(profile => store.Find(profile.Id) is null));

    private AuthProfileStore WithQwenCli(AgentStoreFiles files, AuthProfileStore store) =>
        LegacyProfiles.FromQwenCli(store, () => ReadOptional(files.QwenCli), files.QwenCli, now) is { } current
            ? store.WithProfiles([current])
            : store;

    private StoreContent? ReadContent(AgentStoreFiles files, out bool failed)
    {
        InstallationLayout place = layout.At(files.Store);
        mayWrite = place.MayWrite;
        problem = place.Unseen;
        failed = problem is not null && Report(problem);
        if (failed)
            return null;

        try
        {
            JsonElement json = ReadFile(files.Store);
            StoreContent? content = StoreContent.Read(json);
            if (content is null && json.ValueKind != JsonValueKind.Undefined)
            {
                problem = ProfileErrors.NotAStore(files.Store);
                notAStore ??= problem;
            }

            return content;
        }
        catch (MoltbotException e)
        {
            failed = true;
            problem = e;
            errors.Add(e);
            return null;
        }
    }

    /// <summary>Two stores in one installation are unseen for one reason.</summary>
    private bool Report(MoltbotException unseen)
    {
        if (errors.TrueForAll(error => error.Message != unseen.Message))
            errors.Add(unseen);

        return true;
    }

    /// <summary>What older layouts and other programs keep for all agents is asked for by the main agent's view and the agent's own.</summary>
    private JsonElement ReadOptional(string path)
    {
        if (!optional.TryGetValue(path, out JsonElement content))
            optional[path] = content = ReadOrWarn(path);

        return content;
    }

    private JsonElement ReadFile(string path) => readings.At(StorePlace.OfFile(path), () => CredentialFile.Read(path));

    private JsonElement ReadOrWarn(string path)
    {
        try
        {
            return ReadFile(path);
        }
        catch (MoltbotException e)
        {
            warnings.Add(e);
            return default;
        }
    }
}
