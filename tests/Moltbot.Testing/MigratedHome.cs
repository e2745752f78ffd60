using System.Text;

namespace Moltbot.Testing;

/// <summary>
/// A January installation that a gateway of today has taken over, as its doctor leaves it (docs/gateway/later.md §1.5): the state
/// directory has another name and <c>.clawdbot</c> is a link to it, credentials are in databases, and the older
/// configuration stays beside the new one.
/// </summary>
public static class MigratedHome
{
    /// <summary>The name of the state directory.</summary>
    public const string Directory = ".openclaw";

    /// <summary>The name that leads to it.</summary>
    public const string Link = ".clawdbot";

    /// <summary>What every error about such an installation says.</summary>
    public const string Refusal = "belongs to a newer gateway, openclaw";

    /// <summary>Lays it out in a home.</summary>
    public static TemporaryHome LayOut(TemporaryHome home)
    {
        home.Write($"{Directory}/.env", "XAI_API_KEY=xai-INVENTED-KEY-0004\n");
        home.Write($"{Directory}/openclaw.json", """{"agents":{"ownership":"explicit","entries":{"main":{},"work":{}},"defaults":{"model":{"primary":"anthropic/claude-opus-4-7","fallbacks":["openai/gpt-5.2"]},"imageModel":{"primary":"openai/gpt-5.2","fallbacks":["openai/gpt-5.2"]},"models":{"anthropic/claude-opus-4-5":{"alias":"opus"}}}},"auth":{"order":{"anthropic":["anthropic:main","anthropic:gone"]}},"meta":{"lastTouchedVersion":"2026.9.6"}}""");
        home.Write($"{Directory}/openclaw.json.bak", "{}");
        home.Write($"{Directory}/clawdbot.json", """{"agents":{"defaults":{"model":{"primary":"openai/gpt-5.2"}},"list":[{"id":"main"},{"id":"work"}]}}""");
        TodayDatabase.MakeState(home[$"{Directory}/state/openclaw.sqlite"], store: new StoreBuilder().ApiKey("anthropic:main").ApiKey("anthropic:b").ToText(), state: """{"version":1,"order":{"anthropic":["anthropic:main","anthropic:b","anthropic:gone"]},"usageStats":{"anthropic:main":{"errorCount":1,"cooldownUntil":8000000000000}}}""");
        foreach (string agent in new[] { "main", "work" })
        {
            TodayDatabase.MakeAgent(home[$"{Directory}/agents/{agent}/agent/openclaw-agent.sqlite"], agent, store: agent == "work" ? new StoreBuilder().ApiKey("anthropic:work").ToText() : null);
            home.Write($"{Directory}/agents/{agent}/agent/auth-profiles.json.migrated-2026-11-26T15-57-44.520Z-0a1b", new StoreBuilder().ApiKey($"anthropic:{agent}").ToText());
            System.IO.Directory.CreateDirectory(home[$"{Directory}/agents/{agent}/sessions"]);
        }

        TodayDatabase.AddSession(home[$"{Directory}/agents/main/agent/openclaw-agent.sqlite"], "agent:main:main", """{"sessionId":"s","updatedAt":1,"authProfileOverride":"anthropic:b","authProfileOverrideSource":"user"}""");
        SymbolicLink.Make(home[Link], home[Directory]);
        return home;
    }

    /// <summary>The files of January's each of which stops a gateway of today where it appears, and what that gateway has left of an older configuration.</summary>
    public static IEnumerable<string> FilesOfJanuary(TemporaryHome home) => home.Files().Keys
        .Where(path => Path.GetFileName(path) is "auth-profiles.json" or "auth.json" or "auth-state.json" or "oauth.json" or "sessions.json" or "moltbot.json" or "clawdbot.json");

    /// <summary>Writes what looks like a database from outside, and is none.</summary>
    public static string WriteDatabase(TemporaryHome home, string path)
    {
        string database = home.Write(path, "");
        File.WriteAllBytes(database, Encoding.ASCII.GetBytes("SQLite format 3\0"));
        return database;
    }
}
