using Moltbot.Core.BackingUp;
using Moltbot.Core.Secrets;
using Moltbot.Testing;

namespace Moltbot.Core.Tests.BackingUp;

/// <summary>An installation of either generation, to be saved and put back.</summary>
internal sealed class BackupScene : IDisposable
{
    /// <summary>A password of the tests.</summary>
    public static readonly Secret Password = new("correct horse battery staple");

    public TemporaryInstallation Installation { get; } = new();

    public TemporaryHome Home => Installation.Home;

    /// <summary>Where its state directory is in the home.</summary>
    public string State { get; private set; } = "";

    /// <summary>The absolute path of the backup.</summary>
    public string Archive => Home["copies/backup.tar.gz"];

    /// <summary>Lays out an installation with something of everything that is saved.</summary>
    public static BackupScene Of(string layout)
    {
        BackupScene scene = new();
        if (layout == "today")
        {
            MigratedHome.LayOut(scene.Home);
            scene.State = MigratedHome.Directory;
            scene.Home.Write(".openclaw/agents/main/sessions/s1.jsonl", "{}\n");
        }
        else
        {
            scene.State = ".clawdbot";
            scene.Installation
                .Configuration("""{ "$include": "./parts/shared.json5" /* why */ }""")
                .File(".clawdbot/parts/shared.json5", """{ agents: { list: [{ id: "main" }, { id: "work" }] } }""")
                .Store(new StoreBuilder().ApiKey("anthropic:a").Order("anthropic", "anthropic:a"))
                .Store(new StoreBuilder().ApiKey("anthropic:w"), "work")
                .File(".clawdbot/.env", "# kept\nXAI_API_KEY=xai-INVENTED-KEY-0004\n")
                .File(".clawdbot/agents/main/sessions/sessions.json", """{"agent:main:main":{"sessionId":"s1","updatedAt":1}}""")
                .File(".clawdbot/agents/main/sessions/s1.jsonl", "{}\n")
                .File(".clawdbot/agents/main/agent/auth-profiles.json.bak", "{}")
                .File(".clawdbot/credentials/oauth.json", "{}")
                .File(".clawdbot/credentials/rotations/r.json", "{}")
                .File(".clawdbot/monitor.json", "{}")
                .File(".clawdbot/workspace/notes.md", "not ours");
        }

        Directory.CreateDirectory(scene.Home["copies"]);
        return scene;
    }

    public void Dispose() => Installation.Dispose();

    public InstallationBackups Backups() => Installation.Open().Backups;

    public SavedInstallation Save(Secret? password = null)
    {
        if (password is not null)
            Wine.Lacks(Wine.Passwords);

        return Backups().Save(Archive, password);
    }

    public RestoredInstallation Restore(Secret? password = null, string? archive = null)
    {
        using BackupArchive opened = Backups().Open(archive ?? Archive, () => password);
        return Backups().Restore(opened);
    }

    public RestoredInstallation Rehearse(Secret? password = null)
    {
        using BackupArchive opened = Backups().Open(Archive, () => password);
        return Backups().Rehearse(opened);
    }

    /// <summary>What the installation says: its files, and what is in the rows of its databases.</summary>
    public string Meaning()
    {
        IEnumerable<string> files = Home.Files().Where(file => file.Key.StartsWith($"{State}/", StringComparison.Ordinal) && !file.Key.Contains(".sqlite", StringComparison.Ordinal) && !file.Key.Contains("/backups/", StringComparison.Ordinal))
            .Select(file => $"{file.Key} {Convert.ToHexString(file.Value)}");
        IEnumerable<string> databases = Directory.EnumerateFiles(Home[State], "*.sqlite", SearchOption.AllDirectories).Select(path => $"{path} {RowsOf(path)}");
        return string.Join('\n', files.Concat(databases).Order(StringComparer.Ordinal));
    }

    private static string? RowsOf(string path) => path.EndsWith("openclaw.sqlite", StringComparison.Ordinal)
        ? TodayDatabase.Ask(path, "SELECT group_concat(state_key || value_json || updated_at_ms) FROM config_machine_state")
        : TodayDatabase.Ask(path, "SELECT group_concat(store_key || store_json || updated_at) FROM auth_profile_store");
}
